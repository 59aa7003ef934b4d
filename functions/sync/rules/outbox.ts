import { addDays, londonDate, londonInstant } from '../../shared/calendar/london.ts';

/** Where the files of one subscriber stand: written on condition of its version. */
export type Outbox = {
  version: number;
  /** Of the last file that was settled. */
  number: number;
  /** When that was, or when files were first looked for: what is scheduled counts from here. */
  since: number;
  /** A worker is at it until then. Only work that is done twice depends on it. */
  busy_until: number;
  /** The key of what file `number` holds, until it is written and on record. */
  settled: string | null;
};

/** Longer than a file of ten thousand rows takes. */
const BUSY_MS = 60_000;

export const noOutbox = (now: number): Outbox => ({ version: 1, number: 0, since: now, busy_until: 0, settled: null });

/** The first instant after `since` at which a London clock shows this time: once a day, whatever the clock change does. */
export function nextScheduled(schedule: string, since: number): number {
  const today = londonDate(since);
  const at = londonInstant(today, schedule);
  return at > since ? at : londonInstant(addDays(today, 1), schedule);
}

export const taken = (outbox: Outbox, now: number): Outbox => ({
  ...outbox,
  version: outbox.version + 1,
  busy_until: now + BUSY_MS,
});

/** What the next file holds is settled, as of an instant. */
export const settledAs = (outbox: Outbox, key: string, at: number): Outbox => ({
  ...outbox,
  version: outbox.version + 1,
  number: outbox.number + 1,
  since: at,
  settled: key,
});

/** The file is there, and all that it told is on record. */
export const written = (outbox: Outbox): Outbox => ({
  ...outbox,
  version: outbox.version + 1,
  busy_until: 0,
  settled: null,
});
