import type { Reply } from '../notice/notice.ts';
import { cursorOf, placeOf } from './cursor.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { REPLY_WORDS } from './words-for-officers.ts';

/** That somebody answered a text. What it says is at GOV.UK Notify, under `notify_id`, and nowhere else. */
export type ReplyView = {
  received_at: string;
  word: Reply['word'];
  words: string;
  /** Of the notice that went to this number last; null where none is known. */
  account_ref: string | null;
  notice_id: string | null;
  notice_type: string | null;
  notify_id: string | null;
};

const PLACE = 'replies';

/** A page of the answers to texts, newest first. @throws Refused (400) for a place that is none of ours. */
export async function repliesPage(
  { store, register, makeKey }: Pick<Deps, 'store' | 'register' | 'makeKey'>,
  after: string | undefined,
): Promise<{ items: ReplyView[]; next: string | null }> {
  const { items, next } = await store.replies(after === undefined ? undefined : placeOf(makeKey, PLACE, after));
  const view = async ({ at, word, notify_id, notice: id, about }: Reply): Promise<ReplyView> => {
    const [notice, known] = await Promise.all([id && store.get(id), about && register.matter(about)]);
    return {
      received_at: new Date(at).toISOString(),
      word,
      words: REPLY_WORDS[word],
      account_ref: known?.matter.ref || null,
      notice_id: id,
      notice_type: notice?.type ?? null,
      notify_id,
    };
  };
  return { items: await mapInGroups(items, view), next: next && cursorOf(makeKey, PLACE, next) };
}
