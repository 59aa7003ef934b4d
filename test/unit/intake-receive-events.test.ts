import { describe, expect, test } from 'vitest';
import type { Deps } from '../../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../../functions/intake/receive-events/receive-events.ts';
import type { RegisterFact } from '../../functions/register/register.ts';
import { inMemoryBus, inMemoryIntakeTable } from '../support/intake.ts';
import { Killed, killing } from '../support/kill.ts';
import { inMemoryRegister, testKey } from '../support/register.ts';
import { validSamples } from '../support/samples.ts';

const TYPES = [
  'council.payments.payment-received.v1',
  'council.recovery.hold-applied.v1',
  'council.recovery.hold-released.v1',
  'council.residents.opt-out-recorded.v1',
];
const ALL = [...TYPES, 'council.residents.death-recorded.v1', 'council.intake.file-imported.v1'];

function world() {
  const bus = inMemoryBus();
  const register = inMemoryRegister(() => 1_000);
  const facts: RegisterFact[] = [];
  const deps: Deps = {
    sources: { 'revenues-benefits': { types: ALL }, payments: { types: TYPES.slice(0, 1) }, nothing: { types: [] } },
    tokens: { 'revenues-benefits': 'token-of-revenues', payments: 'token-of-payments', stranger: 'token-of-stranger' },
    table: inMemoryIntakeTable(),
    register: {
      fact: async (fact) => {
        facts.push(fact);
        return register.fact(fact);
      },
    },
    publish: bus.publish,
    key: testKey,
    now: () => 1_000,
    council: 'stockton',
  };
  type Post = { token?: string; contentType?: string; to?: Deps };
  const postText = (body: string | null, { token = 'token-of-revenues', contentType, to = deps }: Post = {}) =>
    receiveEvents(to, {
      method: 'POST',
      path: '/events',
      authorization: `Bearer ${token}`,
      contentType:
        contentType ?? (body?.startsWith('[') ? 'application/cloudevents-batch+json' : 'application/cloudevents+json'),
      body,
    }) as Promise<{ status: number; body: Body }>;
  const post = (json: unknown, options?: Post) => postText(JSON.stringify(json), options);
  return { deps, bus, facts, post, postText };
}
type Body = {
  error: string;
  events: { id: string; status: string; errors?: { pointer: string; message: string }[] }[];
};

const payment = (id = 'e1', data: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'urn:cash',
  type: 'council.payments.payment-received.v1',
  time: '2026-09-29T09:15:00+01:00',
  data: {
    account_ref: '700412345',
    bill_year: '2026-27',
    amount_pence: 12_550,
    paid_at: '2026-09-29T00:12:00+01:00',
    ...data,
  },
});
const hold = (id: string, data: object = {}, more: object = {}) => ({
  ...payment(id),
  type: 'council.recovery.hold-applied.v1',
  data: { scope: 'account', account_ref: '700412345', code: 'S6', from: '2026-09-29', ...data },
  ...more,
});

describe('who may send what', () => {
  test.each([
    ['no token', ''],
    ['a token of nobody', 'token-of-nobody'],
    ['a token without a source in the configuration', 'token-of-stranger'],
  ])('%s is told 401', async (_, token) => {
    const { post, facts } = world();
    const answer = await post(payment(), { token });
    expect(answer).toMatchObject({ status: 401, body: { error: 'unknown-token' } });
    expect(facts).toEqual([]);
  });

  test('a type that the source may not send is refused, as is one that only Crier itself tells', async () => {
    const { post } = world();
    expect(await post(hold('e1'), { token: 'token-of-payments' })).toMatchObject({
      status: 403,
      body: { events: [{ id: 'e1', status: 'refused', errors: [{ pointer: '/type' }] }] },
    });
    expect((await post({ ...payment(), type: 'council.intake.file-imported.v1' })).status).toBe(403);
  });
});

