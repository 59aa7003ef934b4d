// Seven years on the real adapters: what goes, when, and what must not.

import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPIRES, RETENTION, type Retained } from '../../contracts/retention.ts';
import { intakeTable } from '../../functions/intake/table.ts';
import { decisionsTable } from '../../functions/notices/store/decisions-table.ts';
import { noticesTable } from '../../functions/notices/store/notices-table.ts';
import { DECISIONS, NOTICES } from '../../functions/notices/store/table.ts';
import { wordOnContact } from '../../functions/register/contacts.ts';
import { matterOfDebt } from '../../functions/register/debt.ts';
import { registerReader } from '../../functions/register/reader.ts';
import { registerTable } from '../../functions/register/register-table.ts';
import { REGISTER } from '../../functions/register/table.ts';
import { type Ask, sweepTable } from '../../infra/local/engine/dynamodb/expiry.ts';
import { aDebt, aRow, TUESDAY_TEN } from '../support/builders.ts';
import { dynamoDb } from '../support/dynamodb.ts';
import { aDecision } from '../support/officers.ts';
import { plannedNotice } from '../support/planned-notice.ts';
import { testKey } from '../support/register.ts';

const DAY_MS = 24 * 3_600_000;
const YEARS = 7;

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

async function council() {
  let clock = TUESDAY_TEN;
  const names = {
    register: await db.table(REGISTER),
    notices: await db.table(NOTICES),
    decisions: await db.table(DECISIONS),
    intake: await db.table(REGISTER),
  };
  const ask: Ask = (operation, input) =>
    db.documents.send(
      (operation === 'Scan' ? new ScanCommand(input as never) : new DeleteItemCommand(input as never)) as never,
    ) as Promise<Record<string, unknown>>;
  return {
    now: () => clock,
    names,
    read: registerReader(db.documents, names.register),
    write: registerTable(db.documents, names.register, () => clock),
    notices: noticesTable(db.documents, names.notices),
    decisions: decisionsTable(db.documents, names.decisions),
    intake: intakeTable(db.documents, names.intake),
    /** Time goes by, and what may go then goes. */
    async pass(days: number) {
      clock += days * DAY_MS;
      const keys = ['pk', 'sk'];
      // What DynamoDB has not deleted yet is not missed either: a delete that finds nothing is none.
      for (const name of Object.values(names)) await sweepTable(ask, { name, attribute: EXPIRES, keys }, clock);
    },
  };
}

const debtOf = (account_ref: string, extracted_at: number) =>
  matterOfDebt(aDebt([aRow({ account_ref, person_ref: `P-${account_ref}` })], { extracted_at }));
const nameOf = (account_ref: string) => debtOf(account_ref, 0).about;
const account = (ref: string) => ({ account: testKey('account', ref) });

