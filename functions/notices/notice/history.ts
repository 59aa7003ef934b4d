import type { Step } from './notice.ts';

/**
 * A notice's history with one more step. What repeats is counted and not written out, so that it stays small however often a
 * notice is given back: a step like the one before it, and a whole round from being planned to being planned again like one
 * that was before. A round may be moved behind later ones, since each begins and ends with being planned; the first stays.
 */
export function withStep(history: readonly Step[], step: Step): Step[] {
  const last = history.at(-1);
  if (last && isLike(last, step)) return [...history.slice(0, -1), counted(last, step)];
  const all = [...history, step];
  if (step.state !== 'planned') return all;
  const rounds = roundsOf(all);
  const newest = rounds.at(-1) as Step[];
  const before = rounds.findIndex((round, i) => i > 0 && i < rounds.length - 1 && isSameRound(round, newest));
  if (before < 0) return all;
  const both = newest.map((each, i) => counted(rounds[before]?.[i] as Step, each));
  return [...rounds.slice(0, before), ...rounds.slice(before + 1, -1), both].flat();
}

/** Rounds end where the notice was planned again. */
function roundsOf(history: readonly Step[]): Step[][] {
  const rounds: Step[][] = [[]];
  for (const [i, step] of history.entries()) {
    rounds.at(-1)?.push(step);
    if (step.state === 'planned' && i < history.length - 1) rounds.push([]);
  }
  return rounds;
}

const isSameRound = (one: readonly Step[], other: readonly Step[]): boolean =>
  one.length === other.length && one.every((step, i) => isLike(step, other[i] as Step));

const kindOf = ({ state, by, reason, detail, codes, facts_at }: Step) =>
  JSON.stringify([state, by, reason, detail, codes, facts_at]);
const isLike = (one: Step, other: Step): boolean => kindOf(one) === kindOf(other);

const counted = (before: Step, again: Step): Step => ({
  ...again,
  times: (before.times ?? 1) + (again.times ?? 1),
  first_at: before.first_at ?? before.at,
});
