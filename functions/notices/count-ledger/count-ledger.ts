import { runsSince } from '../ledger/book-keeping.ts';
import { type Counting, type CountRecord, differences, noSums } from '../ledger/notify-count.ts';
import { booksOf } from '../ledger/tally.ts';
import type { Run } from '../notice/notice.ts';
import { closed, noBooksYet } from './count-books.ts';
import { NotAsked, onePage, PHASES } from './count-page.ts';
import type { Deps } from './deps.ts';
import { BUCKETS, COARSE_BUCKETS } from './fingerprints.ts';

const HOUR_MS = 3_600_000;
const EVERY_MS = 24 * HOUR_MS;

/**
 * Notify deletes at 03:00 UTC what was stored before London's midnight seven days ago. A count walks its list twice where
 * something differs, and may take half a day; what is older has been counted on the days before.
 */
const KEPT_MS = 7 * 24 * HOUR_MS - 12 * HOUR_MS;
/** After so long what Notify has deleted meanwhile would look as if it were missing: begin anew. */
const TOO_OLD_MS = 11 * HOUR_MS;

const LEASE_MS = 60_000;
const PAGES_A_WRITE = 10;
const TIME_IN_HAND_MS = 24_000; // a page of Notify's takes 20 s at most

/**
 * Counts what Notify has, page by page, against the notices: each attempt that Notify took and would still have must be
 * there, once. And the notices against the decisions of new runs: each that is named must be there, with a history that
 * leads to where it is. Once a day, and whenever an officer has asked. Goes on where an earlier call ended; ends in good
 * time.
 *
 * Memory stays the same for any number of messages. Notify's list comes by time and notices by their hash, so neither
 * finds the other's by walking along: fingerprints of attempts less those of messages are added up by the beginning of the
 * notice's id (count-page.ts). A message's notice is read only where that does not come to nothing, or where it was stored
 * within a minute of either end of what is counted.
 */
export async function countLedger(deps: Deps, remainingMs: () => number): Promise<void> {
  const begun = await begin(deps);
  if (!begun) return;
  let record = begun;
  try {
    while (remainingMs() > TIME_IN_HAND_MS) {
      let over = false;
      for (let page = 0; page < PAGES_A_WRITE && !over && remainingMs() > TIME_IN_HAND_MS; page += 1)
        over = await onePage(deps, record.under_way!);
      if (over) return await finish(deps, record);
      record = later(record, deps.now() + LEASE_MS);
      if (!(await deps.counts.write(record))) return;
    }
    await deps.counts.write(later(record, 0));
  } catch (error) {
    if (!(error instanceof NotAsked)) throw error;
    // What was counted since the last write is counted again; the next minute goes on.
    deps.alarm('notify-cannot-be-asked', { why: error.message });
  }
}

const later = (record: CountRecord, lease_until: number): CountRecord => ({
  ...record,
  under_way: { ...record.under_way!, lease_until },
  version: record.version + 1,
});

/** Takes the count that is under way, or a new one that is due. Null if there is nothing to do. */
async function begin({ counts, decided, hasApiKey, now }: Deps): Promise<CountRecord | null> {
  const at = now();
  const record = await counts.read();
  const { under_way, last, wanted_at } = record;
  const tooEarly = under_way && under_way.started_at < (wanted_at ?? 0);
  if (under_way && !tooEarly && under_way.lease_until > at) return null;
  // One that an earlier version of Crier began has other phases.
  const ofThisVersion = under_way !== null && under_way.phase in PHASES && 'total' in under_way.books;
  const goesOn = ofThisVersion && !tooEarly && at - under_way.started_at < TOO_OLD_MS;
  const due = (wanted_at !== null && (last?.started_at ?? 0) < wanted_at) || at - (last?.started_at ?? 0) >= EVERY_MS;
  if (!goesOn && !due && !under_way) return null;
  if (!(await hasApiKey())) return null; // nothing can be counted before there is a key, and nobody is woken for that
  const begun = goesOn ? under_way : fresh(at, await decided.runs(), last?.started_at ?? 0);
  const taken = later({ ...record, under_way: begun }, at + LEASE_MS);
  return (await counts.write(taken)) ? taken : null;
}

const fresh = (at: number, runs: readonly Run[], last: number): Counting => ({
  started_at: at,
  from: at - KEPT_MS,
  until: at,
  total: noSums(),
  runs: {},
  others: 0,
  found: [],
  books: noBooksYet(runs),
  new_runs: runsSince(runs, last),
  named: new Array<number>(COARSE_BUCKETS).fill(0),
  phase: 'messages',
  after: null,
  fingerprints: new Array<number>(BUCKETS).fill(0),
  unmatched: {},
  asked: 0,
  held_back: { unknown: 0, found: [] },
  lease_until: 0,
});

async function finish({ counts, alarm, counted, now }: Deps, record: CountRecord): Promise<void> {
  const { started_at, from, until, total, runs, others, found } = record.under_way!;
  const books = closed(record.under_way!, record.last?.books);
  const last = { started_at, finished_at: now(), from, until, total, runs, others, found, books };
  // If not: an officer asked for a newer count meanwhile, or another run went on with this one, and theirs stands.
  if (!(await counts.write({ ...record, under_way: null, last, version: record.version + 1 }))) return;
  const { missing, unknown, twice } = total;
  const { faults, lost } = books.total;
  const { planned, delivered, failed, blocked, expired, cancelled, open } = booksOf(books.total, []);
  counted({ planned, delivered, failed, blocked, expired, cancelled, open, lost, missing, unknown, twice });
  if (differences(total) + faults + lost === 0) return;
  const notice = found[0]?.notice ?? books.found[0]?.notice ?? '';
  alarm('ledger-unbalanced', { missing, unknown, twice, faults, lost, notice });
}
