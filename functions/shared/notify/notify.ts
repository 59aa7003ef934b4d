import type { Channel } from '../../../contracts/channels.ts';

/** GOV.UK Notify as a port: what a sender needs of it, in outcomes that say what is known. */

/** One message to post. */
export type Message = {
  channel: Channel;
  /** A number or an email address: goes to Notify and nowhere else. A letter has its address on its pages. */
  to: string;
  /** The template's name. A letter has none at Notify: it is its own pages. */
  template: string;
  personalisation: Record<string, string>;
  /** The same on every try. Notify does not keep it unique: it only lets us ask. */
  reference: string;
  /** Of a text: the sender that it comes from, where that is not the service's own. */
  sms_sender_id?: string;
  /** What goes with it: the pages of a letter, or the file that an email links to. */
  pdf?: Uint8Array;
};

/** How many bytes Notify takes with a message. */
export const MOST_BYTES = { email: 2 * 1024 * 1024, letter: 5 * 1024 * 1024 } as const;

export type Postage = 'first' | 'second' | 'economy';

/**
 * What came of a post.
 * - `accepted`: Notify has stored it; a text as so many fragments, which it is billed by.
 * - `refused`: nothing was stored, and this message will never do on this channel.
 * - `set-up`: nothing was stored, because of how we or the service are set up. Nobody's fault but ours.
 * - `unknown`: nothing was stored, and we do not know the words that say why.
 * - `rate-limited`, `day-used-up`: nothing was stored; later it may.
 * - `not-stored`: no connection was made.
 * - `uncertain`: it left, and it is not known what came of it.
 */
export type Posted =
  | { kind: 'accepted'; notify_id: string; fragments?: number }
  | { kind: 'refused' | 'set-up' | 'unknown'; error: string }
  | { kind: 'rate-limited' | 'day-used-up' | 'not-stored' }
  | { kind: 'uncertain'; error: string };

/** A message that Notify has stored. */
export type Found = {
  notify_id: string;
  status: string;
  completed_at: number | null;
  fragments?: number;
  /** What a letter is billed as, once it has been printed. */
  cost_pence?: number;
};

export type NotifyPort = {
  /** Never rejects, and never resolves while the request may still leave: after `timeoutMs` its socket is destroyed. */
  post(message: Message, timeoutMs: number): Promise<Posted>;
  /** All messages with this reference (exact, same key type), newest first. Rejects if Notify cannot be asked. */
  find(reference: string): Promise<Found[]>;
};

/**
 * Statuses that Notify does not change any more. `sent` is one only where a country sends no receipts. Of a letter `received` says
 * that it was printed and posted; that it came back changes no status.
 */
const STATUS = {
  delivered: 'delivered',
  received: 'delivered',
  'permanent-failure': 'failed',
  'temporary-failure': 'failed',
  'technical-failure': 'failed',
  'validation-failed': 'failed',
  'virus-scan-failed': 'failed',
  cancelled: 'failed',
  'pending-virus-check': 'open',
  created: 'open',
  sending: 'open',
  pending: 'open',
  sent: 'open',
  accepted: 'open',
} as const satisfies Readonly<Record<string, 'delivered' | 'failed' | 'open'>>;

type Status = keyof typeof STATUS;
export type FailedStatus = { [Each in Status]: (typeof STATUS)[Each] extends 'failed' ? Each : never }[Status];

/** What a status means; undefined for one that Notify did not have when this was written. */
export const statusMeans = (status: string): 'delivered' | 'failed' | 'open' | undefined =>
  Object.hasOwn(STATUS, status) ? STATUS[status as Status] : undefined;
