import type { Strictness } from './check.ts';

/** How the search for a cover may go about it. */
export type Way = {
  strictness: Strictness;
  lowest: 0 | 1;
  longer: boolean;
  /** Whether counts that stand in the clear in an earlier release, unchanged, may be hidden from this one on. */
  standing: boolean;
  /** Whether the cover holds in this release only: a reader does not know which hidden counts were corrected for it. */
  alone: boolean;
  /** Which patterns it is put together from. `loose`: products of which parts need not add up. */
  patterns: 'products' | 'swaps' | 'loose';
};

const HOW: Pick<Way, 'strictness' | 'patterns'>[] = [
  { strictness: 'nominal', patterns: 'products' },
  { strictness: 'nominal', patterns: 'swaps' },
  { strictness: 'true', patterns: 'loose' },
];

const all = (how: Pick<Way, 'lowest' | 'longer'>): Way[] =>
  HOW.map((each) => ({ ...each, ...how, standing: false, alone: false }));

/**
 * They are tried in this order until one finds a cover. A hidden count is known to be at least 1 where zeros are
 * published, so a cover that leaves each at 1 or more is better. But where days have one answer each there is none, and
 * longer periods are not to be lost for it: before hiding those (`longer`), counts may come down to 0, which is as much
 * as the missing row of a day without answers tells.
 */
export const WAYS: readonly Way[] = [
  ...all({ lowest: 1, longer: false }),
  ...all({ lowest: 0, longer: false }),
  ...all({ lowest: 1, longer: true }),
  ...all({ lowest: 0, longer: true }),
];

/**
 * After corrections, none of these may be left. A cover in this release alone then keeps a hidden count from everybody who
 * does not know which others were corrected; if need be with what stands in the clear in an earlier release. That may
 * have been corrected too, for all a reader knows, but corrections are rare, so it comes last.
 */
export const LAST_WAYS: readonly Way[] = [
  ...WAYS.map((each) => ({ ...each, alone: true })),
  ...WAYS.map((each) => ({ ...each, alone: true, standing: true })),
];
