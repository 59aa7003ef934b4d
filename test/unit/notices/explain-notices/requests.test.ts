import { expect, test } from 'vitest';
import type { LifeView } from '../../../../contracts/officers/notices.ts';
import type { StatusView } from '../../../../contracts/officers/status.ts';
import { bearerOf, callerOf, checkTokens } from '../../../../functions/shared/bearer.ts';
import { requestOf } from '../../../../functions/shared/http/request.ts';
import type { Key } from '../../../../functions/shared/ids.ts';
import { aNotice, NOW, NOW_ISO, officersWorld } from '../../../support/officers.ts';

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'Bearer wrong-but-long-enough',
  'Basic pat-has-a-long-token',
  'Bearer pat-has-a-long-token more',
])('nobody gets in with %j', async (authorization) => {
  const { ask, deps, done } = officersWorld();
  expect(await ask('/officers/status', { authorization })).toMatchObject({
    status: 401,
    body: { error: 'not-allowed', pointer: null },
    headers: { 'www-authenticate': 'Bearer' },
  });
  expect((await ask('/officers/stop', { method: 'POST', authorization, body: '{"reason":"x"}' })).status).toBe(401);
  expect([(await deps.store.control.switches()).stops, done]).toEqual([[], []]);
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
    stops: [],
    restored: null,
    waiting_runs: [],
    not_set_up: [],
    overdue: { notices: 0, waited_seconds: 0 },
    now: NOW_ISO,
  });
});

test('status says what is overdue', async () => {
  const { ask, deps } = officersWorld();
  const late = { id: 'late' as Key, times_planned: 1 };
  await deps.store.enter({ list: 'release-courtesy', at: NOW - 20 * 60_000 }, [late, { ...late, id: 'later' as Key }]);
  const overdue = { notices: 2, waited_seconds: 1200 };
  expect((await ask('/officers/status')).body).toMatchObject({ overdue });
});

test('status says what is not set up yet', async () => {
  const { ask, deps } = officersWorld();
  await deps.store.control.setNotSetUp(['notify-api-key']);
  expect((await ask('/officers/status')).body).toMatchObject({ not_set_up: ['notify-api-key'] });
});

test('a token that was given out since is known at once, and one that was taken back is not known any more', async () => {
  const tokens: Record<string, string> = { pat: 'pat-has-a-long-token' };
  const keptSince = { ...tokens };
  const secret = async (after?: 'refusal') => (after ? tokens : keptSince);
  tokens['sam'] = 'sam-has-another-token';
  expect(await callerOf(secret, 'Bearer pat-has-a-long-token')).toBe('pat');
  expect(await callerOf(secret, 'Bearer sam-has-another-token')).toBe('sam');
  expect(await callerOf(secret, 'Bearer nobody-has-this-token')).toBeNull();
  expect(await callerOf(async () => null, 'Bearer ')).toBeNull();
});

test('stop holds sending in the name of the officer; resume lets it go and wakes the releaser', async () => {
  const { ask, post, deps, done } = officersWorld();
  const stops = [{ kind: 'officer', template: null, by: 'pat', at: NOW_ISO, reason: 'Wrong file' }];
  expect(await post('/officers/stop', { reason: ' Wrong file ' })).toEqual({ status: 200, body: { stops } });
  expect((await deps.store.control.switches()).stops).toMatchObject([{ kind: 'officer', by: 'pat', at: NOW }]);
  expect((await ask('/officers/status')).body).toMatchObject({ stops });
  expect(done).toEqual(['sending-stopped by pat']);

  expect(await post('/officers/resume', {})).toEqual({ status: 200, body: { lifted: true, stops: [] } });
  expect((await deps.store.control.switches()).stops).toEqual([]);
  expect(done).toEqual(['sending-stopped by pat', 'sending-resumed by pat', 'woken']);
});

