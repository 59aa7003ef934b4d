import { CODES, type Code } from '../../../contracts/codes.ts';
import { REASONS, type Reason } from '../../../contracts/reasons.ts';
import type { DebtRow } from '../../register/debt.ts';
import type { Catalogue } from '../families/catalogue.ts';
import type { Channel, Decision, Notice, Reply, State, Step, Variant } from '../notice/notice.ts';

/**
 * What codes, reasons and states mean, for a council officer: one plain sentence each. Nothing decides by these words.
 */

/** What a resident who answered a text asked for, and what was done about it. */
export const REPLY_WORDS: Readonly<Record<Reply['word'], string>> = {
  STOP: 'Asked for no more texts. None goes to this number any more.',
  START: 'Asked for texts again.',
  WRONG: 'Said that we have the wrong number. It is not used any more.',
  OTHER: 'Something else: read it in GOV.UK Notify and answer.',
};

export const STATES: Readonly<Record<State, string>> = {
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
};

/** The same as lines of a history: what happened then. */
const STEPS: Readonly<Record<State, string>> = {
  ...STATES,
  sending: 'Being handed to GOV.UK Notify.',
  uncertain: 'GOV.UK Notify did not say whether it has it.',
  accepted: 'GOV.UK Notify took it.',
  failed: 'Not delivered this way.',
  refused: 'GOV.UK Notify would not take it this way.',
};

/** A code to choose from: "Breathing Space (S1)". */
export const codeName = (code: Code): string => {
  const { name } = CODES[code];
  return code === 'HOUSEHOLD' ? name : `${name} (${code})`;
};

/** Where recovery of a debt has come to. */
export const STAGES: Readonly<Record<DebtRow['stage_code'], string>> = {
  NONE: 'no reminder yet',
  REM1: 'first reminder',
  REM2: 'second reminder',
  FINAL: 'final notice',
  SUMMONS: 'summons',
  LO: 'liability order',
  AGENT: 'with enforcement agents',
};

const VARIANTS: Readonly<Record<Variant, string>> = {
  full: 'full wording',
  neutral: 'neutral wording, because the number or address was not verified in the last year',
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

const BY: Readonly<Record<Channel, string>> = { sms: 'by text', email: 'by email' };

type Standing = Pick<Notice, 'state' | 'codes' | 'reason' | 'detail'>;

/** What one row of a file led to, as it was decided then. Where its notice is by now, `noticeInWords` says. */
export function decisionInWords(
  decision: Pick<Decision, 'notice_type' | 'outcome' | 'variant' | 'codes' | 'reason' | 'due_at'>,
  catalogue: Catalogue,
): string {
  const { notice_type, outcome, variant, codes, reason, due_at } = decision;
  const title = notice_type === null ? '' : catalogue.title(notice_type);
  if (outcome === 'none') return `${title === '' ? '' : `${title}: not sent. `}${why(codes, reason)}`;
  const wording = variant === null ? '' : ` (${VARIANTS[variant]})`;
  return `${title} ${BY[outcome]}${wording}${due_at === null ? '' : `, due ${when(due_at)}`}.`;
}

/** What the state says in its own sentence is not said twice. */
const SAID: Partial<Record<State, string>> = { expired: 'expired', exhausted: 'no-further-channel' };

/** Why a notice stopped or waits: empty where there is nothing to say. */
export const whyInWords = ({
  state,
  codes,
  reason = null,
  detail,
}: Pick<Step, 'state' | 'codes' | 'detail'> & { reason?: Reason | null }): string =>
  why(codes, reason === SAID[state] ? null : reason, detail);

/** Where a notice stands, and why it stopped or waits. */
export const noticeInWords = (notice: Standing): string => `${STATES[notice.state]} ${whyInWords(notice)}`.trim();

/** One line of a notice's history. */
export const stepInWords = (step: Step): string =>
  [STEPS[step.state], whyInWords(step), noteInWords(step), timesInWords(step)].filter(Boolean).join(' ');

const noteInWords = ({ by, note }: Step): string => (note ? `${by} wrote: ${note}` : '');

const timesInWords = ({ times, first_at }: Step): string =>
  times && first_at ? `This happened ${times} times, first on ${when(first_at)}.` : '';

/** Where a row's notice is now, to stand in a list: "First reminder by text: Delivered." */
export function rowInWords(
  { codes, reason }: Pick<Decision, 'codes' | 'reason'>,
  notice: Notice | null,
  catalogue: Catalogue,
): string {
  if (!notice) return why(codes, reason);
  const by = notice.history.some(({ state }) => state === 'planned') ? ` ${BY[notice.channel]}` : '';
  return `${catalogue.title(notice.type)}${by}: ${noticeInWords(notice)}`;
}
