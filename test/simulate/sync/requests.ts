import type { CloudEvent } from '../../../contracts/envelope.ts';
import { contract as requestReceived } from '../../../contracts/events/requests/request-received.v1.ts';
import { FOUND_BY, type FoundBy, type Subscriber, type Webhook } from '../../../contracts/subscriber.ts';
import type { MatterView } from '../../../functions/register/register.ts';
import type { Key } from '../../../functions/shared/ids.ts';
import { keyOf, webhook } from '../../support/sync-facts.ts';
import { mischief, NO_FAULTS } from '../faults.ts';
import { countPoints, type Points } from '../points.ts';
import { type Random, randomFrom } from '../random.ts';
import { virtualTime } from '../virtual-time.ts';
import { type BackOfficeTemper, simulatedBackOfficeInTime } from './back-office.ts';
import { checkRequests, type Repeats } from './checks-of-requests.ts';
import { simulatedSync } from './platform.ts';
import type { SyncResult } from './sync.ts';
import { untilTold } from './until-told.ts';

const START = Date.parse('2026-11-28T10:00:00Z');
const MINUTE_MS = 60_000;
const FAULTY_MS = 15 * MINUTE_MS;
/** Between two minutes' looks: at a full minute they have only just been put on their queues. */
const HALF_A_MINUTE_MS = MINUTE_MS / 2;
const WHOLE_MS = 40 * 60 * MINUTE_MS;
const NAME = 'streets';

/** One schedule: requests that are reported, shuffled and twice, and posted to a back office that loses its answers. */
export async function simulateRequests(seed: number, points: Points = countPoints()): Promise<SyncResult> {
  const random = randomFrom(seed + 2_000_000);
  const time = virtualTime(START);
  const story: string[] = [];
  const tell = (line: string) => story.push(`${((time.now() - START) / 1000).toFixed(3).padStart(9)} s  ${line}`);
  // Workers stand still between claim and post, answers are lost, and what was taken is shown late: what was posted late is met then.
  const isLate = random.chance(0.15);
  const trouble = mischief(time, { random, faults: someFaults(random, isLate), tell });
  const found_by = random.pick(isLate ? FOUND_BY.slice(0, 2) : FOUND_BY);
  const entry = entryOf(random, found_by);
  const events = Array.from({ length: random.pick([1, 2, 3, 6]) }, (_, n) => requestEvent(n));
  const unclaimed: string[] = [];
  const backOffice = simulatedBackOfficeInTime(time, {
    ...{ found_by, temper: someTemper(random, isLate), mischief: trouble },
    onPost: (ref, timeoutMs) => void checkClaim(ref, timeoutMs),
  });
  /** What it calls requests of ours. */
  const called = new Map<string, string>();
  const platform = simulatedSync(time, {
    ...{ mischief: trouble, points, entries: [entry], systems: new Map() },
    requests: {
      name: async (event) => ({ subject: refOf(event), data: dataOf(event), disclosed: [] }),
      view: async () => VIEW,
      key: async () => 'key-of-ours',
      keep: async ({ system_ref, request_ref }) => void called.set(system_ref, request_ref),
      ask: backOffice.ask,
    },
  });
  /** Whoever posts one has claimed it until after its answer: nobody else posts it meanwhile. */
  const checkClaim = async (ref: string, timeoutMs: number) => {
    const event = events.find((each) => refOf(each) === ref) as CloudEvent;
    const at = time.now();
    const subject = await platform.store.subject({ subscriber: NAME, subject: keyOf(event) });
    const { id, until } = subject?.under_way ?? { until: 0 };
    if (id !== event.id || until < at + timeoutMs) unclaimed.push(`${ref} is posted by a worker that has it no more`);
  };
  const passed: CloudEvent[] = [];
  for (const event of events)
    for (let n = random.chance(0.25) ? 2 : 1; n > 0; n -= 1)
      time.at(START + (random.chance(0.3) ? random.int(0, FAULTY_MS) : random.int(0, 20_000)), () => {
        passed.push(event);
        platform.route.put({ event, replay: null });
      });
  const repeats = someRepeats({ random, time, platform, passed });
  platform.schedule(START, START + WHOLE_MS);
  const span = { from: START + FAULTY_MS + HALF_A_MINUTE_MS, to: START + WHOLE_MS };
  const left = await untilTold({ time, platform }, span);
  const { ended } = await platform.store.all();
  const listed = (await platform.store.dead(NAME)).items;
  const isWhole = [
    'kill',
    'freeze',
    'answer lost',
    'call refused',
    'slow call',
    'redrive',
    'tried again by the SDK',
  ].every((fault) => !trouble.met.has(fault));
  const requests = events.map((event) => ({ id: event.id, ref: refOf(event) }));
  const mayBeUnknown = repeats.replays.length > 0 || trouble.met.has('list cut off');
  const violations = [
    ...platform.violations,
    ...unclaimed,
    ...checkRequests({
      requests,
      backOffice,
      called,
      ended,
      listed,
      cries: platform.cries,
      found_by,
      isWhole,
      mayBeUnknown,
      ...repeats,
    }),
    ...(left > 0 ? [`${left} messages or deliveries are left`] : []),
  ];
  const states = new Map<string, number>();
  for (const { state, reason } of ended) {
    const name = `${state} ${reason ?? ''}`.trim();
    states.set(name, (states.get(name) ?? 0) + 1);
  }
  return { seed, violations, story, points, faults: trouble.met, told: backOffice.posted.length, states };
}