test('lifting one switch leaves the others, each with who, when and why', async () => {
  const { ask, post, deps } = officersWorld();
  const { control } = deps.store;
  await control.stop({ kind: 'set-up', by: 'send-notices', at: NOW - 60_000, reason: 'AuthError' });
  await control.stop({ kind: 'template', template: 'Soft', by: 'send-notices', at: NOW - 30_000, reason: 'http-418' });
  await post('/officers/stop', { reason: 'Wrong file' });
  const kinds = async () =>
    ((await ask('/officers/status')).body as StatusView).stops.map(({ kind, by, reason }) => `${kind} ${by} ${reason}`);
  const [setUp, template, officer] = [
    'set-up send-notices AuthError',
    'template send-notices http-418',
    'officer pat Wrong file',
  ];
  expect(await kinds()).toEqual([setUp, template, officer]);
  await post('/officers/resume', { kind: 'set-up' });
  expect(await kinds()).toEqual([template, officer]);
  await control.stop({ kind: 'set-up', by: 'send-notices', at: NOW + 1, reason: 'AuthError' });
  expect((await ask('/officers/resume', { method: 'POST' })).body).toMatchObject({
    stops: [{ kind: 'template' }, { kind: 'set-up' }],
  });
  await post('/officers/resume', { kind: 'template', template: 'Soft' });
  expect(await kinds()).toEqual([setUp]);
});

test('what was set aside is listed, let go on or ended by an officer, and nothing else is', async () => {
  const { ask, post, deps, done } = officersWorld();
  const [aside, other] = [aNotice(['planned', 'sending', 'set-aside']), aNotice(['planned'], { account_ref: 'A2' })];
  for (const notice of [aside, other])
    await deps.store.put({ ...notice, version: 1, reason: 'unknown', detail: 'http-418' });
  expect((await ask('/officers/set-aside')).body).toMatchObject({
    items: [{ notice_id: aside.id, words: 'GOV.UK Notify refused it in words that Crier does not know. (http-418)' }],
    next: null,
  });
  const reason = 'Number seen';
  expect(await post(`/officers/notices/${other.id}/end`, { reason })).toMatchObject({
    status: 409,
    body: { error: 'not-set-aside' },
  });
  expect(await post(`/officers/notices/${'x'.repeat(22)}/go-on`, { reason })).toMatchObject({ status: 404 });
  for (const what of ['go-on', 'end'])
    expect(await post(`/officers/notices/${aside.id}/${what}`, { reason: ' ' })).toMatchObject({
      status: 400,
      body: { pointer: '/reason' },
    });
  const gone = await post(`/officers/notices/${aside.id}/go-on`, { reason });
  expect(gone).toMatchObject({ status: 200, body: { state: 'planned' } });
  expect((gone.body as LifeView).history.at(-1)).toMatchObject({
    note: reason,
    words: 'Scheduled. An officer let it go on. pat wrote: Number seen',
  });
  expect(await deps.store.get(aside.id)).toMatchObject({ state: 'planned', reason: 'officer-let-go', due_at: NOW });
  expect(done).toEqual(['woken', 'notice-let-go by pat']);
  await deps.store.put({ ...aside, version: 3 });
  expect(await post(`/officers/notices/${aside.id}/end`, { reason })).toMatchObject({
    status: 200,
    body: { state: 'cancelled' },
  });
  const { history } = (await deps.store.get(aside.id))!;
  expect(history.at(-1)).toMatchObject({ by: 'pat', at: NOW, reason: 'officer-ended', note: reason });
});

test.each<[string, string, string]>([
  ['/officers/resume', '{"kind":"all"}', ''],
  ['/officers/resume', '{"kind":"template"}', ''],
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
  expect((await deps.store.control.switches()).stops).toEqual([]);
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

test('an HTTP API event becomes a request: stage prefix, header case and base64 do not matter', () => {
  const event = {
    rawPath: '/live/officers/stop',
    headers: { Authorization: 'Bearer x' },
    body: Buffer.from('{"reason":"é"}').toString('base64'),
    isBase64Encoded: true,
    requestContext: { http: { method: 'POST' }, stage: 'live' },
  };
  const request = requestOf(event as never, { getRemainingTimeInMillis: () => 7 });
  expect({ ...request, remainingMs: request.remainingMs() }).toEqual({
    method: 'POST',
    path: '/officers/stop',
    query: {},
    authorization: 'Bearer x',
    contentType: '',
    body: '{"reason":"é"}',
    bytes: Buffer.from('{"reason":"é"}'),
    parameters: {},
    remainingMs: 7,
  });
});
