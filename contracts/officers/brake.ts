import * as z from 'zod';
import { day, when } from './words.ts';

/** Why a run waits: what was found, and what the same weekday's last runs of its source, or the configuration, lead one to expect. */
export type BrakeWhy = {
  measure: 'first-run' | 'notices' | 'share' | 'people-again' | 'amount' | 'undecided';
  found: number;
  expected: number;
};

/** Statutory documents of a run that waits: of one type, how many, and the first of the last days that they give their readers. */
export type WaitingDocuments = { notice_type: string; title: string; notices: number; first_act_by: string };

/** What the brake says of a run. */
export type BrakeView = {
  verdict: 'goes' | 'waits' | 'released' | 'cancelled';
  since: string;
  /** One sentence each; empty if there was nothing to wait for. */
  why: string[];
  /** Those with the earliest day first: waiting costs their readers the time that the law gives them. */
  documents: WaitingDocuments[];
  /** The officer who let it go, or ended it. */
  word: { officer: string; reason: string; at: string } | null;
};

/** `POST /officers/runs/release` and `POST /officers/runs/cancel`: which run, and why. The officer is whose token it is. */
export const runDecided = z.object({
  run: z.string().trim().min(1).max(300),
  reason: z.string().trim().min(1).max(300),
  /** A colleague for whom the officer does it. */
  by: z.string().trim().min(1).max(100).optional(),
});
export type RunDecided = z.input<typeof runDecided>;

export type RunDecidedView = { run: string; brake: BrakeView };

/** A run that waits for an officer. */
export type WaitingRun = { run: string; brake: BrakeView };

const number = (count: number) => count.toLocaleString('en-GB');
const pounds = (pence: number) => `£${number(Math.round(pence / 100))}`;

const WORDS: Readonly<Record<BrakeWhy['measure'], (found: number, expected: number) => string>> = {
  'first-run': (found, expected) =>
    `It has ${number(found)} notices, and no run of this weekday to compare them with: a first run has ${number(expected)} at most.`,
  notices: (found, expected) =>
    `It has ${number(found)} notices. The last runs of this weekday lead one to expect ${number(expected)}.`,
  share: (found, expected) =>
    `It has ${number(found)} notices. With as many rows as it has, the last runs of this weekday would have had ${number(expected)}.`,
  'people-again': (found, expected) =>
    `${number(found)} people would be told more than once. The last runs of this weekday lead one to expect ${number(expected)}.`,
  amount: (found, expected) =>
    `Its notices are about ${pounds(found)} on average. Those of the last runs of this weekday were about ${pounds(expected)}.`,
  undecided: (found) => `${number(found)} of its rows are not decided yet, so nobody knows what it leads to.`,
};

export const brakeWhyInWords = ({ measure, found, expected }: BrakeWhy): string => WORDS[measure](found, expected);

/** "12 Summons: their first last day is 3 November 2026." */
const documentsInWords = ({ title, notices, first_act_by }: WaitingDocuments): string =>
  `Documents with a last day, which waiting brings nearer: ${number(notices)} × ${title}, the first by ${day(first_act_by)}.`;

/** What a run waits for, in sentences: its documents with a last day first. Empty unless it waits or an officer has decided. */
export function brakeInWords({ verdict, since, why, documents, word }: BrakeView): string[] {
  const said = word && `by ${word.officer} on ${when(Date.parse(word.at))}: ${word.reason}`;
  switch (verdict) {
    case 'goes':
      return [];
    case 'waits':
      return [`It waits for an officer since ${when(Date.parse(since))}.`, ...documents.map(documentsInWords), ...why];
    case 'released':
      return [`It waited, and was released ${said}`];
    case 'cancelled':
      return [`It waited, and was cancelled ${said}`];
  }
}

/** The commands that decide about a run that waits. */
export const runCommands = (run: string): string[] =>
  ['release', 'cancel'].map((each) => `npm run crier -- ${each} "${run}" --by NAME --why "TEXT"`);
