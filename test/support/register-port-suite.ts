import { expect } from 'vitest';
import { wordOnContact } from '../../functions/register/contacts.ts';
import type { Debt } from '../../functions/register/debt.ts';
import type { Matter, ReadRegister, RegisterFact, WriteRegister } from '../../functions/register/register.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { AddCase } from './add-case.ts';
import { aDebt, addressKey, anExtract, aRow } from './builders.ts';
import { testDebt, testKey, withDebts } from './register.ts';

export type Made = { read: ReadRegister; write: WriteRegister; setClock: (at: number) => void };

const nameOf = ({ debt }: Debt) => ({ kind: 'debt', id: debt });

const HOLD = testKey('hold', 'one');
export const account = testKey('account', 'A1');
const person = testKey('person', 'P1');
const number = addressKey('+447700900001');
const mail = addressKey('sam@example.org');

export const hold = (at: number, ended_at: number | null = null): RegisterFact => ({
  kind: 'hold',
  subject: { account },
  hold: HOLD,
  at,
  value: { code: 'S5', bill_year: null, from: '2026-09-01', to: null, review_on: null, ended_at, source: 'benefits' },
});
const reply = (word: 'STOP' | 'START' | 'WRONG', at: number): RegisterFact => ({
  kind: 'reply',
  subject: { address: number },
  word,
  at,
});

/** A matter of which the register knows nothing but its people. */
const aClaim = (more: Partial<Matter> = {}): Matter => ({
  about: { kind: 'claim', id: testKey('matter', 'claim', 'C1') },
  ref: 'C1',
  run: 'events-2026-09-29',
  told_at: 10,
  people: [
    {
      ...{ person, ref: 'P1', first_name: 'Sam' },
      contacts: { email: { to: 'sam@example.org', address: mail, verified_at: null } },
    },
  ],
  state: { stage: 'received' },
  ...more,
});