describe('an event', () => {
  const samples = validSamples.filter(
    ({ name, type }) => !name.includes('on-bus') && ALL.includes(type) && !type.includes('intake'),
  );
  test.each(samples)('$type $name is accepted', async ({ event, type }) => {
    const { post, facts, bus } = world();
    expect(await post(event)).toMatchObject({
      status: 202,
      body: { events: [{ id: event['id'], status: 'accepted' }] },
    });
    expect(facts).toHaveLength(1);
    expect(bus.ofType(type)).toHaveLength(1);
  });

  test('goes on the bus keyed, under an id of its source and its own', async () => {
    const { post, bus } = world();
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
    const { post, deps, facts } = world();
    let stored = -1;
    const publish = async () => {
      stored = facts.length;
    };
    const to = { ...deps, publish };
    await post(payment(), { to });
    expect(stored).toBe(1);
  });

  test('of a payment counts on the London day, also just after midnight', async () => {
    const { post, facts } = world();
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
    const { post, facts } = world();
    await post([hold('e1', {}, { sequence: '17' }), hold('e2', { code: 'S5' }, { sequence: 'b-17' })]);
    expect(facts.map(({ at }) => at)).toEqual([17, Date.parse('2026-09-29T09:15:00+01:00')]);
  });

  test('of a release names the hold that it ends', async () => {
    const { post, facts } = world();
    const released = { ...hold('e2'), type: 'council.recovery.hold-released.v1' };
    await post([hold('e1'), { ...released, data: { ...released.data, ended_at: '2026-10-01T10:00:00Z' } }]);
    const [applied, ended] = facts as Extract<RegisterFact, { kind: 'hold' }>[];
    expect(ended?.hold).toBe(applied?.hold);
    expect(ended?.subject).toEqual(applied?.subject);
    expect([applied?.value.ended_at, ended?.value.ended_at]).toEqual([null, Date.parse('2026-10-01T10:00:00Z')]);
  });

  test('cannot name its hold or payment itself', async () => {
    const { post, facts } = world();
    await post([hold('e1', { hold: 'AbCdEfGhIjKlMnOpQrStUv' }), payment('e2', { payment: 'AbCdEfGhIjKlMnOpQrStUv' })]);
    expect(facts).toMatchObject([
      { hold: testKey('hold', 'account', '700412345', '', 'S6', '2026-09-29') },
      { payment: testKey('event', 'payment', 'revenues-benefits', 'e2') },
    ]);
  });

  test('that breaks its contract is refused with a pointer to each fault, and without repeating what was sent', async () => {
    const { post, facts } = world();
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
    const { postText } = world();
    expect(await postText(text)).toMatchObject({ status: 400, body: { events: [{ id: null, status: 'refused' }] } });
  });
});

describe('an event that comes again', () => {
  test('is a duplicate, whatever order its fields are in, and is handed on once more', async () => {
    const { post, facts, bus } = world();
    await post(payment());
    const { data, ...rest } = payment();
    bus.events.clear();
    expect(await post({ data: Object.fromEntries(Object.entries(data).reverse()), ...rest })).toMatchObject({
      status: 202,
      body: { events: [{ status: 'duplicate' }] },
    });
    expect([facts.length, bus.events.size]).toEqual([2, 1]);
    expect(facts[0]).toEqual(facts[1]);
  });

  test('with another body is refused', async () => {
    const { post, facts } = world();
    await post(payment());
    expect(await post(payment('e1', { amount_pence: 1 }))).toMatchObject({
      status: 409,
      body: { events: [{ status: 'refused', errors: [{ pointer: '/id' }] }] },
    });
    expect(facts).toHaveLength(1);
  });

  test('in one batch is settled in the order of the batch', async () => {
    const { post } = world();
    const batch = [payment('e1'), payment('e2'), payment('e1'), payment('e1', { amount_pence: 1 })];
    const answer = await post(batch);
    expect(answer.status).toBe(207);
    expect(answer.body.events.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'duplicate', 'refused']);
  });

  test('under the same id from another source is another event', async () => {
    const { post, bus } = world();
    await post(payment());
    expect((await post(payment('e1', { amount_pence: 1 }), { token: 'token-of-payments' })).status).toBe(202);
    expect(bus.events.size).toBe(2);
  });

  test('after the worker was killed around any call leaves the same behind', async () => {
    const { post: plainPost, bus: plainBus } = world();
    await plainPost([payment('e1'), hold('e2')]);
    let kills = 0;
    for (let at = 0; at < 6; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const { post, deps, bus } = world();
        const { table, register, publish } = deps;
        const to = { ...deps, ...killing({ table, register, publish }, at, when) };
        const first = await post([payment('e1'), hold('e2')], { to }).catch((error) => error);
        kills += first instanceof Killed ? 1 : 0;
        expect((await post([payment('e1'), hold('e2')])).status).toBe(202);
        expect([...bus.events.values()].sort(byId)).toEqual([...plainBus.events.values()].sort(byId));
      }
    }
    expect(kills).toBe(10);
  });
});
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

