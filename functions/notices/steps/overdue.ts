import type { ReleaseList } from '../notice/notice.ts';
import type { NoticeStore } from '../store/ports.ts';

export const RELEASE_LISTS: readonly ReleaseList[] = ['release-statutory', 'release-courtesy'];
/** A notice that is due waits for a moment until it has its slot. */
const SOON_MS = 60_000;

/** Notices that are due and have no slot yet, and how long the one has waited that was due first. */
export type Overdue = { notices: number; waited_seconds: number };

/** What is given back keeps the instant at which it was due, so that it does not count anew each time. */
export async function overdueAt(store: Pick<NoticeStore, 'due'>, now: number): Promise<Overdue> {
  const lists = await Promise.all(
    RELEASE_LISTS.map((list) => store.due(list, now - SOON_MS, Number.POSITIVE_INFINITY)),
  );
  const pages = lists.flat();
  const first = Math.min(now, ...pages.map(({ at }) => at));
  return {
    notices: pages.reduce((sum, { entries }) => sum + entries.length, 0),
    waited_seconds: Math.floor((now - first) / 1000),
  };
}
