import { expect, test } from 'vitest';
import { CODES } from '../../../../contracts/codes.ts';
import { aDecision, NOW, oneNight } from '../../../support/officers.ts';
import { testDebt, testKey } from '../../../support/register.ts';

test('explain tells of debts, notices with their history, and decisions, newest run first', async () => {
  const { post, store } = await oneNight();
  const debt = testDebt('A1', '2026-27');
  const again = aDecision({ outcome: 'none', variant: null, codes: ['S19'], due_at: null });
  await store.putDecision({ run: 'night-2', matter: debt, told_at: NOW, decided_at: NOW + 1, decisions: [again] });
  await store.putRun({
    name: 'night-2',
    file: 'b.csv',
    source: 'recovery-extract',
    imported_at: NOW + 1,
    rows: 1,
    rejected: 0,
  });
  const { status, body } = await post('/officers/explain', { account_ref: 'A1' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    account_ref: 'A1',
    debts: [
      {
        bill_year: '2026-27',
        people: [
          {
            person_ref: 'P1',
            balance_pence: 123_456,
            mobile: { usable: true, verified_at: '2026-05-01', opted_out: false },
            email: { usable: true, verified_at: null, opted_out: true },
            marks: [],
          },
        ],
      },
    ],
    notices: [
      { person_ref: 'P1', state: 'delivered', status: 'delivered', words: 'Delivered.', history: { length: 4 } },
    ],
    decisions: [
      { run: 'night-2', codes: ['S19'] },
      { run: 'night-1', state: 'delivered' },
    ],
  });
});

test('explain tells what the back office marked and what events told, with dates', async () => {
  const { post, register } = await oneNight();
  const account = testKey('account', 'A2');
  const told = { bill_year: null, review_on: null, ended_at: null, source: 'revenues-benefits' };
  const value = { ...told, code: 'S21' as const, from: '2026-09-28', to: null };
  await register.fact({ kind: 'hold', subject: { account }, hold: testKey('hold', 'x'), at: NOW, value });
  const paid = { bill_year: '2026-27', amount_pence: 5_000, paid_on: '2026-09-28', reversal: false, source: 'rb' };
  await register.fact({ kind: 'payment', subject: { account }, payment: testKey('event', 'x'), at: NOW, value: paid });
  await register.fact({
    kind: 'opt-out',
    subject: { person: testKey('person', 'P1') },
    channel: 'sms',
    source: 'revenues',
    at: NOW,
  });
  expect((await post('/officers/explain', { account_ref: 'A2' })).body).toMatchObject({
    debts: [
      {
        people: [
          { marks: [{ code: 'S1', from: '2026-09-01', to: null, words: CODES.S1.words }], mobile: { opted_out: true } },
        ],
        holds: [{ code: 'S21', from: '2026-09-28', to: null, words: CODES.S21.words }],
        payments: [{ amount_pence: 5_000, paid_on: '2026-09-28' }],
      },
    ],
  });
});

test('an account that no extract named is not found', async () => {
  const { post } = await oneNight();
  expect(await post('/officers/explain', { account_ref: 'A9' })).toMatchObject({
    status: 404,
    body: { error: 'account-not-found', pointer: '/account_ref' },
  });
});

test('no answer holds a name, a number or an address', async () => {
  const { ask, post, notice } = await oneNight();
  const answers = await Promise.all([
    ask('/officers/status'),
    ask('/officers/runs'),
    ask('/officers/runs/night-1'),
    ask('/officers/runs/night-1/decisions'),
    ask('/officers/ledger'),
    ask(`/officers/notices/${notice.id}`),
    post('/officers/explain', { account_ref: 'A1' }),
  ]);
  for (const { status, body } of answers) {
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/zebedee|7700|900123|example\.org/i);
  }
});
