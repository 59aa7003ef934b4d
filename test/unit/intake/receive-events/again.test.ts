import { describe, expect, test } from 'vitest';
import { Killed, killing } from '../../../support/kill.ts';
import { hold, payment, receivingWorld } from '../../../support/receiving-world.ts';

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

describe('an event that comes again', () => {
  test('is a duplicate, whatever order its fields are in, and is handed on once more', async () => {
    const { post, facts, bus } = receivingWorld();
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
    const { post, facts } = receivingWorld();
    await post(payment());
    expect(await post(payment('e1', { amount_pence: 1 }))).toMatchObject({
      status: 409,
      body: { events: [{ status: 'refused', errors: [{ pointer: '/id' }] }] },
    });
    expect(facts).toHaveLength(1);
  });

  test('stamped anew is the same fact, and stays where its source first put it', async () => {
    const { post, facts, bus } = receivingWorld();
    await post(hold('e1', {}, { sequence: '17' }));
    const again = await post({ ...hold('e1'), time: '2026-09-29T09:15:40+01:00', sequence: '18' });
    expect(again).toMatchObject({ status: 202, body: { events: [{ status: 'duplicate' }] } });
    expect(facts.map(({ at }) => at)).toEqual([17, 17]);
    expect([...bus.events.values()].map(({ sequence }) => sequence)).toEqual(['17']);
  });

  test('stamped anew after a fault of ours is not lost', async () => {
    const { post, deps, facts } = receivingWorld();
    const register = {
      ...deps.register,
      fact: async () => {
        throw new Error('the register is not there');
      },
    };
    await expect(post(payment(), { to: { ...deps, register } })).rejects.toThrow('not there');
    expect(await post({ ...payment(), time: '2026-09-29T09:16:00+01:00' })).toMatchObject({ status: 202 });
    expect(facts).toHaveLength(1);
  });

  test('after the door ran out of time is taken then, and what it had taken is on the bus', async () => {
    const { post, deps, bus } = receivingWorld();
    let left = 11_000;
    const table: typeof deps.table = {
      ...deps.table,
      takeEvent: async (event) => {
        left -= 500;
        return deps.table.takeEvent(event);
      },
    };
    const batch = Array.from({ length: 60 }, (_, i) => payment(`e${i}`));
    const first = await post(batch, { to: { ...deps, table }, remainingMs: () => left });
    expect(first).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { error: 'try-again' } });
    const rest = batch.filter((_, i) => first.body.events[i]?.status === 'not-taken');
    expect([rest.length > 0, first.body.events.filter(({ status }) => status === 'accepted').length]).toEqual([
      true,
      bus.events.size,
    ]);
    expect(bus.events.size).toBe(60 - rest.length);
    const second = await post(rest);
    expect(second.body.events.every(({ status }) => status === 'accepted')).toBe(true);
    expect([second.status, bus.events.size]).toEqual([202, 60]);
  });

  test('with another type is refused', async () => {
    const { post } = receivingWorld();
    await post(hold('e1'));
    const released = { ...hold('e1', { ended_at: '2026-10-01T10:00:00Z' }), type: 'council.recovery.hold-released.v1' };
    expect((await post(released)).status).toBe(409);
  });

  test('in one batch is settled in the order of the batch', async () => {
    const { post } = receivingWorld();
    const batch = [payment('e1'), payment('e2'), payment('e1'), payment('e1', { amount_pence: 1 })];
    const answer = await post(batch);
    expect(answer.status).toBe(207);
    expect(answer.body.events.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'duplicate', 'refused']);
  });

  test('while its source is paused is answered with 503 and when to come again, and taken from then on; other sources are not touched', async () => {
    const { post, deps, bus } = receivingWorld();
    const table = { ...deps.table, paused: async (source: string) => source === 'revenues-benefits' };
    const refused = await post(payment(), { to: { ...deps, table } });
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '300' }, body: { error: 'source-paused' } });
    expect(bus.events.size).toBe(0);
    expect((await post(payment(), { to: { ...deps, table }, token: 'token-of-payments' })).status).toBe(202);
    expect((await post(payment())).status).toBe(202);
    expect(bus.events.size).toBe(2);
  });

  test('under the same id from another source is another event', async () => {
    const { post, bus } = receivingWorld();
    await post(payment());
    expect((await post(payment('e1', { amount_pence: 1 }), { token: 'token-of-payments' })).status).toBe(202);
    expect(bus.events.size).toBe(2);
  });

  test('after the worker was killed around any call leaves the same behind', async () => {
    const { post: plainPost, bus: plainBus } = receivingWorld();
    await plainPost([payment('e1'), hold('e2')]);
    let kills = 0;
    for (let at = 0; at < 6; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const { post, deps, bus } = receivingWorld();
        const { table, register, publish } = deps;
        const to = { ...deps, ...killing({ table, register, publish }, at, when) };
        const first = await post([payment('e1'), hold('e2')], { to }).catch((error) => error);
        kills += first instanceof Killed ? 1 : 0;
        expect((await post([payment('e1'), hold('e2')])).status).toBe(202);
        expect([...bus.events.values()].sort(byId)).toEqual([...plainBus.events.values()].sort(byId));
      }
    }
    expect(kills).toBe(12);
  });
});
