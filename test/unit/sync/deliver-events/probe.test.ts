import { expect, test } from 'vitest';
import { deliverEvents } from '../../../../functions/sync/deliver-events/deliver-events.ts';
import { SHUT } from '../../../../functions/sync/rules/circuit.ts';
import type { DeliverMessage } from '../../../../functions/sync/steps/messages.ts';
import { backOfficeWorld, NAME } from '../open311/world.ts';

const LIMIT_MS = 60_000;

test('what a probe had in hand when its worker died is told, though another look took it off the agenda meanwhile', async () => {
  const world = await backOfficeWorld();
  const { store, clock } = world;
  let rung: { body: DeliverMessage; at: number }[] = [];
  const ring = async (body: DeliverMessage, seconds = 0) => void rung.push({ body, at: clock.now + seconds * 1000 });
  const deps = { ...world.deps, ring };
  const deliver = (body: DeliverMessage, with_ = deps) => {
    const until = clock.now + LIMIT_MS;
    return deliverEvents(with_, { body, remainingMs: () => until - clock.now });
  };
  const look = { subscriber: NAME, look: true } as const;
  const workOn = async () => {
    const due = rung.filter(({ at }) => at <= clock.now);
    rung = rung.filter(({ at }) => at > clock.now);
    for (const { body } of due) await deliver(body);
  };
  const open = { at: clock.now, probes: 0, probe_at: clock.now + 1_000, probing_until: 0 };
  await store.putCircuit(NAME, { version: 1, failures: 10, since: clock.now, open });
  await world.route();
  await world.work(deps);
  expect([world.backOffice.asked, (await store.due(NAME, clock.now, 10)).length]).toEqual([[], 1]);

  clock.now += 1_000;
  const dies = { ...deps.requests, ask: () => () => Promise.reject(new Error('killed')) };
  await expect(deliver(look, { ...deps, requests: dies })).rejects.toThrow('killed');
  await store.putCircuit(NAME, { ...SHUT, version: (await store.circuit(NAME)).version + 1 }); // another was told
  await deliver(look);
  await workOn();
  expect([await store.due(NAME, clock.now + LIMIT_MS, 10), await world.state()]).toEqual([[], 'waiting not-tried']);

  for (let minute = 0; minute < 60; minute += 1) {
    clock.now += 60_000;
    await deliver(look);
    await workOn();
  }
  expect([await world.state(), world.backOffice.requests.length]).toEqual(['delivered', 1]);
});
