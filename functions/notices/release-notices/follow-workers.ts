import { AHEAD_MS, HORIZON_MS, RELEASE_SLACK_MS, SLOT_TOLERANCE_MS } from '../notice/timing.ts';
import type { Day, Following } from '../store/ports.ts';
import { BUNCH } from './slots.ts';

/** How long a pace is watched before it is changed. */
const WATCHED_MS = 4_000;
/** Workers that take a message up within this after its slot keep up: SQS delays by whole seconds. */
const KEEP_UP_MS = 1_500;
/** Workers that take a message up later than this have too many waiting: two seconds more, and it would be given back. */
const NEARLY_LATE_MS = 3_000;
/** What was taken up is measured over so long, where the pace was the same: posts may take ten seconds, and come in tens. */
const MEASURED_MS = 10_000;
/** Until workers are seen not to keep up; for a while after they were; and from then on. */
const STEPS = { first: 2, careful: 1.1, later: 1.25 };
const CAREFUL_MS = 60_000;
const LOWEST = 0.2;
/** While it is not known what workers can do, so little is released ahead of them. */
const FEELER_MS = 2_000;

type Seen = {
  now: number;
  day: Day;
  /** The full pace. */
  most: number;
  /** The first slot that may be given now. */
  first: number;
};

/**
 * What workers keep up with. It begins at half the pace and is doubled while they do; when messages of this pace come late
 * for their slots, or nearly, it falls to what was taken up meanwhile, and is raised again step by step.
 */
export function followWorkers(before: Following | null, seen: Seen): Following {
  const { now, day, most, first } = seen;
  if (!before || now - before.last_slot_at > RELEASE_SLACK_MS) return beginning(before, seen);
  const { per_second, since } = before;
  const marks = withMark(before.marks, { at: now, taken: day.taken });
  const from = marks[0]!;
  const taken = day.taken - from.taken;
  if (now - from.at >= WATCHED_MS && taken >= BUNCH && fallBehind(before, day)) {
    const less = Math.max(LOWEST, Math.min(per_second, (taken * 1000) / (now - from.at)));
    const since = Math.max(first, workedOff(before, { ...seen, less }));
    return { ...before, marks: [{ at: now, taken: day.taken }], per_second: less, since, slowed_at: now };
  }
  if (per_second < most && now - since >= WATCHED_MS && keepUp(before, seen))
    return { ...before, marks, per_second: Math.min(most, per_second * stepAt(now, before)), since: first };
  return { ...before, marks };
}

/**
 * When workers are done with what waits for them already, at this pace, or all of it is late. Where nothing waits, they have
 * just taken up what waited as long, and the next would too.
 */
function workedOff(
  { per_second, last_slot_at }: Following,
  { now, day, first, less }: Seen & { less: number },
): number {
  if (day.upto >= last_slot_at) return first + Math.min(day.upto_at - day.upto, SLOT_TOLERANCE_MS);
  const waiting = ((last_slot_at - day.upto) * per_second) / 1000;
  return Math.min(now + (waiting * 1000) / less, last_slot_at + SLOT_TOLERANCE_MS + bunchMs(less));
}

/** After a pause it is not known what workers can do now; after one in which nothing was taken up, half as much is tried. */
function beginning(before: Following | null, { day, most, first }: Seen): Following {
  const stuck = before !== null && day.upto < before.last_slot_at;
  const known = before ? before.per_second * (stuck ? 0.5 : 1) : most;
  return {
    per_second: Math.max(LOWEST, Math.min(most / 2, known)),
    since: first,
    last_slot_at: first,
    slowed_at: 0,
    marks: [{ at: first, taken: day.taken }],
  };
}

/** Marks of what had been taken up, of which the oldest is as old as it takes to measure. */
function withMark(marks: Following['marks'], mark: Following['marks'][number]): Following['marks'] {
  const last = marks.at(-1);
  const all = last && mark.at - last.at < MEASURED_MS / 2 ? marks : [...marks, mark];
  const old = all.findLastIndex(({ at }) => mark.at - at >= MEASURED_MS);
  return all.slice(Math.max(0, old));
}

/** Messages of this pace came late, or nearly. */
const fallBehind = ({ since }: Following, { late, upto, upto_at }: Day): boolean =>
  late >= since || (upto >= since && upto_at - upto > NEARLY_LATE_MS);

/** Messages of this pace were taken up soon, and the next are not waiting. */
const keepUp = ({ since, per_second }: Following, { now, day: { upto, upto_at } }: Seen): boolean =>
  upto >= since + bunchMs(per_second) && upto_at - upto <= KEEP_UP_MS && now - upto - bunchMs(per_second) <= KEEP_UP_MS;

const stepAt = (now: number, { slowed_at }: Following): number => {
  if (slowed_at === 0) return STEPS.first;
  return now - slowed_at < CAREFUL_MS ? STEPS.careful : STEPS.later;
};

const bunchMs = (per_second: number) => (BUNCH * 1000) / per_second;

/** The last slot that may be given now: not far ahead of now, nor of what workers have taken up. */
export function furthestSlot(
  { per_second, last_slot_at, slowed_at, since }: Following,
  { now, day, most }: Omit<Seen, 'first'>,
): number {
  const isFeeling = slowed_at === 0 && per_second < most;
  const horizon = now + (isFeeling ? FEELER_MS : HORIZON_MS);
  if (day.upto >= last_slot_at) return horizon;
  const upto = Math.max(day.upto, isFeeling ? since : 0);
  return Math.min(horizon, upto + bunchMs(per_second) + (isFeeling ? FEELER_MS : AHEAD_MS));
}
