// Run by deliveries.ts in a process of its own: `node deliveries-once.ts WHAT URL,URL…`. `crier` routes facts and delivers them by the
// real cores, on a table in memory and a queue for each subscriber, to the webhooks at these addresses; `bare` signs as many bodies
// and posts them, and does nothing else. Prints the CPU seconds that it used, and when the subscribers but the first were done.

import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent } from '../contracts/envelope.ts';
import { keysWith } from '../functions/shared/ids.ts';
import { inFlight } from '../functions/shared/in-flight.ts';
import { oneByOne } from '../functions/shared/one-by-one.ts';
import { deliverEvents } from '../functions/sync/deliver-events/deliver-events.ts';
import type { Deps } from '../functions/sync/deliver-events/ports.ts';
import { routeEvents } from '../functions/sync/route-events/route-events.ts';
import { factOf } from '../functions/sync/rules/subject.ts';
import { bodyOf } from '../functions/sync/steps/body.ts';
import { noteEnds } from '../functions/sync/steps/circuit.ts';
import type { DeliverMessage, Ring } from '../functions/sync/steps/messages.ts';
import { takeSlots } from '../functions/sync/steps/take-slot.ts';
import { postWebhook } from '../functions/sync/webhook/post-webhook.ts';
import { NO_REQUESTS } from '../test/support/back-office.ts';
import { factOnBus, keyOf, OPT_OUT, webhook } from '../test/support/sync-facts.ts';
import { inMemorySyncStore } from '../test/support/sync-store.ts';
import { EACH, SECRETS, SUBJECTS, TIMEOUT_SECONDS } from './deliveries-sent.ts';

const [what = '', urls = ''] = process.argv.slice(2);
const now = Date.now;
const entries = urls
  .split(',')
  .map((url, i) => webhook(`subscriber-${i}`, { url, per_second: 100, timeout_seconds: TIMEOUT_SECONDS, fields: [] }));
const facts = Array.from({ length: EACH * SUBJECTS }, (_, n) =>
  factOnBus(OPT_OUT, n, { person: String(n % SUBJECTS) }),
);
const post = postWebhook({ now, clock: now });
const named = ({ subject = '', data }: CloudEvent) => ({
  subject,
  data: data as Record<string, unknown>,
  disclosed: [],
});

/** In a batch of ten for each of ten workers. */
const WORKERS = 100;

async function deliver(): Promise<number> {
  const store = inMemorySyncStore();
  const delivered = new Map(entries.map(({ name }) => [name, new Set<string>()]));
  const queues = new Map(entries.map(({ name }) => [name, queueOf((message) => work(message))]));
  const ring: Ring = async (message, seconds = 0) => {
    if (seconds === 0) queues.get(message.subscriber)?.(message);
    else setTimeout(() => queues.get(message.subscriber)?.(message), seconds * 1000).unref();
  };
  const deps: Deps = {
    store: {
      ...store,
      putEnded: async (ended) => {
        if (ended.state === 'delivered') delivered.get(ended.subscriber)?.add(ended.event.id);
        await store.putEnded(ended);
      },
    },
    subscribers: new Map(entries.map((entry) => [entry.name, entry])),
    name: async (event) => named(event),
    secrets: async () => SECRETS,
    post,
    requests: NO_REQUESTS,
    ring,
    takeSlot: ({ name, transport: { per_second } }) =>
      takeSlots({ store, now }, { subscriber: name, count: 1, per_second }),
    noteEnds: (subscriber, ended) => noteEnds(store, { subscriber, ends: [ended], chance: Math.random() }),
    alarm: () => {},
    now,
    sleep: pause,
    chance: Math.random,
    key: keysWith('a reference key for benchmarks only, 0123456789'),
    council: 'stockton',
  };
  const work = (body: DeliverMessage) => deliverEvents(deps, { body, remainingMs: () => 60_000 });
  const began = now();
  const routing = { store: deps.store, subscribers: entries, personOf: keyOf, ring, alone: oneByOne(), now };
  await inFlight(facts, 10, async (event) => void (await routeEvents(routing, { event, replay: null })));
  const areDone = (some: typeof entries) => some.every(({ name }) => delivered.get(name)?.size === facts.length);
  while (!areDone(entries.slice(1))) await pause(20);
  const seconds = (now() - began) / 1000;
  while (what === 'crier' && !areDone(entries)) await pause(20);
  return seconds;
}

/** So many at a time, first come first served. */
function queueOf(work: (message: DeliverMessage) => Promise<unknown>): (message: DeliverMessage) => void {
  const waiting: DeliverMessage[] = [];
  let busy = 0;
  const next = (): void => {
    const message = busy < WORKERS ? waiting.shift() : undefined;
    if (!message) return;
    busy += 1;
    void work(message).finally(() => {
      busy -= 1;
      next();
    });
  };
  return (message) => {
    waiting.push(message);
    next();
  };
}

async function signAndPost(): Promise<number> {
  const began = now();
  await Promise.all(
    entries.map(({ transport: { url } }) =>
      inFlight(facts, WORKERS, async (event) => {
        const body = bodyOf(factOf(event), named(event), 'stockton');
        const timeoutMs = TIMEOUT_SECONDS * 1000;
        const answer = await post({ url, id: event.id, body, secrets: SECRETS, timeoutMs, until: now() + 60_000 });
        if (answer.kind !== 'answered') throw new Error(`a receiver did not answer: ${JSON.stringify(answer)}`);
      }),
    ),
  );
  return (now() - began) / 1000;
}

const seconds = await (what === 'bare' ? signAndPost() : deliver());
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ cpu_seconds: (user + system) / 1e6, seconds }));
process.exit(0);
