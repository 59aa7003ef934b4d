import type { Key } from '../../shared/ids.ts';
import { faultOf, noticesNamed } from '../book-keeping.ts';
import type { DebtDecision, Notice } from '../notice.ts';
import type { BooksCounted, Counting } from '../notify-count.ts';
import type { ReadsNotices } from './count-sides.ts';
import { coarseBucketOf, fingerprintOf, minus, plus } from './references.ts';

const NAMED = 20;
const AT_ONCE = 25;

/** Looks at each notice's own history, and adds up those that new runs planned. */
export function addNotices(count: Counting, notices: readonly Notice[]): void {
  count.books.notices += notices.length;
  for (const notice of notices) {
    if (faultOf(notice) !== null) tell(count, 'faults', notice.id);
    if (count.new_runs.includes(notice.run)) change(count, notice.id, plus);
  }
}

/** Takes off what the decisions of new runs name. */
export function takeNamed(count: Counting, decisions: readonly DebtDecision[]): void {
  for (const id of decisions.flatMap(noticesNamed)) change(count, id, minus);
}

/** Some notice was named and not found, or found and not named, or is of another run by now. */
export const anyUnnamed = ({ named }: Counting): boolean => named.some((sum) => sum !== 0);

/** Looks for each notice that is named, where the sums do not come out. */
export async function lookForNamed(
  { store }: ReadsNotices,
  count: Counting,
  decisions: readonly DebtDecision[],
): Promise<void> {
  const ids = decisions.flatMap(noticesNamed).filter((id) => count.named[coarseBucketOf(id)] !== 0);
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = ids.slice(i, i + AT_ONCE);
    const found = await Promise.all(some.map((id) => store.get(id)));
    for (const [j, id] of some.entries()) if (!found[j]) tell(count, 'lost', id);
  }
}

/** The books once all has been gone through: also a notice that no new run named is missed if there were more before. */
export function closed({ books }: Counting, before: BooksCounted | undefined): BooksCounted {
  const planned = Math.max(before?.planned ?? 0, books.notices + books.lost);
  return { ...books, planned, lost: planned - books.notices };
}

function change({ named }: Counting, id: Key, by: typeof plus): void {
  const bucket = coarseBucketOf(id);
  named[bucket] = by(named[bucket]!, fingerprintOf(id));
}

function tell({ books }: Counting, what: 'faults' | 'lost', id: Key): void {
  books[what] += 1;
  if (books.found.length < NAMED) books.found.push(id);
}
