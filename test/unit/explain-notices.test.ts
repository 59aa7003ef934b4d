import { expect, test } from 'vitest';
import { CODES } from '../../functions/notices/words.ts';
import { bearerOf, checkTokens } from '../../functions/shared/bearer.ts';
import { requestOf } from '../../functions/shared/officers/request.ts';
import { aDecision, aNotice, NOW, officersWorld, oneNight } from '../support/officers.ts';
import { testKey } from '../support/register.ts';

const iso = '2026-09-29T09:00:00.000Z';

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'Bearer wrong-but-long-enough',
  'Basic pat-has-a-long-token',
  'Bearer pat-has-a-long-token more',
])('nobody gets in with %j', async (authorization) => {
  const { ask, post, deps, done } = officersWorld();
  expect(await ask('/officers/status', { authorization })).toMatchObject({
    status: 401,
    body: { error: 'not-allowed', pointer: null },
    headers: { 'www-authenticate': 'Bearer' },
  });
  expect((await ask('/officers/stop', { method: 'POST', authorization, body: '{"reason":"x"}' })).status).toBe(401);
  expect([await deps.store.control.stop(), done, typeof post]).toEqual([null, [], 'function']);
});

test('an officer is known by the token, whichever officer it is', () => {
  const officers = checkTokens('OFFICERS_SECRET', { pat: 'pat-has-a-long-token', sam: 'sam-has-another-token' });
  expect(bearerOf(officers, 'Bearer sam-has-another-token')).toBe('sam');
  expect(bearerOf(officers, 'bearer pat-has-a-long-token')).toBe('pat');
});

test.each([[''], ['short'], [5], [null]])(
  'a secret with the token %j is refused, by name and without the token',
  (token) => {
    expect(() => checkTokens('OFFICERS_SECRET', { pat: token })).toThrow(/the token "pat" must be/);
  },
);

test('status says where sending stands', async () => {
  const { ask } = officersWorld();
  expect((await ask('/officers/status')).body).toEqual({
    council: 'stockton',
    council_name: 'Stockton Council',
    sending: 'live',
    stop: null,
    now: iso,
  });
});

test('stop holds sending in the name of the officer; resume lets it go and wakes the releaser', async () => {
  const { ask, post, deps, done } = officersWorld();
  const stop = { by: 'pat', at: iso, reason: 'Wrong file', kind: 'operator' };
  expect(await post('/officers/stop', { reason: ' Wrong file ' })).toEqual({ status: 200, body: { stop } });
  expect(await deps.store.control.stop()).toEqual({ ...stop, at: NOW });
  expect((await ask('/officers/status')).body).toMatchObject({ stop });
  expect(done).toEqual(['sending-stopped by pat']);

  expect(await post('/officers/resume', {})).toEqual({ status: 200, body: { stop: null } });
  expect(await deps.store.control.stop()).toBeNull();
  expect(done).toEqual(['sending-stopped by pat', 'sending-resumed by pat', 'woken']);
});

test.each<[string, string, string]>([
  ['/officers/stop', '', ''],
  ['/officers/stop', 'not json', ''],
  ['/officers/stop', '[]', ''],
  ['/officers/stop', '{}', '/reason'],
  ['/officers/stop', '{"reason":"  "}', '/reason'],
  ['/officers/stop', JSON.stringify({ reason: 'x'.repeat(301) }), '/reason'],
  ['/officers/explain', '{"account_ref":12}', '/account_ref'],
])('POST %s with %j is refused with a pointer to the fault', async (path, body, pointer) => {
  const { ask, deps } = officersWorld();
  const { status, body: problem } = await ask(path, { method: 'POST', body });
  expect({ status, problem }).toMatchObject({ status: 400, problem: { pointer, message: expect.any(String) } });
  expect(await deps.store.control.stop()).toBeNull();
});

