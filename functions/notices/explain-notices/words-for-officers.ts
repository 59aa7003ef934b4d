import { PAY_BY_TOO_EARLY } from '../../../contracts/files/recovery-extract.ts';
import type { DebtRow } from '../../register/register.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import type { Channel, Decision, Notice, NoticeType, Reply, State, Step, Variant } from '../notice/notice.ts';

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

/** Suppression codes: why somebody is left alone. */
export const CODES: Readonly<Record<string, string>> = {
  S1: 'Breathing Space protects this debt: nobody on it may be chased.',
  S2: 'We have been told that this person has died.',
  S3: 'Insolvency (a bankruptcy, an IVA or a debt relief order) protects this debt: nobody on it may be chased.',
  S4: 'This person is marked as vulnerable: an officer decides what they are sent.',
  S5: 'A payment arrangement is being kept on this debt.',
  S6: 'The bill is disputed or under appeal.',
  S7: 'A discount or exemption has not been decided yet.',
  S8: 'A payment was made in the last three working days and may not show on the account yet.',
  S9: 'A Council Tax Support claim has not been decided yet.',
  S10: 'Somebody acts for this person, such as an appointee or an executor, and is to be contacted instead.',
  S11: 'This person needs safe contact: nothing goes to them without an officer.',
  S12: 'There is no mobile number or email address that can be used.',
  S13: 'This person has opted out of every number and email address that could be used.',
  S15: 'This number or email address has already had a recovery notice in the last seven days.',
  S16: 'Enforcement agents have the case.',
  S17: 'The figures are too old: payments had not been posted for more than 24 hours.',
  S18: 'The balance is below the amount that the council chases.',
  S19: 'This notice was already planned from an earlier file.',
  S20: 'A live Direct Debit pays this bill.',
  S21: 'An officer has put recovery on hold.',
  S22: 'This person has moved away.',
  HOUSEHOLD: 'Another person who is liable for the same bill gets this notice.',
};

