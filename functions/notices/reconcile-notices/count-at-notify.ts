import type { Listed, ListNotify } from '../../shared/notify/list.ts';
import type { NotifyPort } from '../../shared/notify/notify.ts';
import type { Channel, Notice } from '../notice.ts';
import {
  type Counting,
  type CountRecord,
  type CountStore,
  type Difference,
  differences,
  noSums,
  postedAt,
  type Sums,
} from '../notify-count.ts';
import type { NoticeStore } from '../store.ts';
import { BUCKETS, bucketOf, ours } from './references.ts';

export type CountDeps = {
  store: Pick<NoticeStore, 'get' | 'all'>;
  notify: Pick<NotifyPort, 'find'>;
  list: ListNotify;
  counts: CountStore;
  alarm: (what: 'ledger-unbalanced' | 'notify-cannot-be-asked', details: Record<string, string | number>) => void;
  now: () => number;
};

const HOUR_MS = 3_600_000;
const EVERY_MS = 24 * HOUR_MS;

/** Notify deletes at 03:00 UTC what was stored before London's midnight seven days ago; a count may take an hour or two. */
const KEPT_MS = 7 * 24 * HOUR_MS - 2 * HOUR_MS;
/** After so long what Notify has deleted meanwhile would look as if it were missing: begin anew. */
const TOO_OLD_MS = 1.5 * HOUR_MS;

const LEASE_MS = 60_000;
const PAGES_A_WRITE = 10;
const TIME_IN_HAND_MS = 24_000; // a page of Notify's takes 20 s at most
const NAMED = 20;
const AT_ONCE = 10;
/** More than that cannot be looked up one by one: only what is found missing among them is told. */
const MOST_ASKED = 5_000;

/**
 * Counts what Notify has, page by page, against the notices: each attempt that Notify took and would still have must be
 * there, once. Once a day, and whenever somebody has asked. Goes on where an earlier call ended; ends in good time.
 *
 * Memory stays the same for any number of messages. Notify's list comes by time and notices by their hash, so neither
 * finds the other's by walking along: each message is looked up as a notice, and attempts less messages are added up by
 * the beginning of the notice's id. Where that does not come to nothing, those few attempts are asked for one by one, so
 * that what was posted during the count is not taken for missing.
 */