test.each<[string, string, number, string]>([
  ['GET', '/officers', 404, 'no-such-page'],
  ['GET', '/officers/statuses', 404, 'no-such-page'],
  ['DELETE', '/officers/status', 405, 'wrong-method'],
  ['GET', '/officers/stop', 405, 'wrong-method'],
  ['GET', '/officers/runs/none', 404, 'run-not-found'],
  ['GET', '/officers/runs/none/decisions', 404, 'run-not-found'],
  ['GET', '/officers/runs/%E0%A4%A/decisions', 404, 'run-not-found'],
  ['GET', '/officers/ledger?run=none', 404, 'run-not-found'],
  ['GET', '/officers/runs?figures=-1', 400, 'bad-query'],
  ['GET', '/officers/runs?figures=9999', 400, 'bad-query'],
  ['GET', '/officers/notices/short', 400, 'not-a-notice-id'],
  ['GET', `/officers/notices/${'x'.repeat(22)}`, 404, 'notice-not-found'],
])('%s %s answers %i %s', async (method, path, status, error) => {
  const { ask } = officersWorld();
  expect(await ask(path, { method })).toMatchObject({ status, body: { error } });
});

test('runs add up what their rows led to and where their notices stand now', async () => {
  const { ask } = await oneNight();
  const run = {
    extract_id: 'night-1',
    file: 'night-1.csv',
    imported_at: iso,
    rows: 2,
    rejected: 0,
    decided: 2,
    outcomes: { sms: 1, email: 0, none: 1 },
    codes: { S1: 1, S18: 1 },
    states: { delivered: 1, blocked: 1 },
  };
  expect((await ask('/officers/runs')).body).toEqual({ runs: [run] });
  expect((await ask('/officers/runs/night-1')).body).toEqual(run);
});

test('runs stand newest first, and only so many are added up', async () => {
  const { ask, store } = await oneNight();
  await store.putRun({ extract_id: 'night-2', file: 'b.csv', imported_at: NOW + 1, rows: 0, rejected: 0, debts: 0 });
  const { runs } = (await ask('/officers/runs?figures=1')).body as {
    runs: { extract_id: string; outcomes: unknown }[];
  };
  expect(runs.map(({ extract_id, outcomes }) => [extract_id, outcomes])).toEqual([
    ['night-2', { sms: 0, email: 0, none: 0 }],
    ['night-1', null],
  ]);
});

test('decisions come in pages, with the state that their notice has now', async () => {
  const { ask, notice } = await oneNight(officersWorld(1));
  const first = (await ask('/officers/runs/night-1/decisions')).body as { items: object[]; next: string };
  expect(first.items).toEqual([
    {
      extract_id: 'night-1',
      line: 2,
      decided_at: '2026-09-29T09:00:00.000Z',
      account_ref: 'A1',
      person_ref: 'P1',
      bill_year: '2026-27',
      notice_type: 'ct.reminder.first',
      outcome: 'sms',
      variant: 'full',
      codes: [],
      reason: null,
      due_at: iso,
      notice_id: notice.id,
      state: 'delivered',
      words: expect.stringContaining('It was delivered.'),
    },
  ]);
  const second = (await ask(`/officers/runs/night-1/decisions?after=${first.next}`)).body as typeof first;
  expect(second).toMatchObject({ items: [{ account_ref: 'A2', codes: ['S1', 'S18'], state: 'blocked' }], next: null });
});

test('a page that nobody was sent to is refused', async () => {
  const { ask, store } = await oneNight(officersWorld(1));
  await store.putRun({ extract_id: 'night-2', file: 'b.csv', imported_at: NOW, rows: 0, rejected: 0, debts: 0 });
  const { next } = (await ask('/officers/runs/night-1/decisions')).body as { next: string };
  for (const path of [
    'night-1/decisions?after=1',
    `night-1/decisions?after=x${next}`,
    `night-2/decisions?after=${next}`,
  ]) {
    expect(await ask(`/officers/runs/${path}`)).toMatchObject({ status: 400, body: { pointer: '?after' } });
  }
});

