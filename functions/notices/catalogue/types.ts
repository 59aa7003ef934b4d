import type { Code } from '../../../contracts/codes.ts';
import type { Window } from '../../shared/calendar/windows.ts';
import type { Channel, NoticeType, Variant } from '../notice/notice.ts';

/** One Notify template: its wording lives here, with the notice type it belongs to. */
export type Wording = {
  /** The template's name in Notify, and how it is found there. */
  template: string;
  channel: Channel;
  variant: Variant;
  /** False for the version without a first name, which there always is. */
  named: boolean;
  subject: string | null;
  body: string;
};

/** One notice type: an entry, not a code path. What asks for it is for its family to say. */
export type NoticeTypeEntry = {
  type: NoticeType;
  /** What it is, for people. */
  title: string;
  /** `cover` goes beside a notice that the law requires and the council posts; `courtesy` goes by itself. */
  duty: 'cover' | 'courtesy';
  /** The regulation behind the posted notice it accompanies, or null. */
  regulation: string | null;
  /** In the order in which they are tried. */
  channels: readonly Channel[];
  /** Days for which a verified address may have the full wording; null: every address may. */
  trust_days: number | null;
  /** The codes that stop it, of those that its family finds. */
  heeds: readonly Code[];
  /** S15: hours in which an address gets one notice of this kind at most; null: as many as there are. */
  cap_hours: number | null;
  /** Whether one person of a household is told, or each. */
  household: 'one' | 'each';
  /** The contact window it goes in; null: at once. */
  window: Window | null;
  wordings: readonly Wording[];
};

const HOUR_MS = 3_600_000;

/** How long an address is kept for one notice of this kind, in milliseconds (S15); null: it is not. */
export const capOf = ({ cap_hours }: Pick<NoticeTypeEntry, 'cap_hours'>): number | null =>
  cap_hours === null ? null : cap_hours * HOUR_MS;

/** The wording of one notice type for a channel, a variant, and with or without a first name; undefined if it has none. */
export const wordingOf = (
  entry: NoticeTypeEntry,
  choice: Pick<Wording, 'channel' | 'variant' | 'named'>,
): Wording | undefined =>
  entry.wordings.find(
    (each) => each.channel === choice.channel && each.variant === choice.variant && each.named === choice.named,
  );
