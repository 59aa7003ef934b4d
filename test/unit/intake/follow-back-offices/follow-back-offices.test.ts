import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractOf } from '../../../../contracts/catalogue.ts';
import type { Deps } from '../../../../functions/intake/follow-back-offices/deps.ts';
import { followBackOffices } from '../../../../functions/intake/follow-back-offices/follow-back-offices.ts';
import { followedTable } from '../../../../functions/intake/follow-back-offices/followed-table.ts';
import type { Followed } from '../../../../functions/intake/follow-back-offices/ports.ts';
import type { Got } from '../../../../functions/shared/http/ask.ts';
import { dynamoDb } from '../../../support/dynamodb.ts';
import { inMemoryBus, inMemoryIntakeTable } from '../../../support/intake.ts';
import { Killed, killing } from '../../../support/kill.ts';
import { inMemoryRegister, testKey } from '../../../support/register.ts';

const HOUR_MS = 3_600_000;
const TUESDAY = Date.parse('2026-09-29T09:00:00Z');
const STREETS = {
  ...{ name: 'streets', url: 'https://streets.example/open311/v2', jurisdiction_id: 'streets' },
  statuses: { 'in-progress': ['in_progress', 'INP'], fixed: ['fixed'], nothing: ['open'] },
};

function inMemoryFollowed(): Followed {
  const far = new Map<string, number>();
  const done = new Set<string>();
  return {
    until: async (name) => far.get(name) ?? null,
    followedTo: async (name, until) => void far.set(name, Math.max(until, far.get(name) ?? 0)),
    isDone: async (name, update) => done.has(`${name} ${update}`),
    done: async (name, update) => void done.add(`${name} ${update}`),
  };
}

type Update = { update_id: string; service_request_id: string; status: string; updated_datetime: string };
const anUpdate = (n: number, at: number, more: object = {}): Update => ({
  ...{ update_id: `u-${n}`, service_request_id: `SR-${n}`, status: 'in_progress' },
  ...{ updated_datetime: new Date(at).toISOString(), ...more },
});

/** A back office that shows its updates by span, and Crier that asks it. */
function world(updates: Update[] = []) {
  const clock = { now: TUESDAY };
  const bus = inMemoryBus();
  const published: string[] = [];
  const asked: URL[] = [];
  const alarms: unknown[] = [];
  const answer = { next: null as Got | null };
  const deps: Deps = {
    backOffices: [STREETS],
    keys: async () => ({ streets: 'their-key' }),
    ask: async (url) => {
      asked.push(url);
      if (answer.next) return answer.next;
      const [from, to] = ['start_date', 'end_date'].map((name) => Date.parse(url.searchParams.get(name)!)) as [
        number,
        number,
      ];
      const shown = updates.filter(({ updated_datetime: at }) => Date.parse(at) >= from && Date.parse(at) <= to);
      const bytes = Buffer.from(
        JSON.stringify(shown.toSorted((a, b) => (a.updated_datetime < b.updated_datetime ? -1 : 1)).slice(0, 1_000)),
      );
      return { kind: 'answered', status: 200, contentType: 'application/json', bytes };
    },
    followed: inMemoryFollowed(),
    ours: async () => null,
    table: inMemoryIntakeTable(),
    register: inMemoryRegister(() => clock.now),
    contractOf,
    publish: async (events) => {
      published.push(...events.map(({ id }) => id));
      await bus.publish(events);
    },
    key: testKey,
    now: () => clock.now,
    council: 'stockton',
    alarm: (what, of) => void alarms.push([what, of]),
  };
  const follow = (more: Partial<Deps> = {}) => followBackOffices({ ...deps, ...more }, () => 100_000);
  return { clock, bus, published, asked, alarms, answer, deps, follow, updates };
}

