import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../../contracts/catalogue.ts';
import { keepRegister } from '../../../../functions/register/keep-register/keep-register.ts';
import { readFact } from '../../../../functions/register/keep-register/read-fact.ts';
import { aDebt } from '../../../support/builders.ts';
import { inMemoryRegister, testKey } from '../../../support/register.ts';

const account = testKey('account', 'A1');
const person = testKey('person', 'P1');

/** A fact on the bus. */
const told = (type: string, data: object, more: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'council.intake',
  type: `council.${type}.v1`,
  time: '2026-09-29T09:00:00Z',
  data,
  ...more,
});
const hold = { scope: 'account', account_ref: account, code: 'S6', from: '2026-09-01', hold: testKey('hold', 'h') };

async function keep(...events: object[]) {
  const register = inMemoryRegister(() => 7);
  await register.debt(aDebt());
  const outcomes: string[] = [];
  for (const event of events) outcomes.push((await keepRegister({ register }, readFact(event))).kind);
  return { outcomes, view: (await register.debt(aDebt().debt))! };
}

describe('keep-register', () => {
  test('keeps a hold and its release, in the order of the source', async () => {
    const released = told('recovery.hold-released', { ...hold, ended_at: '2026-09-29T10:00:00Z' }, { sequence: '2' });
    const applied = told('recovery.hold-applied', hold, { sequence: '1' });
    const { outcomes, view } = await keep(released, applied, released);
    expect(outcomes).toEqual(['done', 'stale', 'duplicate']);
    expect(view.account.holds).toMatchObject([{ code: 'S6', ended_at: Date.parse('2026-09-29T10:00:00Z') }]);
  });

  test('keeps whose word it is: that of the system that told the door', async () => {
    const { view } = await keep(told('recovery.hold-applied', hold, { origin: 'benefits' }));
    expect(view.account.holds).toMatchObject([{ source: 'benefits' }]);
  });

  test('reads the day of a payment in London', async () => {
    const paid = (paid_at: string, name: string) =>
      told('payments.payment-received', {
        account_ref: account,
        bill_year: '2026-27',
        amount_pence: 1,
        paid_at,
        payment: testKey('event', name),
      });
    const { view } = await keep(paid('2026-09-28T23:30:00Z', 'a'), paid('2026-09-28', 'b'));
    expect(view.account.payments.map(({ paid_on }) => paid_on)).toEqual(['2026-09-29', '2026-09-28']);
  });

  test('keeps opt-outs and deaths', async () => {
    const recorded_at = '2026-09-29T08:00:00Z';
    const { view } = await keep(
      told('residents.opt-out-recorded', { person_ref: person, channel: 'email', recorded_at }),
      told('residents.death-recorded', { person_ref: person, recorded_at }),
    );
    const at = Date.parse(recorded_at);
    expect(view.persons.get(person)).toMatchObject({
      opt_outs: { email: { recorded_at: at } },
      death: { recorded_at: at },
    });
  });

  test('refuses a fact that it does not consume, one that breaks its contract, and a hold without a name', () => {
    expect(() => readFact(told('intake.file-imported', {}))).toThrow(/does not consume/);
    expect(() => readFact(told('recovery.hold-applied', { ...hold, code: 'S99' }))).toThrow();
    expect(() => readFact(told('recovery.hold-applied', { ...hold, hold: undefined }))).toThrow(/keyed name/);
  });

  test('reads every type that the catalogue says it consumes', () => {
    const types = catalogue.filter(({ consumers }) => consumers.includes('keep-register')).map(({ type }) => type);
    expect(types).toHaveLength(5);
    for (const type of types)
      expect(() => readFact({ ...told('x.x', {}), type })).not.toThrow(/does not consume|keeps nothing/);
  });
});
