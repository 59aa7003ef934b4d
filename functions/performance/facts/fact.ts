import type { Channel as NoticeChannel } from '../../../contracts/channels.ts';
import type { ReasonClass } from '../../../contracts/reasons.ts';

export type { FactsCouncil } from '../settings.ts';

/**
 * What performance is computed from. A fact is one line of NDJSON, a flat object. It is about no person, holds no free
 * text, and the same fact told twice is the same line but for `recorded`.
 */
export const MEASURES = [
  'contact',
  'contacts-counted',
  'day-covered',
  'satisfaction',
  'notice',
  'source-sent',
] as const;
export type Measure = (typeof MEASURES)[number];

export type Channel = 'telephone' | 'face_to_face' | 'email' | 'self_serve' | 'sms' | 'post';

/** What every fact says. Days are London days, `YYYY-MM-DD`. */
type Common = {
  /** A hash of its event's source and id: facts with the same id are the same fact. */
  id: string;
  /** The day it is about; for a count its first day. */
  day: string;
  /** The day it reached Crier. Of two copies the earlier one counts. */
  recorded: string;
  /** ONS code of the council. */
  area: string;
  /** What told it: the system's name in the council's configuration, or the event's own source. */
  source: string;
};

/** One contact. */
type Contact = { measure: 'contact'; service: string; channel: Channel };

/** Contacts from the first day to the last one, both included. A higher revision of a source replaces a lower one. */
type ContactsCounted = {
  measure: 'contacts-counted';
  /** `all`: the council's own total. */
  service: string;
  channel: Channel;
  from: string;
  to: string;
  contacts: number;
  revision: number;
};

/** A source has told all that it knows of this day: of one service, or of every one that it tells of (null). */
type DayCovered = { measure: 'day-covered'; service: string | null };

/** One answer, 1 (very dissatisfied) to 5 (very satisfied). */
type Satisfaction = { measure: 'satisfaction'; service: string; channel: Channel; score: number };

/** One step of one notice. Its steps have `notice` in common; the last of them says what has become of it. */
type Notice = {
  measure: 'notice';
  /** A hash of the notice's id: it joins the steps and leads back to no person. */
  notice: string;
  notice_type: string;
  outcome: 'planned' | 'sent' | 'served' | 'delivered' | 'failed' | 'blocked' | 'expired' | 'cancelled';
  /** Of `sent`, `served`, `delivered` and `failed`; null of the others. */
  channel: NoticeChannel | null;
  /** Of `blocked`, `expired` and `cancelled`: why it was not sent, as a class, since a single code could tell of a single resident; null of the others. */
  reason_class: ReasonClass | null;
  /** When it became so, RFC 3339, UTC. */
  at: string;
  /**
   * Of a text or email that was `sent`: the list price, which may be a fraction of a penny; of a letter that was
   * `delivered`: what Notify bills. Null where it is not known.
   */
  cost_pence: number | null;
  /** Of `delivered`: from the posting to the delivery; null where it is not known. */
  seconds: number | null;
  /** Of `served`: days from the day on which the law counts the document as issued to that on which it does as served; null of the others. */
  days_to_service: number | null;
  /** 1 if another channel was tried before. */
  fallback: 0 | 1;
};

/** What a source sent, and up to when its data went. */
type SourceSent = {
  measure: 'source-sent';
  rows: number;
  rejected: number;
  /** The day up to which the data goes; null where it was not told. */
  cutoff: string | null;
  /** When it was sent, RFC 3339, UTC. */
  at: string;
};

export type Fact = Common & (Contact | ContactsCounted | DayCovered | Satisfaction | Notice | SourceSent);

/** An event of which no fact can be made: its sender, what is wrong and what to do, without its content. */
export type Problem = {
  source: string;
  /** The event's id as its source wrote it; empty if it has none. */
  event: string;
  /** `not-an-event`, `unknown-type`, `invalid`, `future` or `unknown-council`. */
  code: string;
  text: string;
};
