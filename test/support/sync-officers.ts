import type { CloudEvent } from '../../contracts/envelope.ts';
import { oneByOne } from '../../functions/shared/one-by-one.ts';
import { explainDeliveries } from '../../functions/sync/explain-deliveries/explain-deliveries.ts';
import { repeatDeliveries } from '../../functions/sync/repeat-deliveries/repeat-deliveries.ts';
import { routeEvents } from '../../functions/sync/route-events/route-events.ts';
import type { Verdict } from '../../functions/sync/rules/answers.ts';
import type { Replay } from '../../functions/sync/rules/replay.ts';
import { begin, nextStep, settle } from '../../functions/sync/rules/subject.ts';
import type { SystemEntry } from '../../functions/sync/settings.ts';
import { aRequest } from './http-request.ts';
import { NOW, TOKEN } from './officers.ts';
import { testKey } from './register.ts';
import { ADDRESS, keyOf, webhook } from './sync-facts.ts';
import { inMemorySyncStore } from './sync-store.ts';

type Played = { name: string; from: number; until: number };

/** Systems that are kept in step as officers see them, in memory. Nobody is told anything but by `tell`. */
export function syncOfficersWorld() {
  let at = NOW;
  const now = () => at;
  const store = inMemorySyncStore();
  const entries = [webhook('civica'), webhook('libraries')];
  const played: Played[] = [];
  const bells: string[] = [];
  const records: string[] = [];
  const answers = { startReplay: 'started' as 'started' | 'busy' };
  const systems: SystemEntry[] = [
    ...entries.map(({ name, owner, events, fields }) => ({ name, owner, events, fields })),
    {
      name: 'electoral-roll',
      owner: 'Electoral services',
      events: [ADDRESS],
      fields: [],
      file: { schedule: '18:00' },
    },
  ];
  const common = { officers: async () => ({ pat: TOKEN }), store, now };
  const explaining = {
    ...common,
    systems,
    mayHave: new Map(),
    name: async ({ subject = '' }: CloudEvent) => ({ subject, data: {}, disclosed: [] }),
    council: 'stockton',
    key: testKey,
  };
  const repeating = {
    ...common,
    subscribers: entries.map(({ name }) => name),
    startReplay: async (replay: Played) => {
      if (answers.startReplay === 'started') played.push(replay);
      return answers.startReplay;
    },
    record: (what: string, { officer, subscriber = '' }: Readonly<Record<string, string | number>>) => {
      records.push(`${what} ${subscriber} by ${officer}`);
    },
  };
  const ask = (path: string, { method = 'GET', body = '', authorization = `Bearer ${TOKEN}` } = {}) => {
    const [bare = '', query = ''] = path.split('?');
    const request = aRequest({ path: bare, query: Object.fromEntries(new URLSearchParams(query)) });
    const whole = { ...request, method, body, authorization };
    return method === 'GET' ? explainDeliveries(explaining, whole) : repeatDeliveries(repeating, whole);
  };
  const route = (event: CloudEvent, replay: Replay | null = null) =>
    routeEvents(
      {
        ...{ store, subscribers: entries, personOf: keyOf, now, alone: oneByOne() },
        ring: async (message) => void bells.push(message.subscriber),
      },
      { event, replay },
    );
  /** One try of what is next for this subscriber about whom the event is about. */
  const tell = async (subscriber: string, event: CloudEvent, verdict: Verdict): Promise<string | null> => {
    const subject = (await store.subject({ subscriber, subject: keyOf(event) }))!;
    const step = nextStep(subject, { now: now(), days: 3 });
    if (step.kind !== 'go') return null;
    const { id } = step.waiting.event;
    const begun = begin(subject, id, { now: now(), until: now() + 9, by: 'w', called: 'ER-1', disclosed: [] });
    const settled = settle(begun, id, { verdict, at: now(), days: 3, chance: 0.5 });
    if (settled.ended) await store.putEnded(settled.ended);
    await store.putSubject(begun);
    await store.putSubject(settled.subject);
    return id;
  };
  const pass = (ms: number) => {
    at += ms;
  };
  return { store, ask, route, tell, pass, now, played, bells, records, answers, entries };
}

export type SyncOfficersWorld = ReturnType<typeof syncOfficersWorld>;
