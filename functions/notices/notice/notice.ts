import type { Channel } from '../../../contracts/channels.ts';
import type { Code } from '../../../contracts/codes.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import type { DocumentName } from '../../shared/documents.ts';
import type { Key } from '../../shared/ids.ts';
import type { About } from '../../shared/matter.ts';
import type { ReceiptMessage, ReturnedMessage } from '../../shared/notify/receipt.ts';

/** The life of a notice (design, section 6). Instants are milliseconds since 1970, dates London days. */
export const STATES = [
  'planned', // due at `due_at`; once that has come it is given a slot and a message on the send queue
  'sending', // claimed by a worker
  'uncertain', // posted, and it is not known whether Notify has it
  'accepted', // Notify has it
  'delivered',
  'failed', // for good on this channel; may go on by the next
  'refused', // Notify will never take this message on this channel; may go on by the next
  'set-aside', // Notify refused it in words that we do not know: an officer lets it go on, or ends it
  'exhausted', // no channel is left
  'blocked',
  'expired',
  'cancelled',
  'withheld', // everything was done but the posting: shadow stage, or not on the allow-list
] as const;
export type State = (typeof STATES)[number];

/** States that nothing leaves without a new fact from outside. */
export const FINAL: readonly State[] = ['delivered', 'exhausted', 'blocked', 'expired', 'cancelled', 'withheld'];

/** Stopped before anything was sent: its dedupe key and its address are free again (S19, S15). */
export const STOPPED_UNSENT: readonly State[] = ['blocked', 'expired', 'cancelled'];

export type { Channel };
export type Variant = 'full' | 'neutral';
/** An entry of the catalogue: `ct.reminder.first`. */
export type NoticeType = string;

/** One message on one channel. */
export type Attempt = {
  /** `<notice id>.<channel>`, the same on every try: what Notify is asked by. */
  reference: string;
  address: Key;
  notify_id?: string;
  posted_at?: number;
  /** Of a statutory document that went this way: London days. */
  served?: { issued_on: string; deemed_served_on: string };
  /** The claim under which it was posted, once the notice has gone on to another channel. */
  claimed_at?: number;
  outcome?: 'accepted' | 'refused' | 'delivered' | 'failed';
  /** Notify's own status or error name, never its text. */
  detail?: string;
  /** What a text is billed as. */
  fragments?: number;
  /** What a letter is billed as. */
  cost_pence?: number;
};

/** One line of a notice's history: what it became, when, by which function, and why. */
export type Step = {
  /** When it happened; the last time, if it did more than once. */
  at: number;
  state: State;
  by: string;
  codes?: Code[];
  reason?: Reason;
  /** What GOV.UK Notify itself called it: a status or the name of an error, never its text. */
  detail?: string;
  /** What an officer wrote for their colleagues. */
  note?: string;
  facts_at?: number;
  /** How often, and since when, if more than once. */
  times?: number;
  first_at?: number;
};

/**
 * One thing one person may be told. Holds no contact data: the address is read from the register when it is used.
 */
export type Notice = {
  id: Key;
  type: NoticeType;
  state: State;
  about: About;
  person: Key;
  /** What tells it from another of its type to the same person about the same matter: a date, a stage, a reference. */
  occasion: string;
  /** The last London day on which it may go; null: it is never too late. */
  last_day: string | null;
  /** The run that asked for it last, by its name. */
  run: string;
  channel: Channel;
  variant: Variant;
  /** Keyed hash of the address it is to go to. */
  address: Key;
  /** What it has taken of its address (S15), where that is not the address itself. */
  claim?: Key;
  /** The address it was to go to before, until the notice that waits for that one has it. */
  left?: Key;
  /**
   * The document that it brings, by its sum, and how long it was when it was planned: its name, which may say whom it is for, is
   * the register's.
   */
  document?: Pick<DocumentName, 'sha256'> & { bytes?: number };
  /** The notice of the document that it speaks of: it goes once that has gone. */
  speaks_of?: Key;
  /** Of a document, by the law: when it is issued and counts as served, and by when its reader is to act; London days. */
  issued_on?: string;
  deemed_served_on?: string;
  act_by?: string | null;
  due_at: number;
  planned_at: number;
  codes: Code[];
  reason: Reason | null;
  /** What GOV.UK Notify itself called it. */
  detail?: string;
  /** Counts up each time it is planned; what is on an agenda or a queue under an older number is void. */
  times_planned: number;
  /** The slot for which it was claimed. */
  slot_at: number | null;
  claimed_at: number | null;
  /** Until when the claim holds: at least the function's timeout. */
  lease_until: number | null;
  /** The last instant at which a post could have left, while it is not known what came of it. */
  uncertain_since: number | null;
  /** How often Notify has been asked about the present attempt since it was accepted. */
  asked: number;
  /** When Notify is asked the next time, once it has been asked. */
  ask_at?: number;
  /** Blocked by what ends by its date alone: decided for again on this London day. */
  over_on?: string;
  /** Stopped, and what follows from that is not all done yet. */
  unfinished?: true;
  attempts: Partial<Record<Channel, Attempt>>;
  /** Facts stored between the claim and the posting, which could not stop it: codes with both times. */
  crossed: { code: Code; fact_at: number; claimed_at: number }[];
  history: Step[];
  /** Counts up at every write: the condition of the next. */
  version: number;
};