/** Other reasons why nothing is sent. */
export const REASONS: Readonly<Record<string, string>> = {
  'no-trigger': 'Nothing needs saying today: no reminder has just gone out and no instalment was just missed.',
  expired: 'The date to pay by would have passed before it could be sent.',
  stale: 'Newer figures for this debt had already arrived.',
  'trigger-ended': 'A newer file no longer asks for it.',
  shadow: 'This stage sends nothing yet.',
  'allow-list': 'This person is not among those whom this stage may reach.',
  crossed: 'Something that would have stopped it was learned too late.',
  // Why it waits again.
  'outside-window': 'It may only be sent at certain hours on working days.',
  [PAY_BY_TOO_EARLY]:
    'The file gives a date to pay by that is earlier than the law allows, so nobody is told it: the sender must put it right.',
  'pay-by-corrected': 'A newer file put its date to pay by right.',
  'late-for-slot': 'Its turn had passed, so it gets another.',
  'no-time-left': 'There was no time left to send it safely, so it gets another turn.',
  'address-changed': 'The number or email address had changed.',
  'stopped-officer': 'An officer had stopped all sending.',
  'stopped-set-up': 'All sending had stopped, because something is wrong with the set-up in GOV.UK Notify.',
  'rate-limited': 'GOV.UK Notify asked for a slower pace.',
  'day-used-up': 'The limit for the day at GOV.UK Notify was used up.',
  'stopped-template':
    'Its wording had stopped, because GOV.UK Notify refused several in words that Crier does not know.',
  'smoke-test':
    'GOV.UK Notify takes messages to this number or address, and sends none: it is one of its own for tests.',
  'no-connection': 'GOV.UK Notify could not be reached, so it has nothing of this.',
  unknown: 'GOV.UK Notify refused it in words that Crier does not know.',
  'set-up': 'GOV.UK Notify refused it because of how Crier is set up there: sending waits until that is put right.',
  'officer-let-go': 'An officer let it go on.',
  'officer-ended': 'An officer ended it.',
  'next-channel': 'It goes another way.',
  'no-further-channel': 'We have no other number or email to try.',
  // What GOV.UK Notify said or did not say.
  'no-answer': 'GOV.UK Notify did not answer.',
  'no-id': 'GOV.UK Notify gave an answer that nobody can read.',
  'lease-over': 'Whoever was sending it did not report back.',
  'found-at-notify': 'When it was asked, it had it.',
  'not-at-notify': 'When it was asked, it did not have it.',
  'no-receipt': 'It never said what became of it.',
  'permanent-failure': 'There is no such number or address.',
  'temporary-failure': 'The phone was off or the inbox full for too long.',
  'technical-failure': 'There was a fault on the way to the phone or inbox.',
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

/** Codes by name, to choose from: "Breathing Space (S1)". */
const CODE_NAMES: Readonly<Record<string, string>> = {
  S1: 'Breathing Space',
  S2: 'Death',
  S3: 'Insolvency',
  S4: 'Vulnerable',
  S5: 'Payment arrangement',
  S6: 'Disputed bill',
  S7: 'Discount or exemption undecided',
  S8: 'Recent payment',
  S9: 'Council Tax Support claim',
  S10: 'Somebody acts for them',
  S11: 'Safe contact',
  S12: 'No number or email',
  S13: 'Opted out',
  S15: 'Told within seven days',
  S16: 'Enforcement agents',
  S17: 'Figures too old',
  S18: 'Small balance',
  S19: 'Told already',
  S20: 'Direct Debit',
  S21: 'Recovery on hold',
  S22: 'Moved away',
  HOUSEHOLD: 'Another person of the household is told',
};

export const codeName = (code: string): string => {
  const name = Object.hasOwn(CODE_NAMES, code) ? CODE_NAMES[code]! : 'Another reason';
  return /^S\d/.test(code) ? `${name} (${code})` : name;
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

/** A code or reason without words of its own is shown as it is: a new one must not hide. */
function sentence(table: Readonly<Record<string, string>>, word: string): string {
  if (Object.hasOwn(table, word)) return table[word]!;
  // Followed by Notify's own name for the fault.
  const prefix = ['set-up', 'unknown'].find((each) => word.startsWith(`${each}-`));
  return prefix ? `${table[prefix]} (${word.slice(prefix.length + 1)})` : `Reason: ${word}.`;
}

/** Why, in sentences: every code, then the reason. Empty if there is neither. */
export const why = (codes: readonly string[] = [], reason?: string | null): string =>
  [...codes.map((code) => sentence(CODES, code)), ...(reason ? [sentence(REASONS, reason)] : [])].join(' ');

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

/** What a notice is called: "First reminder". The statutory notice itself is always posted. */
export const noticeTitle = (type: NoticeType): string => noticeTypes[type]?.title ?? type;

type Standing = Pick<Notice, 'state' | 'codes' | 'reason'>;

/** What one row of a file led to, as it was decided then. Where its notice is by now, `noticeInWords` says. */
export function decisionInWords(
  decision: Pick<Decision, 'notice_type' | 'outcome' | 'variant' | 'codes' | 'reason' | 'due_at'>,
): string {
  const { notice_type, outcome, variant, codes, reason, due_at } = decision;
  const title = notice_type === null ? '' : noticeTitle(notice_type);
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
  reason,
}: Pick<Step, 'state' | 'codes'> & { reason?: string | null }): string =>
  why(codes, reason === SAID[state] ? null : reason);

/** Where a notice stands, and why it stopped or waits. */
export const noticeInWords = (notice: Standing): string => `${STATES[notice.state]} ${whyInWords(notice)}`.trim();

/** One line of a notice's history. */
export const stepInWords = (step: Step): string =>
  [STEPS[step.state], whyInWords(step), timesInWords(step)].filter(Boolean).join(' ');

const timesInWords = ({ times, first_at }: Step): string =>
  times && first_at ? `This happened ${times} times, first on ${when(first_at)}.` : '';

/** Where a row's notice is now, to stand in a list: "First reminder by text: Delivered." */
export function rowInWords({ codes, reason }: Pick<Decision, 'codes' | 'reason'>, notice: Notice | null): string {
  if (!notice) return why(codes, reason);
  const by = notice.history.some(({ state }) => state === 'planned') ? ` ${BY[notice.channel]}` : '';
  return `${noticeTitle(notice.type)}${by}: ${noticeInWords(notice)}`;
}
