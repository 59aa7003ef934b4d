import type { FoundBy, Subscriber, Webhook } from '../../../../contracts/subscriber.ts';
import { nameForSubscriber } from '../../../../functions/register/for-subscriber.ts';
import { type Key, keysWith } from '../../../../functions/shared/ids.ts';
import { oneByOne } from '../../../../functions/shared/one-by-one.ts';
import { deliverEvents } from '../../../../functions/sync/deliver-events/deliver-events.ts';
import type { Deps } from '../../../../functions/sync/deliver-events/ports.ts';
import { redrivePage } from '../../../../functions/sync/repeat-deliveries/redrive.ts';
import { routeEvents } from '../../../../functions/sync/route-events/route-events.ts';
import { noteEnds } from '../../../../functions/sync/steps/circuit.ts';
import type { DeliverMessage } from '../../../../functions/sync/steps/messages.ts';
import { toldOf } from '../../../../infra/config/open311.ts';
import { stockton } from '../../../../infra/config/stockton.ts';
import { simulatedBackOffice } from '../../../support/back-office.ts';
import { open311World } from '../../../support/open311-world.ts';
import { inMemorySyncStore } from '../../../support/sync-store.ts';

export const NAME = 'confirm';

/** The configuration's entry of a back office that takes requests. */
const entryOf = (found_by: FoundBy, format?: 'json' | 'xml') => ({
  ...(format && { format }),
  ...{
    name: NAME,
    url: 'https://confirm.example/open311/v2',
    jurisdiction_id: 'confirm',
    statuses: { fixed: ['fixed'] },
  },
  takes: {
    ...{ owner: 'Streets', services: { 'fly-tipping': 'FLY' }, fields: ['first_name' as const, 'email' as const] },
    ...{ found_by, timeout_seconds: 10, per_second: 50, days: 3 },
  },
});

/** A request that somebody reported, and a back office that is to be told of it. */
export async function backOfficeWorld(
  found_by: FoundBy = 'description',
  form?: Readonly<Record<string, string>>,
  format?: 'json' | 'xml',
) {
  const source = open311World();
  const ref = await source.report(form);
  const [event] = [...source.bus.events.values()];
  const { clock } = source;
  const now = () => clock.now;
  const backOffice = simulatedBackOffice(now);
  const open311 = { ...stockton.open311, back_offices: [entryOf(found_by, format)] };
  const [subscriber] = toldOf({ subscribers: [], open311 }) as [Subscriber<Webhook>];
  const store = inMemorySyncStore();
  const kept: string[] = [];
  const cries: string[] = [];
  const secret = { key: 'key-of-ours' as string | null };
  let bells: DeliverMessage[] = [];
  let drawn = 0;
  const deps: Deps = {
    store,
    subscribers: new Map([[NAME, subscriber]]),
    name: nameForSubscriber(source.register),
    secrets: async () => null,
    post: () => Promise.reject(new Error('no webhook')),
    requests: {
      view: (id: Key) => source.register.matter({ kind: 'request', id }),
      key: async () => secret.key,
      ask: () => backOffice.ask,
      keep: async ({ system, system_ref, request_ref }) => void kept.push(`${system} ${system_ref} ${request_ref}`),
    },
    ring: async (message) => void bells.push(message),
    takeSlot: async () => Math.ceil(clock.now / 1000),
    noteEnds: (name, ended) => noteEnds(store, { subscriber: name, ends: [ended], chance: 0.5 }),
    alarm: (what, { reason }) => void cries.push(`${what} ${reason ?? ''}`.trim()),
    now,
    sleep: async (ms) => {
      clock.now += ms;
    },
    chance: () => {
      drawn += 1;
      return (drawn % 97) / 97;
    },
    key: keysWith('the key of one test, of 32 letters or more'),
    council: 'stockton',
  };
  const wanting = [
    { name: NAME, events: subscriber.events, services: Object.keys(subscriber.transport.open311!.services) },
  ];
  const route = (told = event!) =>
    routeEvents(
      {
        store,
        subscribers: wanting,
        personOf: ({ subject }) => subject as Key,
        ring: deps.ring,
        alone: oneByOne(),
        now,
      },
      { event: told, replay: null },
    );
  /** What rang is worked on, and what stands on the agenda is looked at each minute. */
  const work = async (with_: Deps = deps) => {
    const rung = bells;
    bells = [];
    for (const body of [...rung, { subscriber: NAME, look: true } as const])
      await deliverEvents(with_, { body, remainingMs: () => 60_000 });
  };
  const passHours = async (hours: number) => {
    for (let minute = 0; minute < hours * 60; minute += 1) {
      clock.now += 60_000;
      await work();
      await work();
    }
  };
  const redrive = () => redrivePage({ store, now }, NAME, { asked_at: now() });
  const state = async () => {
    const { subjects, ended } = await store.all();
    const [waits] = subjects.flatMap(({ waiting }) => waiting);
    const [end] = ended;
    return waits ? `waiting ${waits.detail ?? waits.reason}` : end ? `${end.state} ${end.reason ?? ''}`.trim() : 'none';
  };
  return {
    ...{ ref, event: event!, backOffice, store, deps, kept, cries, secret, clock, subscriber },
    route,
    work,
    passHours,
    redrive,
    state,
  };
}
