import type { Difference } from '../../../contracts/officers/ledger.ts';
import type { Key } from '../../shared/ids.ts';
import type { Listed } from '../../shared/notify/list.ts';
import { namedBy } from '../../shared/notify/reference.ts';
import { type Counting, noSums, postedAt, type Sums } from '../ledger/notify-count.ts';
import type { Channel, Notice } from '../notice/notice.ts';
import type { NoticeStore } from '../store/ports.ts';

export type ReadsNotices = { store: Pick<NoticeStore, 'get'> };

/** A message of Notify's list that has a reference of ours. */
export type Message = Omit<Listed, 'reference'> & { reference: string; id: Key; channel: Channel };

export const oursIn = (page: Listed[]): Message[] =>
  page.flatMap(({ reference, ...rest }) => {
    const named = namedBy(reference);
    return reference !== null && named ? [{ ...rest, reference, ...named }] : [];
  });

/** An attempt of a notice. */
export type Posted = { notice: Notice; channel: Channel; reference: string; notify_id: string };

const inTime = (notice: Notice, channel: Channel, { from, until }: Counting): boolean => {
  const at = postedAt(notice, channel);
  return at >= from && at <= until;
};

/** The attempts of a notice that Notify took and must still have. */
export const attemptsIn = (notice: Notice, count: Counting): Posted[] =>
  Object.entries(notice.attempts).flatMap(([name, { notify_id, reference, outcome }]) => {
    const channel = name as Channel;
    const taken = notify_id !== undefined && outcome !== undefined && outcome !== 'refused';
    return taken && inTime(notice, channel, count) ? [{ notice, channel, reference, notify_id }] : [];
  });

/** So near the first or the last instant of a count, a message and its attempt may stand on different sides of it. */
const EDGE_MS = 60_000;

/** Where a message stands by when Notify stored it: well within what is counted, well outside, or too near either end to say. */
export function placeOf({ stored_at }: Message, { from, until }: Counting): 'within' | 'edge' | 'outside' {
  if (stored_at > from + EDGE_MS && stored_at < until - EDGE_MS) return 'within';
  return stored_at < from - EDGE_MS || stored_at > until + EDGE_MS ? 'outside' : 'edge';
}

/** Posted, or perhaps posted, a moment ago: what came of it is being found out. */
const UNDER_WAY = ['sending', 'uncertain'];

/** What a message is to the notice that its reference names. */
export function standingOf(
  { notify_id, channel }: Message,
  notice: Notice | null,
  count: Counting,
): 'counted' | 'out-of-time' | 'under-way' | Exclude<Difference, 'missing'> {
  const known = notice?.attempts[channel]?.notify_id;
  if (notice && known === notify_id) return inTime(notice, channel, count) ? 'counted' : 'out-of-time';
  if (known) return 'twice';
  return notice && UNDER_WAY.includes(notice.state) ? 'under-way' : 'unknown';
}

/** Adds to the sums of all, and of a run. */
export function add(count: Counting, run: string | null, what: keyof Sums, times = 1): void {
  count.total[what] += times;
  if (run === null) return;
  count.runs[run] ??= noSums();
  count.runs[run][what] += times;
}