describe('a batch', () => {
  test('is answered event by event, in its order', async () => {
    const { post } = world();
    const answer = await post([payment('e1'), { id: 'e2' }, hold('e3')]);
    expect(answer.status).toBe(207);
    expect(answer.body.events.map(({ id, status }) => [id, status])).toEqual([
      ['e1', 'accepted'],
      ['e2', 'refused'],
      ['e3', 'accepted'],
    ]);
  });

  test('of nothing is accepted', async () => {
    expect(await world().post([])).toEqual({ status: 202, body: { events: [] } });
  });

  test('of 500 is taken, of 501 refused as a whole', async () => {
    const { post, bus } = world();
    const many = Array.from({ length: 501 }, (_, i) => payment(`e${i}`));
    expect(await post(many)).toMatchObject({ status: 413, body: { error: 'too-many' } });
    expect(bus.events.size).toBe(0);
    expect((await post(many.slice(1))).status).toBe(202);
    expect(bus.events.size).toBe(500);
  });
});

describe('a body that will not do', () => {
  test.each([
    ['text/csv', '{}', undefined, 415, 'wrong-content-type'],
    ['of another content type', '{}', 'text/plain', 415, 'wrong-content-type'],
    ['not JSON', '{', undefined, 400, 'not-json'],
    ['nothing', '', undefined, 400, 'not-json'],
    ['not UTF-8', null, 'application/json', 400, 'not-json'],
    ['a list sent as one event', '[]', 'application/cloudevents+json', 400, 'wrong-content-type'],
    ['one event sent as a list', '{}', 'application/cloudevents-batch+json', 400, 'wrong-content-type'],
    ['larger than 1 MB', `"${'é'.repeat(500_001)}"`, undefined, 413, 'too-large'],
    ['nested without end', '['.repeat(900_000), undefined, 400, 'not-json'],
  ])('%s', async (name, body, contentType, status, error) => {
    const { postText } = world();
    const type = name === 'text/csv' ? 'text/csv' : contentType;
    expect(await postText(body, type ? { contentType: type } : {})).toMatchObject({ status, body: { error } });
  });

  test('application/json holds one event or a list', async () => {
    const { post } = world();
    expect((await post(payment(), { contentType: 'application/json' })).status).toBe(202);
    expect((await post([payment('e2')], { contentType: 'application/json' })).status).toBe(202);
  });
});

describe('contacts and satisfaction', () => {
  const TODAY = '2026-09-29';
  const contacts = () => {
    const here = world();
    here.deps.sources = {
      'revenues-benefits': {
        types: ['contacts-counted', 'contact-made', 'satisfaction-answered'].map(
          (each) => `council.contacts.${each}.v1`,
        ),
      },
    };
    here.deps.now = () => Date.parse(`${TODAY}T10:00:00Z`);
    return here;
  };
  const told = (what: string, data: object) => ({ ...payment('c1'), type: `council.contacts.${what}.v1`, data });
  const count = (data: object = {}) =>
    told('contacts-counted', {
      ...{ service: 'council-tax', channel: 'telephone', from: TODAY, to: TODAY, contacts: 3, revision: 1 },
      ...data,
    });

  test('go on the bus under the name of who told them, and not into the register', async () => {
    const { post, bus, facts } = contacts();
    expect((await post(count())).status).toBe(202);
    expect([...bus.events.values()]).toMatchObject([{ source: 'council.intake', origin: 'revenues-benefits' }]);
    expect(facts).toEqual([]);
  });

  test.each([
    ['a count', count({ to: '2026-09-30' }), '/data/to'],
    [
      'an answer',
      told('satisfaction-answered', { service: 'council-tax', channel: 'sms', score: 1, on: '2026-09-30' }),
      '/data/on',
    ],
    [
      'a contact',
      told('contact-made', { service: 'council-tax', channel: 'sms', at: '2026-09-29T10:06:00Z' }),
      '/data/at',
    ],
  ])('%s of days to come is refused', async (_, event, pointer) => {
    const { post, bus } = contacts();
    const answer = await post(event);
    expect([answer.status, answer.body.events[0]?.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect(bus.events.size).toBe(0);
  });

  test('may be a few minutes ahead by the clock of their source', async () => {
    const { post } = contacts();
    const contact = { service: 'council-tax', channel: 'sms', at: '2026-09-29T10:04:00Z' };
    expect((await post(told('contact-made', contact))).status).toBe(202);
  });
});
