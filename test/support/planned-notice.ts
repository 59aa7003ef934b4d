import { dayInWords } from '../../functions/notices/catalogue/days-in-words.ts';
import type { Brake } from '../../functions/notices/notice/brake.ts';
import type { Notice, State, Step } from '../../functions/notices/notice/notice.ts';
import type { Recipient } from '../../functions/notices/rules/look.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { TUESDAY_TEN } from './builders.ts';

/** A key that a test can read: the name, as long as keys are. */
export const keyOf = (name: string): Key => name.padEnd(22, '-') as Key;

/** What Notify is given to know an attempt by. */
export const referenceOf = (name: string, channel: 'sms' | 'email'): string => `${keyOf(name)}.${channel}`;

const stepsTo = (state: State): Step[] => {
  const planned: Step = { at: TUESDAY_TEN, state: 'planned', by: 'plan-notices' };
  return state === 'planned' ? [planned] : [planned, { at: TUESDAY_TEN, state, by: 'test' }];
};

export const plannedNotice = (id: string, more: Partial<Notice> = {}): Notice => ({
  id: keyOf(id),
  type: 'ct.reminder.first',
  state: 'planned',
  about: { kind: 'debt', id: keyOf(`debt-${id}`), account: keyOf(`account-${id}`), bill_year: '2026-27' },
  person: keyOf(`person-${id}`),
  occasion: '2026-09-28',
  last_day: '2026-10-04',
  run: 'CT-1',
  channel: 'sms',
  variant: 'full',
  address: keyOf(`mobile-${id}`),
  due_at: TUESDAY_TEN,
  planned_at: TUESDAY_TEN,
  codes: [],
  reason: null,
  times_planned: 1,
  slot_at: null,
  claimed_at: null,
  lease_until: null,
  uncertain_since: null,
  asked: 0,
  attempts: {},
  crossed: [],
  history: stepsTo(more.state ?? 'planned'),
  version: 1,
  ...more,
});

export const recipientOf = (notice: Notice, more: Partial<Recipient> = {}): Recipient => ({
  channel: notice.channel,
  variant: notice.variant,
  to: notice.channel === 'sms' ? '+447700900123' : 'sam@example.org',
  address: notice.address,
  first_name: 'Sam',
  values: { dueDate: dayInWords(notice.occasion), payBy: dayInWords(notice.last_day as string) },
  last_day: notice.last_day,
  ...more,
});

/** Of a run that may go. */
export const aBrake = (more: Partial<Brake> = {}): Brake => ({
  run: 'CT-1',
  verdict: 'goes',
  why: [],
  weighed_at: TUESDAY_TEN,
  weight: { rows: 1, notices: 1, people_again: 0, asking: 0, asked_pence: 0 },
  whole: true,
  documents: {},
  slots: 0,
  version: 1,
  ...more,
});
