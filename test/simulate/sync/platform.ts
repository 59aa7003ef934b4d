import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { Subscriber, Webhook } from '../../../contracts/subscriber.ts';
import type { Got } from '../../../functions/shared/http/ask.ts';
import { keysWith } from '../../../functions/shared/ids.ts';
import { oneByOne } from '../../../functions/shared/one-by-one.ts';
import { deliverEvents } from '../../../functions/sync/deliver-events/deliver-events.ts';
import type { Deps, TellRequests } from '../../../functions/sync/deliver-events/ports.ts';
import { redrivePage } from '../../../functions/sync/repeat-deliveries/redrive.ts';
import { type Routed, routeEvents } from '../../../functions/sync/route-events/route-events.ts';
import { noteEnds } from '../../../functions/sync/steps/circuit.ts';
import type { DeliverMessage } from '../../../functions/sync/steps/messages.ts';
import { takeSlots } from '../../../functions/sync/steps/take-slot.ts';
import type { SyncStore } from '../../../functions/sync/store/ports.ts';
import { NO_REQUESTS } from '../../support/back-office.ts';
import { keyOf } from '../../support/sync-facts.ts';
import { inMemorySyncStore } from '../../support/sync-store.ts';
import { faultyPorts, type Mischief, PortFailed } from '../faults.ts';
import type { Points } from '../points.ts';
import { type Delivery, faultyQueue } from '../queue.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { SimulatedSubscriber } from './subscriber.ts';

const TIMEOUT_MS = 60_000;
const MINUTE_MS = 60_000;
const API_LIMIT_MS = 30_000;

/** What a back office is told of requests with. */
type Requests = TellRequests & Pick<Deps, 'name'>;

type Options = {
  mischief: Mischief;
  points: Points;
  entries: readonly Subscriber<Webhook>[];
  systems: ReadonlyMap<string, SimulatedSubscriber>;
  requests?: Requests;
};

/** The real cores that keep systems in step, wired as the stack wires them, on ports and queues that misbehave. */
export function simulatedSync(time: VirtualTime, { mischief, points, entries, systems, requests }: Options) {
  const { tell, random } = mischief;
  const violations: string[] = [];
  const kept = inMemorySyncStore();
  const store: SyncStore = {
    ...kept,
    putSubject: async (subject) => {
      const before = await kept.subject(subject);
      const isClaim = subject.under_way !== null && before?.under_way?.by !== subject.under_way.by;
      const claimed = subject.waiting.find(({ event }) => event.id === subject.under_way?.id);
      const newest = claimed?.told ? subject.newest[claimed.told] : undefined;
      const put = await kept.putSubject(subject);
      if (put && isClaim && newest && newest.id !== claimed?.event.id)
        violations.push(`${subject.subscriber} is about to be told ${claimed?.event.id}, though ${newest.id} is known`);
      return put;
    },
  };
  const ports = faultyPorts(time, mischief, points);
  let calls = 0;
  const cries = new Set<string>();

  const depsOf = ({ worker }: Delivery, system?: SimulatedSubscriber) => {
    const guard = <Port extends object>(port: Port, name: string) => ports.guard(port, { worker, name });
    const guarded = guard(store, 'store');
    const { ring } = guard({ ring: async (message: DeliverMessage, seconds = 0) => put(message, seconds) }, 'queues');
    const other = guard(
      {
        name: requests?.name ?? (async ({ subject = '' }: CloudEvent) => ({ subject, data: {}, disclosed: [] })),
        secrets: async () => ['whsec_none'],
      },
      'register',
    );
    const webhook = guard({ post: system?.post ?? (() => Promise.reject(new Error('no such subscriber'))) }, 'webhook');
    return {
      store: guarded,
      ring,
      now: time.now,
      personOf: keyOf,
      alone: oneByOne(),
      subscribers: new Map(entries.map((entry) => [entry.name, entry])),
      ...other,
      post: webhook.post,
      requests: requests ? guardedRequests(requests, guard) : NO_REQUESTS,
      takeSlot: ({ name, transport: { per_second } }: Subscriber<Webhook>) =>
        takeSlots({ store: guarded, now: time.now }, { subscriber: name, count: 1, per_second }),
      noteEnds: ((subscriber, ended) =>
        noteEnds(guarded, { subscriber, ends: [ended], chance: random.next() })) as Deps['noteEnds'],
      alarm: (what: string, { subscriber }: { subscriber: string }) => {
        if (!cries.has(`${what} ${subscriber}`)) tell(`cries: ${what} ${subscriber}`);
        cries.add(`${what} ${subscriber}`);
      },
      sleep: (ms: number) => time.after(ms),
      chance: random.next,
      key: keysWith('the key of a schedule, of 32 letters or more'),
      council: 'stockton',
    };
  };

  const route = faultyQueue<Routed>(time, {
    ...{ name: 'route', mischief, timeoutMs: TIMEOUT_MS },
    work: (body, delivery) => routeEvents({ ...depsOf(delivery), subscribers: entries }, body),
  });
  const queues = new Map(
    entries.map(({ name }): [string, { put(body: DeliverMessage, delayMs?: number): void; open(): number }] => [
      name,
      faultyQueue<DeliverMessage>(time, {
        ...{ name: `deliver-${name}`, mischief, timeoutMs: TIMEOUT_MS },
        work: (body, delivery) =>
          deliverEvents(depsOf(delivery, systems.get(name)), { body, remainingMs: delivery.remainingMs }),
      }),
    ]),
  );
  const put = (message: DeliverMessage, seconds: number) =>
    queues.get(message.subscriber)?.put(message, seconds * 1000);

  const schedule = (from: number, until: number) => {
    for (let at = from; at < until; at += MINUTE_MS)
      time.at(at, () => {
        for (const { name } of entries) put({ subscriber: name, look: true }, 0);
      });
  };
  /** An officer's call, which dies at any of its awaits and is not made again. @returns true when it came to its end */
  const redrive = async (subscriber: string): Promise<boolean> => {
    const asked_at = time.now();
    const worker = { name: `repeat-${++calls}`, dead: false, frozenUntil: 0 };
    time.at(asked_at + API_LIMIT_MS, () => {
      worker.dead = true;
    });
    tell(`${worker.name}: what is dead of ${subscriber} is tried again`);
    const deps = { store: ports.guard(store, { worker, name: 'store' }), now: time.now };
    try {
      await redrivePage(deps, subscriber, { asked_at });
      return true;
    } catch (error) {
      if (error instanceof PortFailed) return false;
      throw error;
    }
  };
  return {
    redrive,
    store,
    violations,
    route,
    schedule,
    cries,
    unfinished: () => [route, ...queues.values()].reduce((sum, queue) => sum + queue.open(), 0),
  };
}

type GuardOf = <Port extends object>(port: Port, name: string) => Port;

/**
 * Their worker may die or stand still after an answer. It cannot between its look at the clock and what is asked, since nothing is
 * awaited there: what would be is after the claim.
 */
function guardedRequests({ view, key, keep, ask }: TellRequests, guard: GuardOf): TellRequests {
  return {
    ...guard({ view, key, keep }, 'requests'),
    ask: (timeoutMs) => {
      const asking = ask(timeoutMs);
      const { answered } = guard({ answered: async (got: Got) => got }, 'http');
      return async (url, form) => answered(await asking(url, form));
    },
  };
}
