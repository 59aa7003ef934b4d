import { describe, expect, test } from 'vitest';
import type { RegisterFact } from '../../../../functions/register/register.ts';
import { hold, payment, receivingWorld, TAKEN } from '../../../support/receiving-world.ts';
import { testKey } from '../../../support/register.ts';
import { validSamples } from '../../../support/samples.ts';

describe('who may send what', () => {
  test.each([
    ['no token', ''],
    ['a token of nobody', 'token-of-nobody'],
    ['a token without a source in the configuration', 'token-of-stranger'],
  ])('%s is told 401', async (_, token) => {
    const { post, facts } = receivingWorld();
    const answer = await post(payment(), { token });
    expect(answer).toMatchObject({ status: 401, body: { error: 'unknown-token' } });
    expect(facts).toEqual([]);
  });

  test('a type that the source may not send is refused, as is one that only Crier itself tells', async () => {
    const { post } = receivingWorld();
    expect(await post(hold('e1'), { token: 'token-of-payments' })).toMatchObject({
      status: 403,
      body: { events: [{ id: 'e1', status: 'refused', errors: [{ pointer: '/type' }] }] },
    });
    expect((await post({ ...payment(), type: 'council.intake.file-imported.v1' })).status).toBe(403);
  });
});

describe('an event', () => {
  const samples = validSamples.filter(
    ({ name, type }) => !name.includes('on-bus') && TAKEN.includes(type) && !type.includes('intake'),
  );
  test.each(samples)('$type $name is accepted', async ({ event, type }) => {
    const { post, facts, bus } = receivingWorld();
    expect(await post(event)).toMatchObject({
      status: 202,
      body: { events: [{ id: event['id'], status: 'accepted' }] },
    });
    expect(facts).toHaveLength(1);
    expect(bus.ofType(type)).toHaveLength(1);
  });

  test('goes on the bus keyed, under an id of its source and its own', async () => {
    const { post, bus } = receivingWorld();
    await post(payment());
    const [told] = [...bus.events.values()];
    expect(told).toMatchObject({
      id: testKey('event', 'revenues-benefits', 'e1'),
      source: 'council.intake',
      council: 'stockton',
      subject: testKey('account', '700412345'),
      time: '2026-09-29T08:15:00.000Z',
      data: { account_ref: testKey('account', '700412345'), amount_pence: 12_550 },
    });
    expect(JSON.stringify(told)).not.toContain('700412345');
  });

  test('is in the register before it is on the bus', async () => {
    const { post, deps, facts } = receivingWorld();
    let stored = -1;
    const publish = async () => {
      stored = facts.length;
    };
    const to = { ...deps, publish };
    await post(payment(), { to });
    expect(stored).toBe(1);
  });

  test('of a payment counts on the London day, also just after midnight', async () => {
    const { post, facts } = receivingWorld();
    await post([
      payment('e1'),
      payment('e2', { paid_at: '2026-09-28' }),
      payment('e3', { paid_at: '2026-09-28T23:30:00Z' }),
    ]);
    expect(facts.map((fact) => fact.kind === 'payment' && fact.value.paid_on)).toEqual([
      '2026-09-29',
      '2026-09-28',
      '2026-09-29',
    ]);
  });

  test('of a hold is ordered by its sequence, or by its time where it has no number', async () => {
    const { post, facts } = receivingWorld();
    await post([hold('e1', {}, { sequence: '17' }), hold('e2', { code: 'S5' }, { sequence: 'b-17' })]);
    expect(facts.map(({ at }) => at)).toEqual([17, Date.parse('2026-09-29T09:15:00+01:00')]);
  });

  test('of a release names the hold that it ends', async () => {
    const { post, facts } = receivingWorld();
    const released = { ...hold('e2'), type: 'council.recovery.hold-released.v1' };
    await post([hold('e1'), { ...released, data: { ...released.data, ended_at: '2026-10-01T10:00:00Z' } }]);
    const [applied, ended] = facts as Extract<RegisterFact, { kind: 'hold' }>[];
    expect(ended?.hold).toBe(applied?.hold);
    expect(ended?.subject).toEqual(applied?.subject);
    expect([applied?.value.ended_at, ended?.value.ended_at]).toEqual([null, Date.parse('2026-10-01T10:00:00Z')]);
  });

  test('cannot name its hold or payment itself', async () => {
    const { post, facts } = receivingWorld();
    const account = testKey('account', '700412345');
    await post([hold('e1', { hold: 'AbCdEfGhIjKlMnOpQrStUv' }), payment('e2', { payment: 'AbCdEfGhIjKlMnOpQrStUv' })]);
    expect(facts).toMatchObject([
      { hold: testKey('hold', 'revenues-benefits', 'account', account, '', 'S6', '2026-09-29') },
      { payment: testKey('payment', 'revenues-benefits', 'e2') },
    ]);
  });

  test('has in its answer what stands in it and is not used, and is taken without', async () => {
    const { post, facts } = receivingWorld();
    const odd = hold('e1', { reveiw_on: '2026-10-20', 'a/b': 1 }, { sequence: 'b-17', traceparent: '00-1' });
    const { status, body } = await post([odd, hold('e2', {}, { sequence: '17' })]);
    expect([status, facts.length]).toEqual([202, 2]);
    expect(body.events.map(({ ignored }) => ignored?.map(({ pointer }) => pointer))).toEqual([
      ['/sequence', '/data/reveiw_on', '/data/a~1b'],
      undefined,
    ]);
    const again = await post({ ...odd, data: { ...odd.data, code: 'S5' } });
    expect(again.body.events[0]).toEqual({ id: 'e1', status: 'refused', errors: [expect.anything()] });
  });

  test('from a clock that is years ahead is refused: it would make each that follows an older one', async () => {
    const { post, facts } = receivingWorld();
    const at = (time: string) => post({ ...hold('e1'), time });
    expect(await at('2030-01-01T00:00:00Z')).toMatchObject({
      status: 400,
      body: { events: [{ errors: [{ pointer: '/time', message: expect.stringContaining('clock') }] }] },
    });
    expect(facts).toEqual([]);
    expect((await at('2026-10-20T09:15:00+01:00')).status).toBe(202);
  });

  test.each([
    [
      'with a slip of the pen',
      'council.recovery.hold-aplied.v1',
      'no event of the catalogue: is council.recovery.hold-applied.v1 meant?',
    ],
    [
      'of a version that is not there',
      'council.payments.payment-received.v2',
      'is council.payments.payment-received.v1 meant?',
    ],
    ['of nothing like it', 'council.trees.tree-felled.v1', 'is no event of the catalogue'],
    ['that Crier alone tells', 'council.notices.notice-sent.v1', 'is told by Crier alone'],
    ['of another system', 'council.waste.collection-booked.v1', 'the council says which it may'],
  ])('of a type %s is refused, and the answer leads on', async (_, type, words) => {
    const { post } = receivingWorld();
    const { status, body } = await post({ ...hold('e1'), type });
    expect(status).toBe(403);
    // The lines of npm start have a semicolon between errors.
    expect(JSON.stringify(body)).not.toContain(';');
    expect(body.events[0]?.errors).toEqual([{ pointer: '/type', message: expect.stringContaining(words) }]);
  });

  test('that breaks its contract is refused with a pointer to each fault, and without repeating what was sent', async () => {
    const { post, facts } = receivingWorld();
    const answer = await post(payment('e1', { amount_pence: 'Mrs Example', bill_year: '2026' }));
    expect(answer.status).toBe(400);
    expect(answer.body.events[0]?.errors?.map(({ pointer }) => pointer)).toEqual([
      '/data/bill_year',
      '/data/amount_pence',
    ]);
    expect(JSON.stringify(answer)).not.toContain('Mrs Example');
    expect(facts).toEqual([]);
  });

  test.each([
    ['a text', '"hello"'],
    ['null', 'null'],
    ['a number', '7'],
    ['an empty object', '{}'],
  ])('%s is refused', async (_, text) => {
    const { postText } = receivingWorld();
    expect(await postText(text)).toMatchObject({ status: 400, body: { events: [{ id: null, status: 'refused' }] } });
  });
});
