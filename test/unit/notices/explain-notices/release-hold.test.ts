import { expect, test } from 'vitest';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import { readFact } from '../../../../functions/notices/plan-notices/plan-fact.ts';
import type { HoldTold } from '../../../../functions/register/register.ts';
import { NOW, NOW_ISO, oneNight } from '../../../support/officers.ts';
import { testDebt, testKey } from '../../../support/register.ts';
import { tellTo } from '../../../support/told.ts';

const account = testKey('account', 'A2');
const P1 = testKey('person', 'P1');
const told = (source: string, changes: Partial<HoldTold> = {}): HoldTold => ({
  ...{ code: 'S6', bill_year: null, from: '2026-09-20', to: null, review_on: null, ended_at: null, source },
  ...changes,
});

async function worldHolding(...holds: HoldTold[]) {
  const world = await oneNight();
  for (const value of holds) {
    const hold = testKey('hold', value.source, value.code);
    await world.register.fact({ kind: 'hold', subject: { account }, hold, at: 17, value });
  }
  const inForce = async () =>
    (await world.register.debt(testDebt('A2', '2026-27')))!.account.holds
      .filter(({ ended_at }) => ended_at === null)
      .map(({ source }) => source);
  const release = (more: object = {}) =>
    world.post('/officers/holds/release', { account_ref: 'A2', code: 'S6', reason: 'Wrong account', ...more });
  return { ...world, inForce, release };
}

test('an officer ends a hold by name and reason, and what it held is planned again', async () => {
  const { release, inForce, bus, done, post } = await worldHolding(told('benefits'));
  expect(await inForce()).toEqual(['benefits']);
  const ended_by = { officer: 'pat', reason: 'Wrong account', at: NOW_ISO };
  expect(await release()).toMatchObject({
    status: 200,
    body: { account_ref: 'A2', hold: { code: 'S6', source: 'benefits', ended_at: NOW_ISO, ended_by } },
  });
  expect(await inForce()).toEqual([]);
  expect(done).toEqual(['hold-released by pat']);
  expect((await post('/officers/explain', { account_ref: 'A2' })).body).toMatchObject({
    debts: [{ holds: [{ ended_by }] }],
  });
  const [event] = [...bus.events.values()];
  expect(readFact(event, ourCatalogue)).toEqual({ kind: 'ended', subject: { account } });
  expect(JSON.stringify(event)).not.toMatch(/Wrong account|pat|A2/);
});

test('the source that tells the hold again does not undo it', async () => {
  const { release, inForce, register } = await worldHolding(told('benefits'));
  await release();
  const hold = testKey('hold', 'benefits', 'S6');
  await register.fact({ kind: 'hold', subject: { account }, hold, at: 99, value: told('benefits') });
  expect(await inForce()).toEqual([]);
});

test('asked again, the first end stands and is announced again', async () => {
  const { release, bus } = await worldHolding(told('benefits'));
  await release();
  bus.events.clear();
  expect(await release({ reason: 'Again' })).toMatchObject({
    status: 200,
    body: { hold: { ended_by: { reason: 'Wrong account' } } },
  });
  expect(bus.events.size).toBe(1);
});

test('where several fit the officer says which; the others stay', async () => {
  const { release, inForce } = await worldHolding(told('benefits'), told('revenues-benefits', { from: '2026-09-21' }));
  expect(await release()).toMatchObject({
    status: 400,
    body: {
      error: 'several-holds',
      message: expect.stringContaining('benefits from 2026-09-20; revenues-benefits from 2026-09-21'),
    },
  });
  expect(await release({ source: 'benefits' })).toMatchObject({ status: 200 });
  expect(await inForce()).toEqual(['revenues-benefits']);
});

test('a hold on a person is ended too', async () => {
  const { release, register } = await worldHolding();
  const hold = testKey('hold', 'x');
  await register.fact({ kind: 'hold', subject: { person: P1 }, hold, at: NOW, value: told('benefits') });
  expect(await release({ person_ref: 'P1' })).toMatchObject({ status: 200, body: { hold: { source: 'benefits' } } });
});

test.each([
  ['a hold that nobody told', { code: 'S5' }, 404, 'hold-not-found'],
  ['a mark of the nightly file', { code: 'S1' }, 404, 'hold-not-found'],
  ['an account that is not there', { account_ref: 'A9' }, 404, 'hold-not-found'],
  ['no reason', { reason: ' ' }, 400, 'bad-body'],
])('%s is not ended', async (_, more, status, error) => {
  const { release, inForce, bus } = await worldHolding(told('benefits'));
  expect(await release(more)).toMatchObject({ status, body: { error } });
  expect([await inForce(), bus.events.size]).toEqual([['benefits'], 0]);
});

test('a hold on a claim is ended by the reference of the claim, and explain shows it', async () => {
  const { register, post, bus, done } = await oneNight();
  const matter = { kind: 'claim', id: testKey('matter', 'claim', 'CL-1') };
  await tellTo(register)('benefits.decision-made', {
    ...{ claim_ref: 'CL-1', scheme: 'hb', person_ref: 'P1', decision_ref: 'D-1', decision: 'awarded' },
    ...{ decided_on: '2026-09-28', schedule9_complete: true, document: { key: 'a.pdf', sha256: 'a'.repeat(64) } },
  });
  await register.fact({
    kind: 'hold',
    subject: { matter },
    hold: testKey('hold', 'claim'),
    at: 17,
    value: told('benefits', { code: 'S4' }),
  });
  const explained = async () => {
    const { holds } = (await post('/officers/explain', { account_ref: 'CL-1' })).body as { holds: object[] };
    return holds;
  };
  expect(await explained()).toMatchObject([{ code: 'S4', source: 'benefits', ended_at: null }]);
  const answer = await post('/officers/holds/release', { account_ref: 'CL-1', code: 'S4', reason: 'Seen' });
  expect(answer).toMatchObject({ status: 200, body: { account_ref: 'CL-1', hold: { ended_by: { officer: 'pat' } } } });
  expect(await explained()).toMatchObject([{ code: 'S4', ended_at: NOW_ISO, ended_by: { reason: 'Seen' } }]);
  const [event] = [...bus.events.values()];
  expect(readFact(event, ourCatalogue)).toEqual({ kind: 'ended', subject: { matter } });
  expect(JSON.stringify(event)).not.toMatch(/CL-1|Seen/);
  expect(done).toEqual(['hold-released by pat']);
});
