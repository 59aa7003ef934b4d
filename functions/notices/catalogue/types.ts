import type { Code } from '../../../contracts/codes.ts';
import type { Window } from '../../shared/calendar/windows.ts';
import type { Cap } from '../notice/claim.ts';
import type { Channel, NoticeType, Variant } from '../notice/notice.ts';

/** One Notify template: its wording lives here, with the notice type it belongs to. */
export type Wording = {
  /** The template's name in Notify, and how it is found there. */
  template: string;
  channel: Channel;
  variant: Variant;
  subject: string | null;
  body: string;
  /** It asks for an answer, so it goes from a number that can be replied to. */
  invites_reply?: true;
};

/** One notice type: an entry, not a code path. What asks for it is for its family to say. */
export type NoticeTypeEntry = {
  type: NoticeType;
  /** What it is, for people. */
  title: string;
  /** `statutory` is a notice that the law requires, `cover` goes beside one, `courtesy` goes by itself. */
  duty: 'statutory' | 'cover' | 'courtesy';
  /** The regulation behind it, or behind the notice that it accompanies; null: there is none. */
  regulation: string | null;
  /** In the order in which they are tried. */
  channels: readonly Channel[];
  /**
   * Which addresses may be used: `full-or-neutral` every one, but for the full wording one that was verified lately;
   * `verified` only such a one; `given` every one, with the full wording; `agreed` one that its owner has agreed to for this
   * purpose (an e-service consent).
   */
  trust: 'full-or-neutral' | 'verified' | 'given' | 'agreed';
  /** What an e-service consent must be for; `scheme`: the scheme of its event; null: it needs none. */
  purpose: 'ct-statutory' | 'hb' | 'cts' | 'scheme' | null;
  /** The codes that stop it, of those that its family finds. */
  heeds: readonly Code[];
  /** S15; null: an address gets as many as there are. */
  cap: Cap | null;
  /** Whether one person of a household is told, or each. */
  household: 'one' | 'each';
  /** The contact window it goes in; null: at once. */
  window: Window | null;
  /** In the order in which they are tried. The last of each channel and variant can always be said: without a name, and short. */
  wordings: readonly Wording[];
};

const HOUR_MS = 3_600_000;

/** How long an address is kept for one notice of this kind, in milliseconds (S15); null: it is not. */
export const capOf = ({ cap }: Pick<NoticeTypeEntry, 'cap'>): number | null =>
  cap === null ? null : cap.hours * HOUR_MS;
