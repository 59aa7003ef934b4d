import type { BrakeWhy, WaitingDocuments } from '../../../contracts/officers/brake.ts';

/** What a run has led to, added up. */
export type Weight = {
  /** Rows of its file that could be read; of a day of events, what it has decisions on. */
  rows: number;
  /** Planned, so that somebody would be told. */
  notices: number;
  /** People with more than one of them. */
  people_again: number;
  /** Notices that ask for an amount, and all their amounts. */
  asking: number;
  asked_pence: number;
};

/** Statutory documents among them, by type: how many, and the first last day. */
export type Documents = Record<string, Pick<WaitingDocuments, 'notices' | 'first_act_by'>>;

/**
 * Whether the notices of a run may go: found by its weight, and by an officer where it waits. A run without one has not been
 * weighed, and nothing of it goes.
 */
export type Brake = {
  run: string;
  verdict: 'goes' | 'waits' | 'released' | 'cancelled';
  why: BrakeWhy[];
  weighed_at: number;
  weight: Weight;
  /** Nothing more comes to it: a forecast can go by it. */
  whole: boolean;
  documents: Documents;
  /** Of a day of events, which goes on: weighed again once so many of its notices have had a slot. */
  upto?: number;
  slots: number;
  /** Whoever let it go, or ended it. */
  word?: { officer: string; reason: string; at: number };
  /** Where the ending of its notices has come to; null once it is through. */
  ended_upto?: string | null | undefined;
  version: number;
};

/** Whether notices of a run have to wait for a word: it waits, or will never go. */
export const isHeldUp = (brake: Brake | null): boolean => brake?.verdict === 'waits' || brake?.verdict === 'cancelled';

/** Nobody knows yet whether it may go, or so many have gone that it has to be weighed again. */
export const isToBeWeighed = (brake: Brake | null): boolean =>
  brake === null || (brake.verdict === 'goes' && brake.upto !== undefined && brake.slots >= brake.upto);
