import { noticeTypes } from '../../../functions/notices/catalogue/catalogue.ts';
import type { NoticeType, State } from '../../../functions/notices/notice.ts';
import type { ReasonClass } from '../../../functions/performance/facts/fact.ts';

export type Tone = 'good' | 'bad' | 'waiting' | 'quiet';

/** GOV.UK Notify's statuses as a phone or an inbox would put it (Notify's own meanings). */
const STATUSES: Record<string, [words: string, tone: Tone]> = {
  created: ['On its way', 'waiting'],
  sending: ['On its way', 'waiting'],
  pending: ['On its way', 'waiting'],
  sent: ['Sent abroad', 'good'],
  delivered: ['Delivered', 'good'],
  'permanent-failure': ['Not delivered: no such number or address', 'bad'],
  'temporary-failure': ['Not delivered: switched off, full or out of reach', 'bad'],
  'technical-failure': ['Not delivered: a fault on the way', 'bad'],
};

export const statusWords = (status: string): { words: string; tone: Tone } => {
  const [words, tone] = STATUSES[status] ?? [status, 'waiting'];
  return { words, tone };
};

/** Where a notice is, as a tag. The open ones by what is open about them. */
const STATES: Record<State, [words: string, tone: Tone]> = {
  planned: ['Scheduled', 'waiting'],
  sending: ['In progress', 'waiting'],
  uncertain: ['In progress', 'waiting'],
  accepted: ['In progress', 'waiting'],
  failed: ['In progress', 'waiting'],
  refused: ['In progress', 'waiting'],
  delivered: ['Delivered', 'good'],
  exhausted: ['Failed', 'bad'],
  blocked: ['Held', 'quiet'],
  expired: ['Too late', 'quiet'],
  cancelled: ['Cancelled', 'quiet'],
  withheld: ['Cancelled', 'quiet'],
};

export const stateWords = (state: string | null): { words: string; tone: Tone } => {
  if (state === null) return { words: 'Nothing due', tone: 'quiet' };
  const [words, tone] = STATES[state as State] ?? [state, 'waiting'];
  return { words, tone };
};

export const STATE_NAMES = Object.entries(STATES).map(([value, [words]]) => ({ value, words }));

/** Classes of reasons why a notice is not sent. */
export const CLASSES: Record<ReasonClass, string> = {
  'welfare-or-legal': 'Welfare or law',
  'payment-or-balance': 'Payment or balance',
  'opted-out': 'Opted out',
  'no-contact-details': 'No way to reach them',
  window: 'Told already, or another of the household is',
  other: 'Other reasons',
};

/** What a notice is, in an officer's words. */
export const noticeTitle = (type: string | null): string =>
  type === null ? 'Nothing due' : (noticeTypes[type as NoticeType]?.title ?? type);

const CHANNELS: Record<string, string> = { sms: 'Text', email: 'Email', none: 'Not contacted' };
export const outcomeWords = (outcome: string): string => CHANNELS[outcome] ?? outcome;

/** 07700 900123, as people write it; anything else as it is. */
export function phoneWords(number: string): string {
  const digits = number.replace(/^\+44/, '0').replace(/\D/g, '');
  return /^07\d{9}$/.test(digits) ? `${digits.slice(0, 5)} ${digits.slice(5)}` : number;
}

const LONDON = 'Europe/London';
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: LONDON, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone: LONDON, weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: LONDON,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});

const moment = new Intl.DateTimeFormat('en-GB', {
  timeZone: LONDON,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** To the second: steps of a notice follow one another quickly. */
export const momentWords = (instant: string | number): string => moment.format(new Date(instant));
export const timeWords = (instant: string | number): string => clock.format(new Date(instant));
export const dayWords = (instant: string | number): string => day.format(new Date(instant));
/** "10:04" today, "Wed 30 Sept, 09:30" on another day. */
export function whenWords(instant: string | number, now: number): string {
  const today = day.format(now) === dayWords(instant);
  return today ? timeWords(instant) : `${shortDay.format(new Date(instant))}, ${timeWords(instant)}`;
}

export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
