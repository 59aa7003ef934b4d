import type { Code } from '../../../contracts/codes.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import type { DocumentName } from '../../shared/documents.ts';
import type { Key } from '../../shared/ids.ts';
import type { ForSource } from '../families/family.ts';
import type { Channel, Notice, Variant } from '../notice/notice.ts';

/** Everything a message needs, read from the register at the moment it is needed and kept nowhere else. */
export type Recipient = {
  channel: Channel;
  variant: Variant;
  /** The number or email itself. */
  to: string;
  address: Key;
  first_name: string;
  /** What fills the placeholders of its wording. */
  values: Record<string, string>;
  /** A London day, or null. */
  last_day: string | null;
  /** What an email links to, or a letter is. */
  document?: DocumentName;
  /** How the law counts a document that goes today: London days. */
  served?: { issued_on: string; deemed_served_on: string; act_by: string | null };
};

/** Why it may not go yet: its window is shut, or its source has to put something right. */
type WaitReason = Extract<Reason, 'outside-window' | ForSource>;

/** What a look at a notice says: that it may go, now or from when, and to whom, or why not (format page, section 7). */
export type Look =
  | { kind: 'go'; recipient: Recipient }
  | { kind: 'wait'; due_at: number; reason: WaitReason; recipient: Recipient }
  /** `over_on`: the London day on which the first of what blocks it is over by its date alone. */
  | { kind: 'blocked'; codes: Code[]; reason?: Reason; over_on?: string }
  | { kind: 'expired' }
  | { kind: 'cancelled'; reason: Reason };

/** Reads every hold, payment, opt-out, address and window again, consistently, as of an instant. */
export type LookAgain = (notice: Notice, at: number) => Promise<Look>;

/** Where a notice may go on after its channel failed: as `LookAgain`, for the next channel; null if there is none. */
export type LookAtNextChannel = (notice: Notice, at: number) => Promise<Look | null>;
