import type { Flag } from '../flag.ts';
import type { Period } from '../protect/periods.ts';

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

/** The first and the last day with single contacts of one service and channel, by source. */
export type Reach = { area: string; source: string; service: string; channel: string; first: number; last: number };

/** A source has told all that it knows of a day: of one service, or of every one that it tells of (null). */
export type Covered = { area: string; source: string; service: string | null; day: number };

/** A day on which single contacts came from a source that has not covered it. */
export type Uncovered = { area: string; service: string; channel: string; day: number };

/** Days, both included. */
export type Days = { first: number; last: number };

/** What was counted in a period; null where that is not available, though it ought to be. `last` is the day up to which it goes where that is before the period's end. */
export type Figure = {
  area: string;
  period: Period;
  start: string;
  service: string;
  channel: string;
  contacts: number | null;
  last: number | null;
};

/** What was counted, where it is known. */
export type KnownFigure = Figure & { contacts: number };

export type Settled = { figures: Figure[]; problems: Flag[] };

export const ALL = 'all';

/** The services of which a year shows that they are not all there are, by area. */
export type NotAll = Record<string, string[][]>;
