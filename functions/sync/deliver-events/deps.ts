import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Subscriber, Webhook } from '../../../contracts/subscriber.ts';
import { nameForSubscriber } from '../../register/for-subscriber.ts';
import { registerReader } from '../../register/reader.ts';
import { systemReferences } from '../../register/system-references.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { askWithin } from '../../shared/http/ask.ts';
import { keysWith } from '../../shared/ids.ts';
import { keptKeys, readSecret } from '../../shared/secret.ts';
import { together } from '../../shared/together.ts';
import type { Ended } from '../rules/circuit.ts';
import { readSubscribers } from '../settings.ts';
import { type NoteEnds, noteEnds } from '../steps/circuit.ts';
import { ringOn } from '../steps/rings.ts';
import { takeSlots } from '../steps/take-slot.ts';
import type { SyncStore } from '../store/ports.ts';
import { syncTable } from '../store/sync-table.ts';
import { postWebhook } from '../webhook/post-webhook.ts';
import { subscriberSecrets } from '../webhook/secrets.ts';
import type { ENV } from './env.ts';
import type { Deps } from './ports.ts';

export async function buildDeps(env: Env<typeof ENV>, alarm: Deps['alarm']): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tables();
  const store = syncTable(tables, env.SYNC_TABLE, now);
  const queueUrls = readJson('DELIVER_QUEUE_URLS', env.DELIVER_QUEUE_URLS, z.record(z.string(), z.string()));
  const chance = () => Math.random();
  const register = registerReader(tables, env.REGISTER_TABLE);
  return {
    store,
    subscribers: new Map(readSubscribers(env.SUBSCRIBERS).map((each) => [each.name, each])),
    name: nameForSubscriber(register),
    secrets: subscriberSecrets(aws.secrets(), env.SUBSCRIBERS_SECRET, now),
    post: postWebhook({ now, clock: Date.now }),
    requests: {
      view: (id) => register.matter({ kind: 'request', id }),
      key: apiKeys(env.OPEN311_SECRET, now),
      ask: (timeoutMs) => askWithin({ timeoutMs, mostBytes: MOST_OF_A_LIST }),
      keep: systemReferences(tables, env.REGISTER_TABLE, now).keep,
    },
    ring: ringOn(aws.queues(), queueUrls),
    takeSlot: slotsTogether(store, now),
    noteEnds: endsTogether(store, chance),
    alarm,
    now,
    sleep: pause,
    chance,
    key: keysWith(await readSecret(aws.secrets(), env.REFERENCE_KEY_SECRET)),
    council: env.COUNCIL,
  };
}

/** A thousand requests, as servers show them. */
const MOST_OF_A_LIST = 5_000_000;

/** @param id empty where the council's configuration has no back office that requests are posted to */
function apiKeys(id: string, now: Now): Deps['requests']['key'] {
  const keys = id === '' ? async () => null : keptKeys(aws.secrets(), id, now);
  return async (name) => [(await keys())?.[name] ?? []].flat()[0] ?? null; // the new one is first, while there are two
}

/** As many as a batch brings: they ask for their slots, and end, at about the same time. */
const AT_ONCE = 10;

function slotsTogether(store: SyncStore, now: Now): Deps['takeSlot'] {
  const takes = perName(({ name, transport: { per_second } }: Subscriber<Webhook>) =>
    together<null, number | null>(AT_ONCE, async (all) => {
      const first = await takeSlots({ store, now }, { subscriber: name, count: all.length, per_second });
      return all.map((_, i) => (first === null ? null : first + i));
    }),
  );
  return (subscriber) => takes(subscriber)(null);
}

function endsTogether(store: SyncStore, chance: () => number): NoteEnds {
  const notes = perName(({ name }: { name: string }) =>
    together<Ended, Awaited<ReturnType<typeof noteEnds>>>(AT_ONCE, async (ends) => {
      const noted = await noteEnds(store, { subscriber: name, ends, chance: chance() });
      // What follows a change is done once, by the first.
      return ends.map((_, i) => (i === 0 ? noted : { before: noted.after, after: noted.after }));
    }),
  );
  return (name, ended) => notes({ name })(ended);
}

/** Makes one for each name, when it is first asked for. */
function perName<Of extends { name: string }, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new Map<string, Made>();
  return (of) => {
    const one = made.get(of.name) ?? make(of);
    made.set(of.name, one);
    return one;
  };
}
