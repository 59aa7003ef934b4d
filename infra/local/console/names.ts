import { matterWord } from '../../../contracts/officers/words.ts';
import { namedBy } from '../../../functions/shared/notify/reference.ts';
import type { OfficersPages } from '../start/officers.ts';

/** What a notice is called and whom it is about: neither ever changes. */
export type Named = { id: string; title: string; account: string | null; about: string };

/** The notice that a message belongs to. */
export const noticeIdOf = (reference: string | null): string | null => namedBy(reference)?.id ?? null;

/** Asks for each notice once. */
export function namesFrom(officers: Pick<OfficersPages, 'notice'>): (id: string) => Promise<Named | null> {
  const known = new Map<string, Promise<Named | null>>();
  const ask = async (id: string): Promise<Named | null> => {
    const notice = await officers.notice(id);
    if (notice === null) return null;
    const { title, kind, account_ref } = notice;
    return { id, title, account: account_ref, about: matterWord(kind) };
  };
  return async (id) => {
    if (!known.has(id)) known.set(id, ask(id));
    const named = await known.get(id)!.catch((error: unknown) => {
      known.delete(id);
      throw error;
    });
    if (named === null) known.delete(id);
    return named;
  };
}