export async function countAtNotify(deps: CountDeps, remainingMs: () => number): Promise<void> {
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

/** Notify did not answer as it should. */
class NotAsked extends Error {}

const asking = async <T>(question: Promise<T>): Promise<T> => {
  try {
    return await question;
  } catch (error) {
    throw new NotAsked((error as Error).message);
  }
};

const later = (record: CountRecord, lease_until: number): CountRecord => ({
  ...record,
  under_way: { ...record.under_way!, lease_until },
  version: record.version + 1,
});

/** Takes the count that is under way, or a new one that is due. Null if there is nothing to do. */
async function begin({ counts, now }: CountDeps): Promise<CountRecord | null> {
  const at = now();
  const record = await counts.read();
  const { under_way, last, wanted_at } = record;
  const tooEarly = under_way && under_way.started_at < (wanted_at ?? 0);
  if (under_way && !tooEarly && under_way.lease_until > at) return null;
  const goesOn = under_way && !tooEarly && at - under_way.started_at < TOO_OLD_MS;
  const due = (wanted_at !== null && (last?.started_at ?? 0) < wanted_at) || at - (last?.started_at ?? 0) >= EVERY_MS;
  if (!goesOn && !due && !under_way) return null;
  const taken = later({ ...record, under_way: goesOn ? under_way : fresh(at) }, at + LEASE_MS);
  return (await counts.write(taken)) ? taken : null;
}

const fresh = (at: number): Counting => ({
  started_at: at,
  from: at - KEPT_MS,
  until: at,
  total: noSums(),
  runs: {},
  others: 0,
  found: [],
  phase: 'list',
  after: null,
  buckets: new Array<number>(BUCKETS).fill(0),
  asked: 0,
  held_back: { sums: [], found: [] },
  lease_until: 0,
});

/** One page of the present phase; whether the count is over. Changes the count in place. */
async function onePage(deps: CountDeps, count: Counting): Promise<boolean> {
  if (count.phase === 'list') {
    const page = await asking(deps.list(count.after));
    if (page.some(({ notify_id }) => notify_id === count.after)) throw new NotAsked('Notify gave the same page twice');
    for (let i = 0; i < page.length; i += AT_ONCE) await countMessages(deps, count, page.slice(i, i + AT_ONCE));
    count.after = page.at(-1)?.notify_id ?? null;
    if (page.length === 0) count.phase = 'notices';
    return false;
  }
  const { items, next } = await deps.store.all(count.after ?? undefined);
  const attempts = items.flatMap((notice) => attemptsIn(notice, count));
  if (count.phase === 'notices') for (const each of attempts) countAttempt(count, each);
  else await askFor(deps, count, attempts);
  count.after = next;
  if (next !== null) return false;
  const askNext = count.phase === 'notices' && count.buckets.some((left) => left > 0);
  count.phase = 'ask';
  return !askNext;
}

async function countMessages({ store }: CountDeps, count: Counting, page: Listed[]): Promise<void> {
  const known = await Promise.all(
    page.map(async ({ notify_id, reference }) => {
      const named = ours(reference);
      return { notify_id, named, notice: named && (await store.get(named.id)) };
    }),
  );
  for (const { notify_id, named, notice } of known) {
    if (!named) {
      count.others += 1;
      continue;
    }
    const attempt = notice?.attempts[named.channel];
    if (notice && attempt?.notify_id === notify_id) {
      if (inTime(notice, named.channel, count)) count.buckets[bucketOf(notice.id)]! -= 1;
      confirm(count);
    } else if (notice && attempt?.notify_id) {
      holdBack(count, { ...named, run: notice.run, difference: 'twice' });
    } else if (!notice || !UNDER_WAY.includes(notice.state)) {
      holdBack(count, { ...named, run: null, difference: 'unknown' });
    }
  }
}

/** Posted, or perhaps posted, a moment ago: what came of it is being found out. */
const UNDER_WAY = ['sending', 'uncertain'];

type Held = { id: string; channel: Channel; run: string | null; difference: Difference };

/**
 * What Notify stored before the first message that this Crier knows of is of an earlier one, or of another on the same
 * service. The list is newest first: a difference counts once an older message of ours has come.
 */
function holdBack(count: Counting, { id, channel, run, difference }: Held): void {
  const { sums, found } = count.held_back;
  const same = sums.find(([theRun, what]) => theRun === run && what === difference);
  if (same) same[2] += 1;
  else sums.push([run, difference, 1]);
  if (found.length < NAMED) found.push({ notice: id, channel, difference });
}

function confirm(count: Counting): void {
  const { sums, found } = count.held_back;
  if (sums.length === 0) return;
  for (const [run, difference, times] of sums) add(count, run, difference, times);
  count.found = [...count.found, ...found].slice(0, NAMED);
  count.held_back = { sums: [], found: [] };
}

function add(count: Counting, run: string | null, what: keyof Sums, times = 1): void {
  count.total[what] += times;
  if (run === null) return;
  count.runs[run] ??= noSums();
  count.runs[run][what] += times;
}

type Posted = { notice: Notice; channel: Channel; reference: string; notify_id: string };

const inTime = (notice: Notice, channel: Channel, { from, until }: Counting): boolean => {
  const at = postedAt(notice, channel);
  return at >= from && at <= until;
};

/** The attempts of a notice that Notify took and must still have. */
function attemptsIn(notice: Notice, count: Counting): Posted[] {
  return Object.entries(notice.attempts).flatMap(([name, { notify_id, reference, outcome }]) => {
    const channel = name as Channel;
    const taken = notify_id !== undefined && outcome !== undefined && outcome !== 'refused';
    return taken && inTime(notice, channel, count) ? [{ notice, channel, reference, notify_id }] : [];
  });
}

function countAttempt(count: Counting, { notice }: Posted): void {
  count.buckets[bucketOf(notice.id)]! += 1;
  add(count, notice.run, 'attempts');
  add(count, notice.run, 'stored');
}

async function askFor({ notify }: CountDeps, count: Counting, attempts: Posted[]): Promise<void> {
  const doubted = attempts.filter(({ notice }) => count.buckets[bucketOf(notice.id)]! > 0);
  for (let i = 0; i < doubted.length && count.asked < MOST_ASKED; i += AT_ONCE) {
    const group = doubted.slice(i, i + AT_ONCE);
    const answers = await asking(Promise.all(group.map(({ reference }) => notify.find(reference))));
    count.asked += group.length;
    for (const [j, { notice, channel, notify_id }] of group.entries()) {
      if (answers[j]!.some((each) => each.notify_id === notify_id)) continue;
      add(count, notice.run, 'missing');
      add(count, notice.run, 'stored', -1);
      if (count.found.length < NAMED) count.found.push({ notice: notice.id, channel, difference: 'missing' });
    }
  }
}

async function finish({ counts, alarm, now }: CountDeps, record: CountRecord): Promise<void> {
  const { started_at, from, until, total, runs, others, found } = record.under_way!;
  const last = { started_at, finished_at: now(), from, until, total, runs, others, found };
  // If not: somebody asked for a newer count meanwhile, or went on with this one, and theirs stands.
  if (!(await counts.write({ ...record, under_way: null, last, version: record.version + 1 }))) return;
  const { missing, unknown, twice } = total;
  if (differences(total) > 0) alarm('ledger-unbalanced', { missing, unknown, twice, notice: found[0]?.notice ?? '' });
}