/** No sender has it, and it has no slot. */
export const UNCLAIMED = { slot_at: null, claimed_at: null, lease_until: null } as const satisfies Partial<Notice>;

/**
 * A list of notices and when to look at them: those to release, and those to be made sure of. Every notice that is not
 * final stands on one.
 */
export type Agenda = { list: ReleaseList | 'make-sure' | WaitingList; at: number };
export type ReleaseList = 'release-statutory' | 'release-courtesy';
/** Those that would be released but for the brake on their run. */
export type WaitingList = `${ReleaseList} of ${string}`;

/** One notice on an agenda, under the number of times that it was planned, or is about to have been. */
export type Entry = {
  id: Key;
  times_planned: number;
  /** Since when it is waited for that it be written at all. */
  awaited_since?: number;
};

/** Entries that are looked at together, and where they stand. */
export type AgendaPage = { list: Agenda['list']; at: number; key: string; entries: Entry[] };

/** What was decided for one person of a matter, kept for each run. In the words of the extract's own decisions. */
export type Decision = {
  /** Of the file, where a file asked. */
  line: number | null;
  /** As its source names the matter: of a debt, the account. */
  matter_ref: string;
  person_ref: string;
  person: Key;
  bill_year: string | null;
  notice_type: NoticeType | null;
  /** Where an event asked: about what, and its occasion as its source writes it. */
  kind?: string;
  occasion?: string;
  outcome: Channel | 'none';
  variant: Variant | null;
  codes: Code[];
  reason: Reason | null;
  due_at: number | null;
  notice_id: Key | null;
  /** What it asks to be paid, where it asks for an amount. */
  asks_pence?: number;
  /** Of a statutory document: by when its reader is to act; a London day. */
  act_by?: string;
};

/** All decisions of one run about one matter. */
export type MatterDecision = {
  run: string;
  matter: Key;
  /** Which state of the matter was decided on: its own order, and which events of the run it had. */
  told_at: number;
  events?: string;
  decided_at: number;
  decisions: Decision[];
};

/** What is kept of an answer to a text. Its words are kept nowhere but at GOV.UK Notify. */
export type Reply = {
  /** Keyed hash of the number that it came from. */
  address: Key;
  word: 'STOP' | 'START' | 'WRONG' | 'NO' | 'OTHER';
  /** When Notify received it, milliseconds since 1970. */
  at: number;
  notify_id: string | null;
  /** The notice that went to this number last, and what it is about, where there is one. */
  notice: Key | null;
  about: About | null;
};

/** A run: what a file, or a day of a source's events, led to. */
export type Run = {
  name: string;
  file: string;
  /** The layout of its file, or the source of its events: runs of one source are compared. */
  source: string;
  imported_at: number;
  /** Null of a day of a source's events, which is no file: as many as it has decisions. */
  rows: number | null;
  rejected: number;
};

/** The message from release-notices to send-notices. */
export type SendMessage = { notice: Key; times_planned: number; slot_at: number };

/** The messages to track-notices: receipts and returned letters from Notify (by reference), and what send-notices could not place. */
export type TrackMessage = ReceiptMessage | ReturnedMessage | { kind: 'refused'; notice: Key; channel: Channel };

/** The message to reconcile-notices: ask about this one; without a notice, go through the agenda. */
export type ReconcileMessage = { notice?: Key };

/** The message to release-notices. Its content does not matter: it looks at what is due. */
export type WakeMessage = { wake: true };

/** Whether any message of this notice was ever at Notify. */
export const wasSent = ({ attempts }: Notice): boolean =>
  Object.values(attempts).some(({ outcome }) => outcome !== undefined && outcome !== 'refused');
