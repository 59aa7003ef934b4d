import type { Catalogue } from '../families/catalogue.ts';
import type { Agenda, Entry, Notice } from '../notice/notice.ts';
import type { NoticeStore } from '../store/ports.ts';

/** The list on which a planned notice waits for its slot: what goes beside statutory notices goes first. */
export const toRelease = (catalogue: Catalogue, { type }: Pick<Notice, 'type'>, at: number): Agenda => ({
  list: catalogue.entry(type).duty === 'courtesy' ? 'release-courtesy' : 'release-statutory',
  at,
});

export const toMakeSure = (at: number): Agenda => ({ list: 'make-sure', at });

export const entryOf = ({ id, times_planned }: Notice): Entry => ({ id, times_planned });

/**
 * Enters a notice on an agenda and writes it then: a function that dies in between leaves an entry too many, never a
 * notice that no function looks at.
 * @returns false if another worker moved the notice first
 */
export async function enterAndPut(
  store: Pick<NoticeStore, 'enter' | 'put'>,
  notice: Notice,
  agenda: Agenda,
): Promise<boolean> {
  await store.enter(agenda, [entryOf(notice)]);
  return store.put(notice);
}

/** Longer than a function that entered a notice could live before writing it. */
const GIVEN_UP_MS = 24 * 3_600_000;

/**
 * An entry whose notice has not been written yet, or never will be, and when to look at it again: less and less often.
 * Null if it is waited for no longer.
 */
export function stillAwaited(
  entry: Entry,
  { now, soonestMs }: { now: number; soonestMs: number },
): { entry: Entry; at: number } | null {
  const awaited_since = entry.awaited_since ?? now;
  const age = now - awaited_since;
  return age > GIVEN_UP_MS ? null : { entry: { ...entry, awaited_since }, at: now + Math.max(soonestMs, age) };
}

/** The same entries once each, however often they were entered. */
export const eachOnce = (entries: Entry[]): Entry[] => [
  ...new Map(entries.map((entry) => [`${entry.id} ${entry.times_planned}`, entry])).values(),
];

/** The function that entered it has not written it yet. */
export const isAwaited = (entry: Entry, notice: Notice | null): boolean =>
  notice === null || notice.times_planned < entry.times_planned;
