import { CODES, type Code } from '../codes.ts';
import { REASONS, type Reason } from '../reasons.ts';

/**
 * What codes, reasons and states mean, for a council officer: one plain sentence each, the same in answers, commands, pages and
 * reports. Nothing decides by these words.
 */

/** Where a notice may be, and how that is said. */
export const STATES = {
  planned: 'Scheduled.',
  sending: 'In progress: it is being handed to GOV.UK Notify.',
  uncertain: 'In progress: GOV.UK Notify did not say whether it has it, and is asked before anything else happens.',
  accepted: 'In progress: GOV.UK Notify is delivering it.',
  delivered: 'Delivered.',
  failed: 'Not delivered this way. Another number or email may be tried.',
  refused: 'GOV.UK Notify would not take it this way. Another number or email may be tried.',
  'set-aside': 'Waiting for an officer, who lets it go on or ends it.',
  exhausted: 'Not delivered. We have no other number or email to try.',
  blocked: 'Held.',
  expired: 'Too late: its date to pay by would have passed.',
  cancelled: 'Cancelled.',
  withheld: 'Cancelled: everything was done but the sending.',
} as const satisfies Readonly<Record<string, string>>;
export type State = keyof typeof STATES;

/** What a resident who answered a text asked for, and what was done about it. */
export const REPLY_WORDS = {
  STOP: 'Asked for no more texts. None goes to this number any more.',
  START: 'Asked for texts again.',
  WRONG: 'Said that we have the wrong number. It is not used any more.',
  NO: 'Said that something is not right. If it was about a closed request, that is open again.',
  OTHER: 'Something else: read it in GOV.UK Notify and answer.',
} as const satisfies Readonly<Record<string, string>>;
export type ReplyWord = keyof typeof REPLY_WORDS;

/** Where recovery of a debt has come to. */
export const STAGES = {
  NONE: 'no reminder yet',
  REM1: 'first reminder',
  REM2: 'second reminder',
  FINAL: 'final notice',
  SUMMONS: 'summons',
  LO: 'liability order',
  AGENT: 'with enforcement agents',
} as const satisfies Readonly<Record<string, string>>;
export type Stage = keyof typeof STAGES;

/** What is wrong with what is written down of a notice; its id stands before. */
export const FAULTS = {
  'unknown-state': 'is in a state that does not exist',
  'no-history': 'has no history',
  'first-step': 'has a history that does not begin with its planning',
  'last-step': 'is not in the state in which its history ends',
  lost: 'was decided on, and is not there',
} as const satisfies Readonly<Record<string, string>>;
/** What can be wrong with what is written down of a notice. `lost`: a decision names it, and it is not there. */
export type BookFault = keyof typeof FAULTS;

export type Variant = 'full' | 'neutral';

/** A code to choose from: "Breathing Space (S1)". */
export const codeName = (code: Code): string => {
  const { name } = CODES[code];
  return /^S\d/.test(code) ? `${name} (${code})` : name;
};

/** Why, in sentences: every code, then the reason, with GOV.UK Notify's own word for it. Empty if there is neither. */
export function why(codes: readonly Code[] = [], reason: Reason | null = null, detail?: string | null): string {
  const because = reason && REASONS[reason] + (detail ? ` (${detail})` : '');
  return [...codes.map((code) => CODES[code].words), ...(because ? [because] : [])].join(' ');
}

const londonTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant as an officer reads it: "Tuesday 29 September 2026 at 10:00", London time. */
export function when(instant: number): string {
  // Put together from its parts: the punctuation between them differs from one ICU to the next.
  const part = Object.fromEntries(londonTime.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part['weekday']} ${part['day']} ${part['month']} ${part['year']} at ${part['hour']}:${part['minute']}`;
}

const dateOnly = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** A London day, `YYYY-MM-DD`, as an officer reads it: "29 September 2026". What is no date stays as it is. */
export function day(date: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(midnight) ? date : dateOnly.format(midnight);
}

/** What officers call what a notice is about, and find it by. */
const MATTERS: Readonly<Record<string, string>> = {
  debt: 'account',
  claim: 'claim',
  request: 'report',
  booking: 'booking',
};
export const matterWord = (kind: string): string => MATTERS[kind] ?? 'reference';
