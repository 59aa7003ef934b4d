// What the back office tells of people on the extract: before it is read, and later that morning.
import { daysBefore, TODAY, YEAR } from './day.ts';
import type { PeopleOfTheEvents } from './extract-people.ts';
import type { Row } from './people.ts';

let events = 0;
/** A CloudEvent of today, at a time of day in London. Ids count up in the order of calls. */
export const fact = (type: string, time: string, data: object) => ({
  specversion: '1.0',
  id: `sample-${String((events += 1)).padStart(4, '0')}`,
  source: 'revenues-benefits',
  type: `council.${type}.v1`,
  time: at(time),
  datacontenttype: 'application/json',
  data,
});
export const at = (time: string) => `${TODAY}T${time}+01:00`;

export const payment = (row: Row, time: string, more: object = {}) =>
  fact('payments.payment-received', time, {
    account_ref: row.account_ref,
    bill_year: YEAR,
    amount_pence: Math.round(Number(row.overdue_amount) * 100),
    paid_at: at(time),
    ...more,
  });
const optOut = ({ person_ref }: Row, time: string) =>
  fact('residents.opt-out-recorded', time, { person_ref, channel: 'sms', recorded_at: at(time) });

/** On Friday, by a card that the bank takes back on Tuesday. */
export const TAKEN_BACK = { paid_at: '2026-09-25T17:30:00+01:00' };

/** What happened after the extract was taken, and what is settled while texts go out. */
export function factsOf(people: PeopleOfTheEvents) {
  const { person_ref } = people.inBreathingSpace;
  const dispute = { scope: 'account', account_ref: people.inDispute.account_ref, bill_year: YEAR, code: 'S6', from: TODAY };
  const sinceLastNight = [
    ...people.havePaid.map((row, i) => payment(row, `08:${12 + i * 9}:00`, i === 0 ? TAKEN_BACK : {})),
    fact('recovery.hold-applied', '08:40:00', { scope: 'person', person_ref, code: 'S1', from: '2026-08-01', to: daysBefore(-1) }),
    fact('recovery.hold-applied', '08:55:00', dispute),
    optOut(people.optsOutOfTexts, '09:02:00'),
    optOut(people.optsOutOfOnlyWay, '09:05:00'),
    fact('residents.death-recorded', '09:20:00', { person_ref: people.hasDied.person_ref, recorded_at: at('09:20:00') }),
  ];
  const laterThatMorning = [fact('recovery.hold-released', '09:58:00', { ...dispute, ended_at: at('09:58:00') })];
  return { sinceLastNight, laterThatMorning };
}
