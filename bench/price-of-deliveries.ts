import { setTimeout as pause } from 'node:timers/promises';
import type { SubscribersHere } from '../infra/config/subscribers.ts';
import { NOBODY } from '../infra/local/start/stack.ts';
import { type Receiver, startReceiver } from '../infra/local/subscribers/start-receiver.ts';
import { startBenchStack } from './bench-stack.ts';
import type { Row } from './benchmark.ts';
import { batchesOf, livesAt } from './claims.ts';
import { SECRETS } from './deliveries-sent.ts';
import { DOLLARS, unitsOf } from './price.ts';

const SYSTEMS = 3;
const WARM_UP = 50;
const MOVES = 200;
const DELIVERIES = MOVES * SYSTEMS;
const TARGET_DOLLARS = 6;

/** AWS calls of telling three systems that somebody has moved: those of a stack that has them, less those of one that has none. */
export async function priceOfDeliveries(): Promise<Row[]> {
  const receivers = await Promise.all(Array.from({ length: SYSTEMS }, () => startReceiver(SECRETS)));
  try {
    const told = await unitsOfMoves(systemsAt(receivers), receivers);
    const kept = await unitsOfMoves(NOBODY, []);
    const lines = Object.entries(told).map(([what, units]) => {
      const each = (units - kept[what as keyof typeof kept]) / DELIVERIES;
      return { what, each, dollars: each * DOLLARS[what as keyof typeof DOLLARS] };
    });
    const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
    return [
      {
        what: 'a million deliveries, from the bus on',
        value: total,
        unit: 'US dollars',
        target: { at_most: TARGET_DOLLARS },
      },
      ...lines.flatMap(({ what, each, dollars }): Row[] => [
        { what: `of which ${what}`, value: dollars, unit: 'US dollars' },
        { what: `${what} for a delivery`, value: each, unit: 'units' },
      ]),
    ];
  } finally {
    for (const each of receivers) await each.close();
  }
}

function systemsAt(receivers: readonly Receiver[]): SubscribersHere {
  const entries = receivers.map(({ url }, i) => ({ name: `system-${i}`, url }));
  return {
    subscribers: entries.map(({ name, url }) => ({
      ...{
        name,
        owner: 'a bench',
        events: ['council.residents.contact-changed.v1'],
        fields: ['postal_address'] as const,
      },
      transport: { kind: 'webhook', url, timeout_seconds: 10, per_second: 100 },
      retry: { days: 3 },
    })),
    secrets: Object.fromEntries(entries.map(({ name }) => [name, [...SECRETS]])),
  };
}

async function unitsOfMoves(subscribers: SubscribersHere, receivers: readonly Receiver[]) {
  const stack = await startBenchStack({ subscribers });
  try {
    const { engine, calls, invocations } = stack;
    const move = async (from: number, count: number) => {
      const moves = Array.from({ length: count }, (_, i) => livesAt(from + i));
      for (const batch of batchesOf(moves)) await stack.post(batch);
      const all = from + count;
      while (receivers.some((each) => each.copies().length < all) || !engine.idle()) await pause(100);
    };
    await move(0, WARM_UP);
    const before = { calls: calls.length, invocations: invocations.length, requests: stack.apiRequests() };
    const operations = engine.callsByOperation();
    await move(WARM_UP, MOVES);
    const after = Object.entries(engine.callsByOperation());
    const { units } = unitsOf({
      calls: calls.slice(before.calls),
      before: calls.slice(0, before.calls),
      invocations: invocations.slice(before.invocations),
      operations: Object.fromEntries(after.map(([name, count]) => [name, count - (operations[name] ?? 0)])),
      template: stack.template,
      apiRequests: stack.apiRequests() - before.requests,
    });
    return units;
  } finally {
    await stack.close();
  }
}