describe('a back office that requests are posted to', () => {
  const TOLD = { ...STREETS, is_told: true as const };
  const of = (refs: Readonly<Record<string, string>>, updates: Update[]) => {
    const at = world(updates);
    const more = { backOffices: [TOLD], ours: async (system: string, ref: string) => refs[`${system} ${ref}`] ?? null };
    return { ...at, follow: () => at.follow(more) };
  };
  const refsOn = ({ bus }: ReturnType<typeof world>) =>
    [...bus.events.values()].map(({ data }) => (data as { request_ref: string }).request_ref);

  it('says what became of a request by its own name for it, and we know which it is', async () => {
    const told = of({ 'streets BO-7': 'SR-1' }, [anUpdate(1, TUESDAY - 60_000, { service_request_id: 'BO-7' })]);
    await told.follow();
    expect(refsOn(told)).toEqual([testKey('matter', 'request', 'SR-1')]);
  });

  it('is asked again for what it says before we know what it calls it, and told of its own after an hour', async () => {
    const refs: Record<string, string> = {};
    const told = of(refs, [anUpdate(1, TUESDAY - 60_000), anUpdate(2, TUESDAY - HOUR_MS)]);
    await told.follow();
    expect(refsOn(told)).toEqual([testKey('matter', 'request', 'SR-2')]);
    refs['streets SR-1'] = 'SR-OURS';
    told.clock.now += 5 * 60_000;
    await told.follow();
    expect(refsOn(told)).toEqual([testKey('matter', 'request', 'SR-2'), testKey('matter', 'request', 'SR-OURS')]);
  });
});

