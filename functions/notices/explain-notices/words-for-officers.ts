import { CHANNEL_WORDS } from '../../../contracts/channels.ts';
import { STATES, when, why } from '../../../contracts/officers/words.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import type { Catalogue } from '../families/catalogue.ts';
import type { Channel, Decision, Notice, State, Step, Variant } from '../notice/notice.ts';

/** What happened to a notice, one sentence each: a line of its history. Where it is now, `STATES` says. */
const STEPS: Readonly<Record<State, string>> = {
  ...STATES,
  sending: 'Being handed to GOV.UK Notify.',
  uncertain: 'GOV.UK Notify did not say whether it has it.',
  accepted: 'GOV.UK Notify took it.',
  failed: 'Not delivered this way.',
  refused: 'GOV.UK Notify would not take it this way.',
};

const VARIANTS: Readonly<Record<Variant, string>> = {
  full: 'full wording',
  neutral: 'neutral wording, because the number or address was not verified in the last year',
};

const by = (channel: Channel): string => `by ${CHANNEL_WORDS[channel]}`;

/** Of a letter Notify says no more than that it was printed and posted. */
const STATES_BY_POST: Partial<Record<State, string>> = {
  accepted: 'In progress: GOV.UK Notify checks, prints and posts it.',
  delivered: 'Printed and posted.',
  exhausted: 'Not printed, as far as anybody knows.',
};

/** Nobody says that a letter arrived. */
const STEPS_BY_POST: Partial<Record<State, string>> = { delivered: STATES_BY_POST.delivered! };

type Standing = Pick<Notice, 'state' | 'channel' | 'codes' | 'reason' | 'detail'>;

const stateInWords = ({ state, channel }: Pick<Notice, 'state' | 'channel'>): string =>
  (channel === 'letter' && STATES_BY_POST[state]) || STATES[state];

/** What one row of a file led to, as it was decided then. Where its notice is by now, `noticeInWords` says. */
export function decisionInWords(
  decision: Pick<Decision, 'notice_type' | 'outcome' | 'variant' | 'codes' | 'reason' | 'due_at'>,
  catalogue: Catalogue,
): string {
  const { notice_type, outcome, variant, codes, reason, due_at } = decision;
  const title = notice_type === null ? '' : catalogue.title(notice_type);
  if (outcome === 'none') return `${title === '' ? '' : `${title}: not sent. `}${why(codes, reason)}`;
  const wording = variant === null || notice_type?.endsWith('.document') ? '' : ` (${VARIANTS[variant]})`;
  return `${title} ${by(outcome)}${wording}${due_at === null ? '' : `, due ${when(due_at)}`}.`;
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
export const noticeInWords = (notice: Standing): string => `${stateInWords(notice)} ${whyInWords(notice)}`.trim();

/** One line of a notice's history. */
export const stepInWords = (step: Step, channel?: Channel): string =>
  [
    (channel === 'letter' && STEPS_BY_POST[step.state]) || STEPS[step.state],
    whyInWords(step),
    noteInWords(step),
    timesInWords(step),
  ]
    .filter(Boolean)
    .join(' ');

const noteInWords = ({ by: officer, note }: Step): string => (note ? `${officer} wrote: ${note}` : '');

const timesInWords = ({ times, first_at }: Step): string =>
  times && first_at ? `This happened ${times} times, first on ${when(first_at)}.` : '';

/** Where a row's notice is now, to stand in a list: "First reminder by text: Delivered." */
export function rowInWords(
  { codes, reason }: Pick<Decision, 'codes' | 'reason'>,
  notice: Notice | null,
  catalogue: Catalogue,
): string {
  if (!notice) return why(codes, reason);
  const way = notice.history.some(({ state }) => state === 'planned') ? ` ${by(notice.channel)}` : '';
  return `${catalogue.title(notice.type)}${way}: ${noticeInWords(notice)}`;
}
