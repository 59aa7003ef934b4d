import { londonDate } from './calendar/london.ts';
import type { Key } from './ids.ts';

/** The name of a matter: its kind, which is open, since a family brings its own, and the keyed hash of its reference. */
export type MatterName = { kind: string; id: Key };

/** What a notice is about, as a source tells of it: a debt, a claim, a service request, a booking. */
export type About = MatterName & {
  /** Only of a debt: whose account, and for which year. */
  account?: Key;
  bill_year?: string;
};

/**
 * The run of what events ask for: a day of one source's events is one, as a file is.
 * @param at the instant at which the event says it happened
 */
export const runOfEvents = (source: string, at: number): string => `events-${source}-${londonDate(at)}`;