test('an extract id with a slash, a space or a percent sign is found, decoded by the gateway or not', async () => {
  const { ask, store } = officersWorld();
  const run = { file: 'x.csv', imported_at: NOW, rows: 0, rejected: 0, debts: 0 };
  for (const extract_id of ['2026/09 28', '100%41']) {
    await store.putRun({ ...run, extract_id });
    for (const inPath of [extract_id, encodeURIComponent(extract_id)]) {
      expect((await ask(`/officers/runs/${inPath}`)).body).toMatchObject({ extract_id });
    }
  }
});

test('the ledger counts every page, or one run only', async () => {
  const { ask, store } = await oneNight(officersWorld(1));
  await store.put({ ...aNotice(['planned'], { account_ref: 'A3' }), run: 'night-2' });
  await store.putRun({ extract_id: 'night-2', file: 'b.csv', imported_at: NOW, rows: 1, rejected: 0, debts: 1 });
  expect((await ask('/officers/ledger')).body).toMatchObject({
    planned: 3,
    delivered: 1,
    blocked: 1,
    open: 1,
    balanced: true,
  });
  expect((await ask('/officers/ledger?run=night-1')).body).toMatchObject({ planned: 2, open: 0, balanced: true });
});

test('a ledger that does not balance wakes someone, whoever asked for it', async () => {
  const { ask, done, store } = await oneNight();
  await ask('/officers/ledger');
  expect(done).toEqual([]);
  const broken = { ...aNotice(['planned', 'delivered'], { account_ref: 'A3' }), state: 'blocked' as const };
  await store.put(broken);
  expect((await ask('/officers/ledger')).body).toMatchObject({ balanced: false });
  expect(done).toEqual([`ledger-unbalanced: last-step ${broken.id}`]);
});

test('when time runs out there is no half sum', async () => {
  const { ask } = await oneNight(officersWorld(1));
  const left = [30_000, 1_000];
  const remainingMs = () => left.shift() ?? 0;
  expect(await ask('/officers/ledger', { remainingMs })).toMatchObject({ status: 503, body: { error: 'too-much' } });
});

test('explain tells of debts, notices with their history, and decisions, newest run first', async () => {
  const { post, store } = await oneNight();
  const debt = testKey('debt', 'A1', '2026-27');
  const again = aDecision({ outcome: 'none', variant: null, codes: ['S19'], due_at: null });
  await store.putDecision({ run: 'night-2', debt, decided_at: NOW + 1, decisions: [again] });
  await store.putRun({ extract_id: 'night-2', file: 'b.csv', imported_at: NOW + 1, rows: 1, rejected: 0, debts: 1 });
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
            mobile: { held: true, verified_at: '2026-05-01', opted_out: false },
            email: { held: true, verified_at: null, opted_out: true },
            marks: [],
          },
        ],
      },
    ],
    notices: [{ person_ref: 'P1', state: 'delivered', words: 'It was delivered.', history: { length: 4 } }],
    decisions: [
      { extract_id: 'night-2', codes: ['S19'] },
      { extract_id: 'night-1', state: 'delivered' },
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
  await register.fact({ kind: 'opt-out', subject: { person: testKey('person', 'P1') }, channel: 'sms', at: NOW });
  expect((await post('/officers/explain', { account_ref: 'A2' })).body).toMatchObject({
    debts: [
      {
        people: [
          { marks: [{ code: 'S1', from: '2026-09-01', to: null, words: CODES['S1'] }], mobile: { opted_out: true } },
        ],
        holds: [{ code: 'S21', from: '2026-09-28', to: null, words: CODES['S21'] }],
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

test('an HTTP API event becomes a request: stage prefix, header case and base64 do not matter', () => {
  const event = {
    rawPath: '/live/officers/stop',
    headers: { Authorization: 'Bearer x' },
    body: Buffer.from('{"reason":"é"}').toString('base64'),
    isBase64Encoded: true,
    requestContext: { http: { method: 'POST' } },
  };
  const request = requestOf(event as never, { getRemainingTimeInMillis: () => 7 });
  expect({ ...request, remainingMs: request.remainingMs() }).toEqual({
    method: 'POST',
    path: '/officers/stop',
    query: {},
    authorization: 'Bearer x',
    body: '{"reason":"é"}',
    remainingMs: 7,
  });
});
