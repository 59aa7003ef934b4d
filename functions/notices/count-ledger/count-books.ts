import type { Fault } from '../../../contracts/officers/ledger.ts';
import type { Key } from '../../shared/ids.ts';
import { noticesNamed } from '../ledger/book-keeping.ts';
import type { BooksCounted, Counting } from '../ledger/notify-count.ts';
import { addTo, FAULTS_NAMED, lineOf, noTally, type Tally } from '../ledger/tally.ts';
import type { MatterDecision, Notice, Run } from '../notice/notice.ts';
import type { ReadsNotices } from './count-sides.ts';
import { coarseBucketOf, fingerprintOf, minus, plus } from './fingerprints.ts';

const AT_ONCE = 25;
/** A year of working nights. DynamoDB takes 400 KB an item, and has each run's half a KB at most in it twice. */
const RUNS_KEPT = 250;

/** Before anything is counted. Of the newest runs each is added up by itself. */
export function noBooksYet(runs: readonly Run[]): BooksCounted {
  const newest = runs.toSorted((a, b) => b.imported_at - a.imported_at).slice(0, RUNS_KEPT);
  const tallies = newest.map(({ name }) => [name, noTally()] as const);
  return { notices: 0, planned: 0, total: noTally(), runs: Object.fromEntries(tallies), found: [] };
}

/** Adds notices up, looks at each one's own history, and notes those that new runs planned. */
export function addNotices(count: Counting, notices: readonly Notice[]): void {
  const { books } = count;
  books.notices += notices.length;
  for (const notice of notices) {
    const line = lineOf(notice);
    for (const tally of talliesOf(books, notice.run)) addTo(tally, line);
    if (line.fault !== null) name(books, { notice: notice.id, fault: line.fault });
    if (count.new_runs.includes(notice.run)) change(count, notice.id, plus);
  }
}

/** Takes off what the decisions of new runs name. */
export function takeNamed(count: Counting, decisions: readonly MatterDecision[]): void {
  for (const id of decisions.flatMap(noticesNamed)) change(count, id, minus);
}

/** Some notice was named and not found, or found and not named, or is of another run by now. */
export const anyUnnamed = ({ named }: Counting): boolean => named.some((sum) => sum !== 0);

/** Looks for each notice that is named, where the sums do not come out. */
export async function lookForNamed(
  { store }: ReadsNotices,
  count: Counting,
  decisions: readonly MatterDecision[],
): Promise<void> {
  const named = decisions.flatMap((decision) => noticesNamed(decision).map((id) => ({ id, run: decision.run })));
  const asked = named.filter(({ id }) => count.named[coarseBucketOf(id)] !== 0);
  for (let i = 0; i < asked.length; i += AT_ONCE) {
    const some = asked.slice(i, i + AT_ONCE);
    const found = await Promise.all(some.map(({ id }) => store.get(id)));
    for (const { id, run } of some.filter((_, j) => !found[j])) {
      for (const tally of talliesOf(count.books, run)) tally.lost += 1;
      name(count.books, { notice: id, fault: 'lost' });
    }
  }
}

/** The books once all has been gone through: also a notice that no new run named is missed if there were more before. */
export function closed({ books }: Counting, before: Pick<BooksCounted, 'planned'> | undefined): BooksCounted {
  const planned = Math.max(before?.planned ?? 0, books.notices + books.total.lost);
  return { ...books, planned, total: { ...books.total, lost: planned - books.notices } };
}

const talliesOf = ({ total, runs }: BooksCounted, run: string): Tally[] => {
  const ofRun = Object.hasOwn(runs, run) ? runs[run] : undefined;
  return ofRun ? [total, ofRun] : [total];
};

function change({ named }: Counting, id: Key, by: typeof plus): void {
  const bucket = coarseBucketOf(id);
  named[bucket] = by(named[bucket]!, fingerprintOf(id));
}

function name({ found }: BooksCounted, fault: Fault): void {
  if (found.length < FAULTS_NAMED) found.push(fault);
}