/** What every register must do, on whatever it rests. */
export function registerCases(made: () => Promise<Made>, test: AddCase): void {
  const make = async () => {
    const { read, write, setClock } = await made();
    const both = withDebts({ ...read, ...write });
    return { read: both, write: both, setClock };
  };

  test('does not know a debt that was never written', async () => {
    const { read } = await make();
    expect(await read.debt(testDebt('none', '2026-27'))).toBeNull();
    expect(await read.mattersOf({ account })).toEqual([]);
  });

  test('gives a debt back as it was written, with everything that decides about its people', async () => {
    const { read, write } = await make();
    const rows = [aRow(), aRow({ person_ref: 'P2', line: 3, liability_seq: 2, mobile: '020 7946 0000', email: '' })];
    const debt = aDebt(rows, { refused: [{ ...aRow(), breathing_from: 'unreadable' }] });
    expect(await write.debt(debt)).toBe('stored');
    const view = await read.debt(debt.debt);
    expect(view?.debt).toEqual(debt);
    expect([...view!.persons.keys()]).toEqual([person, testKey('person', 'P2')]);
    expect([...view!.addresses.keys()]).toEqual([number, mail]);
    expect(view?.account).toEqual({ holds: [], payments: [], events: [], words: {} });
    expect(view?.newest).toBeNull();
  });

  test('refuses a debt from an older extract and takes one of the same instant', async () => {
    const { read, write } = await make();
    await write.debt(aDebt([aRow({ balance_pence: 2 })], { extracted_at: 20 }));
    expect(await write.debt(aDebt([aRow({ balance_pence: 1 })], { extracted_at: 10 }))).toBe('stale');
    expect((await read.debt(aDebt().debt))?.debt.rows[0]?.balance_pence).toBe(2);
    expect(await write.debt(aDebt([aRow({ balance_pence: 3 })], { extracted_at: 20 }))).toBe('stored');
    expect((await read.debt(aDebt().debt))?.debt.rows[0]?.balance_pence).toBe(3);
  });

  test('finds the debts of an account and of each person on them, the newest year first', async () => {
    const { read, write } = await make();
    const older = aDebt([aRow()], { bill_year: '2025-26' });
    const newer = aDebt([aRow(), aRow({ person_ref: 'P2', line: 3 })]);
    await write.debt(older);
    await write.debt(newer);
    expect(await read.mattersOf({ account })).toEqual([nameOf(newer), nameOf(older)]);
    expect(await read.mattersOf({ person })).toEqual([nameOf(newer), nameOf(older)]);
    expect(await read.mattersOf({ person: testKey('person', 'P2') })).toEqual([nameOf(newer)]);
  });

  test('finds a debt by whoever joined it, and still by whoever left it', async () => {
    const { read, write } = await make();
    const P2 = testKey('person', 'P2');
    const nights = [[aRow()], [aRow()], [aRow(), aRow({ person_ref: 'P2', line: 3 })], [aRow()], [aRow()]];
    const found: number[] = [];
    for (const [night, rows] of nights.entries()) {
      expect(await write.debt(aDebt(rows, { extracted_at: night }))).toBe('stored');
      found.push((await read.mattersOf({ person: P2 })).length);
    }
    expect(found).toEqual([0, 0, 1, 1, 1]);
    expect(await read.mattersOf({ person })).toEqual([nameOf(aDebt())]);
    expect((await read.debt(aDebt().debt))?.debt.extracted_at).toBe(4);
  });

  test('reads a debt with more people than one request carries', async () => {
    const { read, write } = await make();
    const rows = Array.from({ length: 70 }, (_, i) =>
      aRow({ person_ref: `P${i}`, line: i + 2, mobile: `07700 900${100 + i}`, email: `p${i}@example.org` }),
    );
    await write.debt(aDebt(rows));
    await write.fact({ kind: 'death', subject: { person: rows[69]!.person }, source: 'revenues', at: 5 });
    const view = await read.debt(aDebt(rows).debt);
    expect(view?.addresses.size).toBe(140);
    expect(view?.persons.get(rows[69]!.person)?.death?.recorded_at).toBe(5);
  });

  test('keeps the newest extract and never goes back', async () => {
    const { read, write } = await make();
    await write.debt(aDebt());
    expect(await write.newestExtract(anExtract({ extracted_at: 20 }))).toBe('stored');
    expect(await write.newestExtract(anExtract({ extracted_at: 20 }))).toBe('already');
    expect(await write.newestExtract(anExtract({ run: 'CT-0', extracted_at: 10 }))).toBe('stale');
    expect((await read.debt(aDebt().debt))?.newest).toEqual(anExtract({ extracted_at: 20 }));
    expect(await write.newestExtract(anExtract({ run: 'CT-2', extracted_at: 20 }))).toBe('stored');
  });

  test('keeps holds, and a release ends the hold it names', async () => {
    const { read, write, setClock } = await make();
    await write.debt(aDebt());
    setClock(1000);
    expect(await write.fact(hold(10))).toEqual({ stored: 'stored', stored_at: 1000 });
    setClock(2000);
    expect(await write.fact(hold(10))).toEqual({ stored: 'already', stored_at: 1000 });
    expect((await read.debt(aDebt().debt))?.account.holds).toMatchObject([
      { code: 'S5', ended_at: null, stored_at: 1000 },
    ]);
    expect(await write.fact(hold(11, 11))).toEqual({ stored: 'stored', stored_at: 2000 });
    setClock(3000);
    expect(await write.fact(hold(10))).toMatchObject({ stored: 'stale', stored_at: 2000, known: { ended_at: 11 } });
    expect((await read.debt(aDebt().debt))?.account.holds).toMatchObject([{ ended_at: 11, stored_at: 2000 }]);
  });

  test('lets a release win over the hold of the same instant, whichever comes first', async () => {
    for (const order of [
      [hold(10), hold(10, 10)],
      [hold(10, 10), hold(10)],
    ]) {
      const { read, write } = await make();
      await write.debt(aDebt());
      for (const fact of order) await write.fact(fact);
      expect((await read.debt(aDebt().debt))?.account.holds).toMatchObject([{ ended_at: 10 }]);
    }
  });

  test('keeps every payment beside the others', async () => {
    const { read, write } = await make();
    await write.debt(aDebt());
    const value = { bill_year: '2026-27', amount_pence: 100, paid_on: '2026-09-28', reversal: false, source: 'cash' };
    for (const payment of ['a', 'b', 'a'] as Key[]) {
      await write.fact({ kind: 'payment', subject: { account }, payment, at: 1, value });
    }
    expect((await read.debt(aDebt().debt))?.account.payments).toMatchObject([value, value]);
  });

  test('keeps opt-outs by channel, and a death', async () => {
    const { read, write, setClock } = await make();
    await write.debt(aDebt());
    setClock(70);
    await write.fact({ kind: 'opt-out', subject: { person }, channel: 'sms', source: 'revenues', at: 7 });
    await write.fact({ kind: 'death', subject: { person }, source: 'revenues', at: 8 });
    const facts = (await read.debt(aDebt().debt))?.persons.get(person);
    expect(facts?.opt_outs).toEqual({ sms: { recorded_at: 7, stored_at: 70 } });
    expect(facts?.death).toEqual({ recorded_at: 8, stored_at: 70 });
  });

  test('keeps the word of each source in its own order', async () => {
    const { read, write, setClock } = await make();
    await write.debt(aDebt());
    const optOut = (source: string, at: number): RegisterFact => ({
      kind: 'opt-out',
      subject: { person },
      channel: 'sms',
      source,
      at,
    });
    setClock(70);
    await write.fact(optOut('revenues', 7));
    setClock(80);
    expect(await write.fact(optOut('revenues', 6))).toEqual({ stored: 'stale', stored_at: 70, known: {} });
    expect(await write.fact(optOut('benefits', 6))).toEqual({ stored: 'stored', stored_at: 80 });
    const facts = (await read.debt(aDebt().debt))?.persons.get(person);
    expect(facts?.opt_outs).toEqual({ sms: { recorded_at: 7, stored_at: 70 } });
  });

  test('lets an officer end a hold, whatever its source tells of it afterwards', async () => {
    const { read, write } = await make();
    await write.debt(aDebt());
    const value = { officer: 'pat', reason: 'Entered on the wrong account' };
    await write.fact(hold(10));
    await write.fact({ kind: 'hold-ended', subject: { account }, hold: HOLD, at: 5, value });
    await write.fact(hold(11));
    expect((await read.debt(aDebt().debt))?.account.holds).toMatchObject([
      { hold: HOLD, ended_at: 5, ended_by: { ...value, at: 5 }, source: 'benefits' },
    ]);
  });

  test('keeps a matter of any kind, and finds it by its people alone', async () => {
    const { read, write } = await make();
    const claim = aClaim();
    expect(await read.matter(claim.about)).toBeNull();
    expect(await write.keep(claim)).toBe('stored');
    const view = await read.matter(claim.about);
    expect(view?.matter).toEqual(claim);
    expect(view?.told).toEqual({ holds: [], payments: [], events: [], words: {} });
    expect([...view!.people.keys()]).toEqual([person]);
    expect([...view!.addresses.keys()]).toEqual([mail]);
    expect(await read.mattersOf({ person })).toEqual([claim.about]);
    expect(await read.mattersOf({ matter: claim.about })).toEqual([claim.about]);
    expect(await write.keep(aClaim({ told_at: 9 }))).toBe('stale');
    expect(await write.keep(aClaim({ told_at: 11, state: { stage: 'decided' } }))).toBe('stored');
    expect((await read.matter(claim.about))?.matter.state).toEqual({ stage: 'decided' });
  });

  test('tells matters of different kinds apart, though their ids are the same', async () => {
    const { read, write } = await make();
    const { id } = aClaim().about;
    const request = aClaim({ about: { kind: 'request', id }, state: 'open' });
    await write.keep(aClaim());
    await write.keep(request);
    expect((await read.matter({ kind: 'request', id }))?.matter).toEqual(request);
    expect((await read.matter(aClaim().about))?.matter).toEqual(aClaim());
    expect((await read.mattersOf({ person })).map(({ kind }) => kind).sort()).toEqual(['claim', 'request']);
  });

  test('holds a matter that belongs to no account by itself', async () => {
    const { read, write } = await make();
    const { about } = aClaim();
    await write.keep(aClaim());
    await write.fact({ ...hold(10), subject: { matter: about } } as RegisterFact);
    expect((await read.matter(about))?.told.holds).toMatchObject([{ code: 'S5', source: 'benefits' }]);
  });

  test('knows a person’s own number and email, the newest word on each, whichever source told it', async () => {
    const { read, write } = await make();
    await write.keep(aClaim());
    const own = (channel: 'sms' | 'email', source: string, on: string, written: string): RegisterFact => {
      const at = Date.parse(on);
      const value = wordOnContact({ channel, written, status: 'unverified', changed_at: at }, testKey);
      return { kind: 'contact', subject: { person }, channel, source, at, instant: at, value };
    };
    await write.fact(own('sms', 'portal', '2026-09-01T10:00:00Z', '07700 900001'));
    await write.fact(own('sms', 'benefits', '2026-08-01T10:00:00Z', '07700 900002'));
    expect((await write.fact(own('sms', 'portal', '2026-08-31T10:00:00Z', '07700 900003'))).stored).toBe('stale');
    await write.fact(own('email', 'benefits', '2026-09-02T10:00:00Z', ''));
    const view = await read.matter(aClaim().about);
    expect(view?.people.get(person)).toMatchObject({
      first_name: null,
      contacts: {
        sms: { to: '+447700900001', address: number, status: 'unverified', told_on: '2026-09-01' },
        email: { to: null, told_on: '2026-09-02' },
      },
    });
    await write.fact(reply('STOP', 10));
    expect((await read.matter(aClaim().about))?.addresses.get(number)?.stopped).toMatchObject({ at: 10 });
  });

  test('obeys the newest of STOP and START, and keeps WRONG beside them', async () => {
    const { read, write } = await make();
    await write.debt(aDebt());
    const facts = async () => (await read.debt(aDebt().debt))?.addresses.get(number);
    await write.fact(reply('STOP', 10));
    expect((await facts())?.stopped).toMatchObject({ at: 10 });
    await write.fact(reply('START', 20));
    expect((await write.fact(reply('STOP', 15))).stored).toBe('stale');
    expect((await facts())?.stopped).toBeNull();
    await write.fact(reply('WRONG', 5));
    expect(await facts()).toMatchObject({ stopped: null, wrong: { at: 5 } });
    expect((await write.fact(reply('STOP', 20))).stored).toBe('stored');
  });
}
