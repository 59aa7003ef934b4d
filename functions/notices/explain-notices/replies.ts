import type { Page } from '../../../contracts/officers/page.ts';
import type { ReplyView } from '../../../contracts/officers/replies.ts';
import { REPLY_WORDS } from '../../../contracts/officers/words.ts';
import type { Reply } from '../notice/notice.ts';
import { cursorOf, placeOf } from './cursor.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';

const PLACE = 'replies';

/** A page of the answers to texts, newest first. @throws Refused (400) for a place that is none of ours. */
export async function repliesPage(
  { store, register, makeKey, catalogue }: Pick<Deps, 'store' | 'register' | 'makeKey' | 'catalogue'>,
  after: string | undefined,
): Promise<Page<ReplyView>> {
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
      title: notice ? catalogue.title(notice.type) : null,
      notify_id,
    };
  };
  return { items: await mapInGroups(items, view), next: next && cursorOf(makeKey, PLACE, next) };
}
