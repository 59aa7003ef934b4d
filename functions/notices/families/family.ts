import type { Code } from '../../../contracts/codes.ts';
import type { Contract } from '../../../contracts/envelope.ts';
import { PAY_BY_TOO_EARLY } from '../../../contracts/files/recovery-extract.ts';
import type { MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { NoticeTypeEntry } from '../catalogue/types.ts';
import type { Notice, NoticeType } from '../notice/notice.ts';
import type { Context } from './context.ts';

/** A notice that a matter asks for. */
export type Ask = {
  type: NoticeType;
  person: Key;
  /** What tells it from another of its type to this person about this matter. */
  occasion: string;
  /** The last London day on which it may go; null: it is never too late. */
  last_day: string | null;
  /** What asks for it, a file or a day of events; left out: what told of the matter last. */
  run?: string;
  /** The last London day on which it may still be asked for. */
  not_after?: string;
  /** The instant from which it may go. */
  not_before?: number;
  /** Why nobody gets it any more, whatever else is known. A notice that waits since before its moment keeps it. */
  ended?: 'trigger-ended' | 'moment-passed' | 'no-reporter';
  /** Codes that its type heeds and that do not count this time. */
  spared?: readonly Code[];
  /** The document that a cover speaks of: if that does not go to this person, neither does this. */
  needs?: { type: NoticeType; occasion: string };
  document?: DocumentAsked;
  /** What it asks to be paid, where it asks for an amount. */
  asks_pence?: number;
};

/** A statutory document as its back office made it, and what the law counts its days from. */
export type DocumentAsked = {
  /** Its name in the documents bucket. */
  key: string;
  sha256: string;
  kind: 'bill' | 'reminder' | 'final-notice' | 'summons' | 'benefit-reply' | 'decision';
  /** A London day: pay by, appear on or reply by. Null: it names none. */
  act_by: string | null;
  /** Whether a decision states all that the law wants in it (SI 2006/213 Sch 9); true of whatever is no decision. */
  complete: boolean;
  /** Of a final notice: the newest days on which an instalment was missed and a reminder issued, as far as events tell. */
  follows?: { missed: string | null; reminder: string | null };
  /** The scheme that it is of, where its type alone does not say so. */
  scheme?: 'hb' | 'cts';
};

/** One person of a matter, and what they are to be told, if anything. */
export type Asked = { person: Key; ask: Ask | null; line?: number };

/** A code that applies; `stored_at` is when the register stored the event that brought it, if an event did. */
export type AppliedCode = {
  code: Code;
  stored_at: number | null;
  /** The last London day on which it applies, where it ends by its date alone. */
  until?: string | null;
};

/** Why a notice may wait for its source to put something right. */
const FOR_SOURCE = [PAY_BY_TOO_EARLY] as const;
export type ForSource = (typeof FOR_SOURCE)[number];
export const isForSource = (reason: string | null): boolean => FOR_SOURCE.some((each) => each === reason);

/** That a notice is still asked for: until when, and what it waits for its source to put right, if anything. */
export type Standing = {
  last_day: string | null;
  waits: ForSource | null;
  /** Where an event asks for it: as that asks for it now. */
  ask?: Ask;
};

/** When codes are asked for: as something is planned, or on a look at what was planned before. */
export type Moment = 'planning' | 'look';

/**
 * A fact on the bus that says a matter has changed, which is in the register by then; and in whose name it asks. Where its
 * contract names a matter, that is its subject, and the day of its source is the run.
 */
export type Bell = {
  contract: Contract;
  rings?: (data: unknown, time: string) => { matter: Key; run: string };
  /** Its run is a file's, of which `file-imported` tells once all of it is there. */
  of_file?: true;
};

/**
 * What is to be known of one kind of matter: nothing else in Crier knows what a debt is. Four pure functions, beside the
 * notice types that it has and the facts that ring for it.
 */
export type Family = {
  /** The kind of matter: `debt`. */
  matter: string;
  entries: readonly NoticeTypeEntry[];
  bells: readonly Bell[];
  /** What each person of the matter is to be told now, in the order in which its household is asked. */
  asks(view: MatterView, context: Context): Asked[];
  /** Whether the matter still asks for a notice. Null if it does not. */
  stands(notice: Notice, view: MatterView): Standing | null;
  /** Every code that applies to a person; those that the notice type heeds count. */
  codes(person: Key, view: MatterView, context: Context & { moment: Moment }): AppliedCode[];
  /** What fills the placeholders of its wordings, in words. */
  values(notice: Notice, view: MatterView): Record<string, string>;
};
