import { expect, test } from 'vitest';
import { toldWorld } from '../../../support/told-world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NO_DOCUMENTS = { look: async () => ({ ok: true, bytes: 1000 }) as const };

const inLondon = new Intl.DateTimeFormat('en-GB', {
  ...({ timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' } as const),
});
/** What a London clock and calendar show: told by ICU, not by the code that is tested. */
const shown = (instant: number): string => {
  const [date, time] = inLondon.format(instant).split(', ') as [string, string];
  return `${date.split('/').reverse().join('-')} ${time}`;
};
const plus = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
const weekdayOf = (date: string): number => new Date(`${date}T12:00:00Z`).getUTCDay();

/** Bank holidays in England from October 2026 to October 2027 (gov.uk). */
const HOLIDAYS = [
  ...['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31', '2027-08-30'],
];
const works = (date: string): boolean => ![0, 6].includes(weekdayOf(date)) && !HOLIDAYS.includes(date);
const lastWorkingBefore = (date: string): string => {
  const before = plus(date, -1);
  return works(before) ? before : lastWorkingBefore(before);
};
/** Christmas Eve has a morning. */
const isRecoveryDay = (date: string): boolean =>
  works(date) && weekdayOf(date) !== 5 && !(date.slice(5) > '12-24' || date.slice(5) < '01-03');
const firstFrom = (date: string, fits: (date: string) => boolean): string =>
  fits(date) ? date : firstFrom(plus(date, 1), fits);

/** Every day of a year with both clock changes. */
const YEAR = Array.from({ length: 365 }, (_, day) => plus('2026-10-05', day));

/** What is planned when an event tells of a day, some weeks before. */
async function dueFor(day: string, weeks: number, told: { source: string; type: string; data: object }) {
  const start = Date.parse(`${plus(day, -7 * weeks)}T09:00:00Z`);
  const world = toldWorld(start, NO_DOCUMENTS);
  const time = new Date(start).toISOString();
  const event = (id: string, source: string, type: string, data: object) =>
    world.tell({ ...{ specversion: '1.0', id, source, type, time, data } } as { source: string });
  const to = { channel: 'sms', to: '07700 900001', status: 'verified', changed_at: time };
  await event('c', 'revenues-benefits', 'council.residents.contact-changed.v1', {
    ...{ ...to, person_ref: 'P-1', first_name: 'Sam' },
  });
  await event('e', told.source, told.type, told.data);
  return (await world.notices()).map(({ type, state, due_at }) => `${type} ${state} ${shown(due_at)}`);
}

test('the reminder of a booking is due at four in the afternoon of the last working day before, all year', async () => {
  for (const day of YEAR) {
    const data = { booking_ref: 'B-1', person_ref: 'P-1', collect_on: day };
    const told = { source: 'waste-bookings', type: 'council.waste.collection-booked.v1', data };
    const planned = await dueFor(day, 3, { ...told, data: { ...data, booked_at: `${plus(day, -22)}T09:00:00Z` } });
    expect(planned).toEqual([`waste.booking.reminder planned ${lastWorkingBefore(day)} 16:00`]);
  }
});

test('the last chance before enforcement opens a fortnight before, at half past nine of a day for it, all year', async () => {
  for (const day of YEAR) {
    const data = { account_ref: '1', bill_year: '2026-27', person_refs: ['P-1'], referral_on: day };
    const told = { source: 'revenues-benefits', type: 'council.recovery.enforcement-planned.v1', data };
    const opens = firstFrom(plus(day, -14), isRecoveryDay);
    const inTime = opens <= plus(day, -7);
    const [planned] = await dueFor(day, 4, told);
    expect(planned).toBe(`ct.enforcement.last_chance ${inTime ? 'planned' : 'expired'} ${opens} 09:30`);
  }
});

test('reminders of evidence are due at half past nine of the first day for it from their own on, all year', async () => {
  for (const day of YEAR) {
    const document = { key: 'revenues-benefits/a.pdf', sha256: 'a'.repeat(64) };
    const data = {
      ...{ claim_ref: 'C-1', scheme: 'cts', person_ref: 'P-1', request_ref: 'R-1', due_by: day, document },
      sent_on: plus(day, -28),
    };
    const told = { source: 'revenues-benefits', type: 'council.benefits.evidence-requested.v1', data };
    const reminders = (await dueFor(day, 4, told)).filter((each) => each.startsWith('ben.evidence.reminder'));
    const due = [14, 5].map((days) => `${firstFrom(plus(day, -days), isRecoveryDay)} 09:30`);
    expect(reminders.map((each) => each.slice(-16))).toEqual(due);
  }
});
