import type { Code } from '../../../contracts/codes.ts';
import type { Books, Fault } from '../../../contracts/officers/ledger.ts';
import type { BookFault } from '../../../contracts/officers/words.ts';
import type { Notice, State } from '../notice/notice.ts';
import { faultOf, PLACE } from './book-keeping.ts';

/** How many faults are named. */
export const FAULTS_NAMED = 20;

/** Notices added up. What is 0 is left out: it is kept for each run of a year. */
export type Tally = {
  states: Partial<Record<State, number>>;
  /** How many of the blocked each code holds. */
  held: Record<string, number>;
  /** Accepted, and Notify has not been asked about it yet since. */
  unasked: number;
  /** In a state in which its history does not end, and the like. */
  faults: number;
  /** Named by a decision, and not there. */
  lost: number;
};

export const noTally = (): Tally => ({ states: {}, held: {}, unasked: 0, faults: 0, lost: 0 });

const oneMore = <Name extends string>(sums: Partial<Record<Name, number>>, name: Name) => {
  sums[name] = (sums[name] ?? 0) + 1;
};

/** What a ledger needs to know of a notice. */
export type Line = { state: State; codes: readonly Code[]; unasked: boolean; fault: BookFault | null };

export const lineOf = (notice: Notice): Line => ({
  state: notice.state,
  codes: notice.state === 'blocked' ? notice.codes : [],
  unasked: notice.state === 'accepted' && notice.asked === 0,
  fault: faultOf(notice),
});

export function addTo(tally: Tally, { state, codes, unasked, fault }: Line): void {
  oneMore(tally.states, state);
  for (const code of codes) oneMore(tally.held, code);
  if (unasked) tally.unasked += 1;
  if (fault !== null) tally.faults += 1;
}

/** @param named the first of the tally's faults */
export function booksOf({ states, held, unasked, faults, lost }: Tally, named: readonly Fault[]): Books {
  const sums = { delivered: 0, failed: 0, blocked: 0, expired: 0, cancelled: 0, open: 0 };
  const open_by_state: Books['open_by_state'] = {};
  let there = 0;
  for (const [state, count] of Object.entries(states) as [State, number][]) {
    there += count;
    if (!Object.hasOwn(PLACE, state)) continue;
    sums[PLACE[state]] += count;
    if (PLACE[state] === 'open') open_by_state[state] = count;
  }
  const sum = Object.values(sums).reduce((total, each) => total + each, 0);
  return {
    planned: there + lost,
    ...sums,
    lost,
    open_by_state,
    withheld: states.withheld ?? 0,
    accepted_unasked: unasked,
    held,
    balanced: sum === there + lost && faults + lost === 0,
    faults: named.slice(0, FAULTS_NAMED),
  };
}
