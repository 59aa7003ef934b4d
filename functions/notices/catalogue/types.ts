import type { Channel, NoticeType, Variant } from '../notice/notice.ts';

/** One Notify template: its wording lives here, with the notice type it belongs to. */
export type Wording = {
  /** The template's name in Notify, and how it is found there. */
  template: string;
  channel: Channel;
  variant: Variant;
  /** False for the version without a first name. */
  named: boolean;
  subject: string | null;
  body: string;
};

/** One notice type: an entry, not a code path. */
export type NoticeTypeEntry = {
  type: NoticeType;
  /** What it is, for people. */
  title: string;
  /** `cover` goes beside a notice that the law requires and the council posts; `courtesy` goes by itself. */
  standing: 'cover' | 'courtesy';
  /** The regulation behind the posted notice it accompanies, or null. */
  regulation: string | null;
  /** What on a row of the extract brings it about (format page, section 4). */
  trigger:
    | { stage: 'NONE'; date: 'missed_instalment_date'; working_days_after: number; at_most_days: number }
    | { stage: 'REM1' | 'REM2' | 'FINAL'; date: 'stage_date'; at_most_days: number };
  /** Pay-by date where the extract gives none: so many days after this date. `by_law`: and none may be earlier. */
  pay_by: { days: number; after: 'today' | 'trigger_date'; by_law: boolean };
  /** In the order in which they are tried. */
  channels: readonly Channel[];
  /** Days for which a verified address may have the full wording. */
  trust_days: number;
  /** S15: hours in which an address gets one notice of this family at most. */
  one_per_address_hours: number;
  /** The contact window it goes in, by its name in functions/shared/calendar. */
  window: 'recovery';
  wordings: readonly Wording[];
};
