import type { Period } from '../protect/periods.ts';
import type { Flag } from '../types.ts';

/** A count as it was told: day numbers, both included. */
export type Count = {
  source: string;
  id: string;
  area: string;
  service: string;
  channel: string;
  first: number;
  last: number;
  contacts: number;
  revision: number;
  recorded: string;
};

/** Single contacts of one day. */
export type DayOfContacts = { area: string; service: string; channel: string; day: number; contacts: number };

/** The first and the last day with single contacts of one service and channel. */
export type Reach = { area: string; service: string; channel: string; first: number; last: number };

/** Days, both included. */
export type Days = { first: number; last: number };

/** What was counted in a period. `last` is the day up to which it goes where that is before the period's end. */
export type Figure = {
  area: string;
  period: Period;
  start: string;
  service: string;
  channel: string;
  contacts: number;
  last: number | null;
};

export type Settled = { figures: Figure[]; problems: Flag[] };

export const ALL = 'all';
