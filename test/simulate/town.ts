// What schedules of events are made of.

import type { Key } from '../../functions/shared/ids.ts';

/** What a fact stops once it is in the register: notices of such types, to or about such, on such a channel. */
export type Stop = { code?: string; person?: Key; matter?: Key; address?: Key; channel?: 'sms'; types?: RegExp };

/** One event of a source, so long after the begin of the schedule. */
export type Telling = {
  after: number;
  source: string;
  type: string;
  data: object;
  stop?: Stop;
  /** It takes back what the last telling with this name stopped. */
  ends?: string;
  name?: string;
  /** The instant at which what it stops may go again, by its date alone. */
  over_at?: number;
};

/** A text from a number, so long after the begin. */
export type Answer = { after: number; to: string; word: 'STOP' | 'WRONG' | 'NO' };

export type Resident = { ref: string; person: Key; mobile: string; email: string; lines: string[] };

export type Town = {
  residents: Resident[];
  tellings: Telling[];
  answers: Answer[];
  documents: { key: string; bytes: Buffer; late: boolean; changes: boolean }[];
  /** Names of every matter: of each kind that it may be. */
  matters: { kind: string; id: Key }[];
  /** What only the register, the documents and what is sent may have. */
  words: string[];
};