describe('in seven years', () => {
  test('a debt that is told of goes on being found, one that is not goes with its contact data, after 90 days', async () => {
    const { read, write, pass, now } = await council();
    const lastOf: Record<string, number> = { STAYS: YEARS * 365, LEAVES: 400 };
    const found: Record<string, number> = { STAYS: 0, LEAVES: 0 };
    for (let day = 0; day < YEARS * 365; day += 21) {
      for (const [ref, last] of Object.entries(lastOf)) {
        if (day <= last) await write.keep(debtOf(ref, now()));
        const links = await read.mattersOf(account(ref));
        const matter = await read.matter(nameOf(ref));
        // Never a link of one that is told of that leads nowhere, nor one that has no link.
        if (day <= last) expect([links.length, matter?.matter.people.length]).toEqual([1, 1]);
        if (matter) found[ref] = day;
      }
      await pass(21);
    }
    expect(found['STAYS']).toBeGreaterThan(YEARS * 365 - 22);
    expect(found['LEAVES']).toBeGreaterThanOrEqual(400);
    expect(found['LEAVES']).toBeLessThanOrEqual(400 + 90);
    expect(await read.mattersOf(account('LEAVES'))).toEqual([]);
  });

  test('what people told of how to reach them goes, but for those with a matter; what they chose, and what is wrong, stays', async () => {
    const { read, write, pass, now } = await council();
    const people = { open: testKey('person', 'P-OPEN'), none: testKey('person', 'P-NONE') };
    const told = async (person: typeof people.open) => {
      const of = { subject: { person }, source: 'portal', at: now(), instant: now() };
      const word = (channel: 'sms' | 'email', written: string, status: 'verified' | 'wrong-person') =>
        write.fact({
          kind: 'contact',
          ...of,
          channel,
          value: wordOnContact({ channel, written, status, changed_at: now() }, testKey),
        });
      await word('sms', '07700 900001', 'verified');
      await word('email', 'old@example.org', 'wrong-person');
      await write.fact({ kind: 'first-name', ...of, value: { first_name: 'Sam' } });
      const format = { format: 'braille', language: 'en' } as const;
      await write.fact({ kind: 'format', ...of, value: format });
      await write.fact({ kind: 'opt-out', subject: { person }, channel: 'email', source: 'portal', at: now() });
    };
    await told(people.open);
    await told(people.none);
    for (let week = 0; week < 60; week += 1) {
      await write.keep(debtOf('OPEN', now()));
      await pass(7);
      // Somebody without a matter is seen through one that names them for the first time: it is told now.
    }
    await write.keep(debtOf('NONE', now()));
    const of = async (ref: string, person: typeof people.open) => (await read.matter(nameOf(ref)))?.people.get(person);
    const [open, none] = [await of('OPEN', people.open), await of('NONE', people.none)];
    expect([open?.contacts.sms?.to, open?.first_name]).toEqual(['+447700900001', 'Sam']);
    expect([none?.contacts.sms, none?.first_name]).toEqual([undefined, null]);
    for (const each of [open, none])
      expect(each).toMatchObject({
        ...{ format: { format: 'braille' }, opt_outs: { email: {} } },
        contacts: { email: { to: null, status: 'wrong-person', speaks_of: testKey('address', 'old@example.org') } },
      });
    for (let week = 0; week < 60; week += 1) await pass(7);
    await write.keep(debtOf('OPEN', now()));
    expect((await of('OPEN', people.open))?.contacts.sms).toBeUndefined();
  });

  test('whom the law says to leave alone is left alone, and old payments are forgotten', async () => {
    const { read, write, pass, now } = await council();
    const subject = account('A1');
    const person = testKey('person', 'P-A1');
    await write.fact({ kind: 'opt-out', subject: { person }, channel: 'sms', source: 'portal', at: now() });
    await write.fact({ kind: 'death', subject: { person }, source: 'registrars', at: now() });
    const hold = testKey('hold', 'open');
    const value = {
      code: 'S3',
      bill_year: null,
      from: '2026-09-01',
      to: null,
      review_on: null,
      ended_at: null,
    } as const;
    await write.fact({ kind: 'hold', subject, hold, at: now(), value: { ...value, source: 'insolvency' } });
    const ended = testKey('hold', 'ended');
    const over = { ...value, ended_at: now(), source: 'benefits' };
    await write.fact({ kind: 'hold', subject, hold: ended, at: now(), value: over });
    for (let month = 0; month < YEARS * 12; month += 1) {
      const paid_on = new Date(now()).toISOString().slice(0, 10);
      const paid = { bill_year: '2026-27', amount_pence: 1, paid_on, reversal: false, source: 'cash' };
      const payment = testKey('payment', String(month));
      await write.fact({ kind: 'payment', subject, payment, at: now(), value: paid });
      await pass(30);
    }
    await write.keep(debtOf('A1', now()));
    const view = await read.matter(nameOf('A1'));
    const told = view?.people.get(person);
    expect([told?.opt_outs.sms, told?.death].map(Boolean)).toEqual([true, true]);
    expect(view?.told.holds.map((each) => each.hold)).toEqual([hold]);
    expect(view?.told.payments.length).toBeGreaterThan(0);
    expect(view?.told.payments.length).toBeLessThanOrEqual(4);
  });

  test.each<[string, Retained, number]>([
    ['notice', 'notice', 6 * 365],
    ['decision', 'decision with a notice', 6 * 365],
    ['decision that led to nothing', 'decision without one', 90],
    ['event', 'id at a door', 30],
  ])('a %s is there as long as the table says, and not longer', async (what, kind, least) => {
    const { notices, decisions, intake, pass, now } = await council();
    const notice = plannedNotice('n1', { planned_at: now(), history: [] });
    const decision = (notice_id: typeof notice.id | null) => ({
      ...{ run: 'R1', matter: notice.about.id, told_at: now(), decided_at: now() },
      decisions: [aDecision({ notice_id })],
    });
    const event = { source: 'cash', id: 'e1', digest: 'd', order: { time: '2026-09-29T10:00:00Z' }, at: now() };
    const kinds: Record<string, { put(): Promise<unknown>; isThere(): Promise<boolean> }> = {
      notice: { put: () => notices.put(notice), isThere: async () => (await notices.get(notice.id)) !== null },
      decision: {
        put: () => decisions.putDecision(decision(notice.id)),
        isThere: async () => (await decisions.decision('R1', notice.about.id)) !== null,
      },
      'decision that led to nothing': {
        put: () => decisions.putDecision(decision(null)),
        isThere: async () => (await decisions.decision('R1', notice.about.id)) !== null,
      },
      // Asking takes it, so what was there is asked for only once, at the end.
      event: {
        put: () => intake.takeEvent(event),
        isThere: async () => (await intake.takeEvent(event)).known === 'same',
      },
    };
    const { put, isThere } = kinds[what]!;
    await put();
    const { days } = RETENTION[kind];
    expect(days).toBeGreaterThanOrEqual(least);
    await pass(days - 1);
    expect(await isThere()).toBe(true);
    await pass(2);
    expect(await isThere()).toBe(false);
  });
});