describe('a back office', () => {
  it('is asked on from where it was followed to, with an hour again, and each update is told once', async () => {
    const { follow, asked, bus, published, clock, updates } = world([anUpdate(1, TUESDAY - HOUR_MS)]);
    await follow();
    expect(asked.map(String)).toEqual([
      'https://streets.example/open311/v2/servicerequestupdates.json?start_date=2026-09-28T08%3A00%3A00.000Z' +
        '&end_date=2026-09-29T09%3A00%3A00.000Z&jurisdiction_id=streets&api_key=their-key',
    ]);
    clock.now += HOUR_MS / 2;
    updates.push(anUpdate(2, TUESDAY - HOUR_MS / 4, { external_status_code: 'inp', status: 'dragons' }));
    await follow();
    expect(asked.at(-1)!.searchParams.get('start_date')).toBe('2026-09-29T08:00:00.000Z');
    expect(published).toHaveLength(2);
    const [event] = bus.ofType('council.requests.stage-changed.v1');
    expect(event).toMatchObject({
      ...{ origin: 'streets', time: '2026-09-29T08:00:00.000Z' },
      data: { request_ref: testKey('matter', 'request', 'SR-1'), stage: 'in-progress' },
    });
  });

  it('that was not followed for days is, a day at a time, also where a day has more than one answer', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => anUpdate(n, TUESDAY + 30 * HOUR_MS + n * 1_000));
    const { follow, bus, clock, asked } = world(many);
    await follow();
    clock.now += 100 * HOUR_MS;
    await follow();
    expect(bus.events.size).toBe(2_500);
    expect(asked.length).toBeLessThan(15);
  });

  it('whose code was not agreed alarms and nobody is told, until it is: nothing else waits for it', async () => {
    const { follow, bus, alarms, clock, updates, deps } = world([anUpdate(1, TUESDAY, { status: 'Q7' })]);
    await follow();
    clock.now += 48 * HOUR_MS;
    updates.push(anUpdate(2, TUESDAY + 47 * HOUR_MS));
    for (let n = 0; n < 3; n += 1) await follow();
    expect(new Set(alarms.map((each) => JSON.stringify(each)))).toEqual(
      new Set(['["unmapped-status",{"back_office":"streets"}]']),
    );
    expect(bus.events.size).toBe(0);
    const statuses = { ...STREETS.statuses, booked: ['Q7'] };
    await follow({ ...deps, backOffices: [{ ...STREETS, statuses }] });
    expect([...bus.events.values()].map(({ data }) => (data as { stage: string }).stage)).toEqual([
      'booked',
      'in-progress',
    ]);
  });

  it.each<[string, Got]>([
    ['nothing', { kind: 'none', reason: 'timeout' }],
    ['a fault', { kind: 'answered', status: 500, contentType: '', bytes: Buffer.from('[]') }],
    ['a redirect', { kind: 'answered', status: 302, contentType: '', bytes: Buffer.from('[]') }],
    ['garbage', { kind: 'answered', status: 200, contentType: 'application/json', bytes: Buffer.from('<html>') }],
  ])('that answers %s alarms, and is asked for the same again', async (_, got) => {
    const { follow, bus, alarms, clock, answer } = world([anUpdate(1, TUESDAY - HOUR_MS)]);
    answer.next = got;
    await follow();
    expect(alarms).toMatchObject([['back-office-silent', { back_office: 'streets' }]]);
    answer.next = null;
    clock.now += HOUR_MS;
    await follow();
    expect(bus.events.size).toBe(1);
  });

  it('whose clock is ahead is heard when ours has come so far', async () => {
    const { follow, bus, clock, deps } = world([]);
    const ahead = JSON.stringify([anUpdate(1, TUESDAY + HOUR_MS)]);
    const ask: Deps['ask'] = async () => ({
      kind: 'answered',
      status: 200,
      contentType: '',
      bytes: Buffer.from(ahead),
    });
    await follow({ ...deps, ask });
    expect(bus.events.size).toBe(0);
    clock.now += HOUR_MS;
    await follow({ ...deps, ask });
    expect(bus.events.size).toBe(1);
  });

  it.each(['before', 'after'] as const)(
    'is heard whole and once by those that come after one who died %s a step',
    async (when) => {
      for (let at = 0, died = true; died; at += 1) {
        const { follow, bus, deps, clock } = world([
          anUpdate(1, TUESDAY - HOUR_MS),
          anUpdate(2, TUESDAY - 2, { status: 'fixed' }),
        ]);
        const { followed, table, register, publish } = deps;
        died = await follow(killing({ followed, table, register, publish }, at, when)).then(
          () => false,
          (error) => error instanceof Killed,
        );
        if (!died) expect(at).toBeGreaterThan(10);
        clock.now += 60_000;
        await follow();
        expect(bus.events.size).toBe(2);
      }
    },
  );

  it('is heard the same whenever it shows what it has to say, and whenever it is asked', async () => {
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 600 }),
      shown: fc.integer({ min: 0, max: 3 }),
      late: fc.integer({ min: 0, max: 59 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { follow, bus, published, clock, updates } = world();
        for (const { minutes, shown, late } of steps) {
          clock.now += minutes * 60_000;
          for (let n = 0; n < shown; n += 1) updates.push(anUpdate(updates.length, clock.now - late * 60_000));
          await follow();
        }
        expect(published.toSorted()).toEqual([...new Set(published)].toSorted());
        expect(bus.events.size).toBe(updates.length);
      }),
    );
  });
});

describe.each(['in memory', 'on DynamoDB'])('how far it was followed, %s', (where) => {
  let db: Awaited<ReturnType<typeof dynamoDb>>;
  beforeAll(async () => {
    db = await dynamoDb();
  });
  afterAll(() => db.close());
  const open = async () =>
    where === 'in memory'
      ? inMemoryFollowed()
      : followedTable(db.documents, await db.table({ partitionKey: 'pk', sortKey: 'sk' }));

  it('never goes back, and knows what is done with', async () => {
    const followed = await open();
    expect(await followed.until('a')).toBeNull();
    for (const until of [2, 3, 1]) await followed.followedTo('a', until);
    expect([await followed.until('a'), await followed.until('b')]).toEqual([3, null]);
    await followed.done('a', 'u', 1);
    expect([await followed.isDone('a', 'u'), await followed.isDone('a', 'v'), await followed.isDone('b', 'u')]).toEqual(
      [true, false, false],
    );
  });
});
