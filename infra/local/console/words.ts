import { CHANNEL_WORDS, type Channel } from '../../../contracts/channels.ts';
import type { Code } from '../../../contracts/codes.ts';
import { codeName, matterWord } from '../../../contracts/officers/words.ts';
import type { ReasonClass } from '../../../contracts/reasons.ts';

export type Tone = 'good' | 'bad' | 'waiting' | 'quiet';

/** GOV.UK Notify's statuses as a phone or an inbox would put it (Notify's own meanings). */
const STATUSES: Record<string, [words: string, tone: Tone]> = {
  created: ['In progress', 'waiting'],
  sending: ['In progress', 'waiting'],
  pending: ['In progress', 'waiting'],
  sent: ['Sent abroad', 'good'],
  delivered: ['Delivered', 'good'],
  'permanent-failure': ['Failed: no such number or address', 'bad'],
  'temporary-failure': ['Failed: phone off, or inbox full', 'bad'],
  'technical-failure': ['Failed: a fault on the way', 'bad'],
};

/** Of letters: pages are checked, printed on the next working day, and posted. Nobody says that one arrived. */
const LETTER_STATUSES: typeof STATUSES = {
  created: ['Accepted, to be printed', 'waiting'],
  sending: ['Accepted, to be printed', 'waiting'],
  'pending-virus-check': ['Being checked', 'waiting'],
  delivered: ['Printed and posted', 'good'],
  'returned-letter': ['Came back', 'bad'],
  'validation-failed': ['Refused: its pages cannot be printed', 'bad'],
  'virus-scan-failed': ['Refused: it may hold a virus', 'bad'],
};

/** @param type of the message: a letter has statuses of its own */
export const statusWords = (status: string, type = 'sms'): { words: string; tone: Tone } => {
  const [words, tone] = (type === 'letter' ? LETTER_STATUSES : STATUSES)[status] ?? [status, 'waiting'];
  return { words, tone };
};

/** Classes of reasons why a notice is not sent. */
export const CLASSES: Record<ReasonClass, string> = {
  'welfare-or-legal': 'Welfare or law',
  'payment-or-balance': 'Payment or balance',
  'opted-out': 'Opted out',
  'no-contact-details': 'No number or email',
  window: 'Told already, or too late',
  overtaken: 'Overtaken by newer news',
  document: 'Its document did not go',
  'not-used': 'Not sent by this council',
  other: 'Other reasons',
};

export const sentBy = (channel: Channel): string => capital(CHANNEL_WORDS[channel]);

/** What holds a notice, by name: "Breathing Space (S1), Small balance (S18)". */
export const heldFor = (codes: readonly Code[]): string => codes.map(codeName).join(', ');

/** Why a notice failed, where nothing else is known. */
export const NO_OTHER_WAY = 'We have no other number or email to try.';

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

/** "Account 801000245", "Claim HB-260117". */
export const matterName = (kind: string, ref: string): string => `${capital(matterWord(kind))} ${ref}`;

export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

const currency = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
export const poundsWords = (pence: number): string => currency.format(pence / 100);

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