function entryOf(random: Random, found_by: FoundBy): Subscriber<Webhook> {
  const timeout_seconds = random.pick([3, 20]);
  const entry = webhook(NAME, {
    events: [requestReceived.type],
    fields: [],
    timeout_seconds,
    per_second: random.pick([1, 50]),
  });
  return { ...entry, transport: { ...entry.transport, open311: { services: { pothole: 'POT' }, found_by } } };
}

/** What is in the register of each: where it is, and what somebody wrote. */
const VIEW = {
  told: { words: { report: { place: { lat: 54.5, long: -1.3 }, description: 'A deep one' } } },
  matter: { people: [] },
} as unknown as MatterView;

const requestEvent = (n: number): CloudEvent => {
  const request_ref = `request-${n}-of-22-chars`.slice(0, 22).padEnd(22, '-') as Key;
  return {
    ...{ specversion: '1.0', id: `received-${n}`, source: 'council.intake', type: requestReceived.type },
    ...{ time: '2026-11-28T09:55:00.000Z', subject: request_ref, sequence: String(n + 1) },
    ...{ datacontenttype: 'application/json', council: 'stockton', origin: 'fixmystreet' },
    ...{ dataclassification: 'personal', data: { request_ref, service_code: 'pothole' } },
  } as CloudEvent;
};
const refOf = ({ id }: Pick<CloudEvent, 'id'>): string => `SR-${id}`;
const dataOf = (event: CloudEvent) => ({ request_ref: refOf(event), service_code: 'pothole' });

type Repeating = {
  random: Random;
  time: ReturnType<typeof virtualTime>;
  platform: ReturnType<typeof simulatedSync>;
  passed: readonly CloudEvent[];
};

/** Officers have what is dead tried again, and what has passed the bus told again. */
function someRepeats({ random, time, platform, passed }: Repeating): Repeats {
  const repeats: Repeats = { redrives: [], replays: [] };
  for (let n = random.pick([0, 0, 1, 2]); n > 0; n -= 1)
    time.at(START + random.int(20_000, 2 * FAULTY_MS), async () => {
      const at = time.now();
      const { ended, subjects } = await platform.store.all();
      // One that its worker has on record, and has not taken off its subject, is not dead yet.
      const dying = new Set(subjects.flatMap(({ waiting }) => waiting.map(({ event }) => event.id)));
      const dead = ended.filter(({ state, event }) => state === 'dead' && !dying.has(event.id));
      const one = { at, ids: new Set(dead.map(({ event }) => event.id)), isWhole: false };
      repeats.redrives.push(one);
      one.isWhole = await platform.redrive(NAME);
    });
  for (let n = random.pick([0, 0, 0, 1]); n > 0; n -= 1)
    time.at(START + random.int(20_000, 2 * FAULTY_MS), async () => {
      const asked_at = time.now();
      const replay = { subscriber: NAME, asked_at, from: 0, to: asked_at };
      const played = [...passed];
      const { ended } = await platform.store.all();
      const delivered = ended.filter(({ state }) => state === 'delivered').map(({ event }) => event.id);
      repeats.replays.push({ at: asked_at, delivered: new Set(delivered) });
      for (const event of played)
        time.at(asked_at + random.int(0, 20_000), () => platform.route.put({ event, replay }));
    });
  return repeats;
}

const someFaults = (random: Random, isLate: boolean) => {
  const isCalm = random.chance(0.25);
  const share = (most: number) => (isCalm ? 0 : random.pick([0, most / 4, most]));
  return {
    ...NO_FAULTS,
    kill: share(0.03),
    freeze: share(0.02),
    failBefore: share(0.03),
    failAfter: share(0.03),
    twice: share(0.03),
    slow: share(0.03),
    cold: share(0.05),
    freezeAt: isLate ? `deliver-${NAME} store.putSubject after` : null,
    healedAt: START + FAULTY_MS,
  };
};

function someTemper(random: Random, isLate: boolean): BackOfficeTemper {
  const from = START + random.int(0, 60_000);
  return {
    fails: random.pick([0, 0.1, 0.3]),
    loses: isLate ? 0.7 : random.pick([0, 0.1, 0.4]),
    refuses: random.pick([0, 0, 0.1]),
    busy: random.pick([0, 0.1]),
    tokens: random.pick([0, 0, 0.4]),
    unreadable: random.pick([0, 0.1]),
    cutOff: random.pick([0, 0, 0.1]),
    showsAfterMs: isLate ? 60_000 : random.pick([0, 20_000, 60_000]),
    down: !isLate && random.chance(0.3) ? { from, to: from + random.int(10_000, 400_000) } : { from: 0, to: 0 },
  };
}
