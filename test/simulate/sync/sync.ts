import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { SyncStore } from '../../../functions/sync/store/ports.ts';
import { ADDRESS, CONTACT, factOnBus, OPT_OUT, webhook } from '../../support/sync-facts.ts';
import { mischief, NO_FAULTS } from '../faults.ts';
import { countPoints, type Points } from '../points.ts';
import { type Random, randomFrom } from '../random.ts';
import { virtualTime } from '../virtual-time.ts';
import { checkSync, type Repeats } from './checks.ts';
import { simulatedSync } from './platform.ts';
import { simulatedSubscriber, type Temper } from './subscriber.ts';
import { untilTold } from './until-told.ts';

const START = Date.parse('2026-11-28T10:00:00Z');
const MINUTE_MS = 60_000;
const FAULTY_MS = 8 * MINUTE_MS;
/** Between two minutes' looks: at a full minute they have only just been put on their queues. */
const HALF_A_MINUTE_MS = MINUTE_MS / 2;
const WHOLE_MS = 30 * 60 * MINUTE_MS;

export type SyncResult = {
  seed: number;
  violations: string[];
  story: string[];
  points: Points;
  faults: Map<string, number>;
  told: number;
  states: Map<string, number>;
};

/** One schedule: some residents, facts about them shuffled, twice, late and dropped until sent again, and every kind of failure. */
export async function simulateSync(seed: number, points = countPoints()): Promise<SyncResult> {
  const random = randomFrom(seed);
  const time = virtualTime(START);
  const story: string[] = [];
  const tell = (line: string) => story.push(`${((time.now() - START) / 1000).toFixed(3).padStart(9)} s  ${line}`);
  const trouble = mischief(time, { random, faults: someFaults(random), tell });
  const facts = someFacts(random);
  const entries = [
    webhook('civica', { events: [ADDRESS, CONTACT], per_second: random.pick([1, 2, 50]) }),
    webhook('libraries', { events: [OPT_OUT, CONTACT], per_second: random.pick([1, 50]) }),
  ];
  const systems = new Map(
    entries.map(({ name }) => [
      name,
      simulatedSubscriber(time, { name, temper: someTemper(random), facts, mischief: trouble }),
    ]),
  );
  const platform = simulatedSync(time, { mischief: trouble, points, entries, systems });
  const passed: CloudEvent[] = [];
  const burstMs = random.pick([2_000, 40_000]);
  for (const event of facts.values()) {
    // What is dropped on its way is sent again by its source; each comes once at least.
    const times = random.chance(0.25) ? 2 : 1;
    for (let n = 0; n < times; n += 1) {
      const at = START + (random.chance(0.2) ? random.int(0, FAULTY_MS) : random.int(0, burstMs));
      time.at(at, () => {
        passed.push(event);
        platform.route.put({ event, replay: null });
      });
    }
  }
  const repeats = someRepeats({ seed, time, platform, passed, names: entries.map(({ name }) => name) });
  platform.schedule(START, START + WHOLE_MS);
  const span = { from: START + FAULTY_MS + HALF_A_MINUTE_MS, to: START + WHOLE_MS };
  const left = await untilTold({ time, platform }, span);
  const { subjects, ended } = await platform.store.all();
  const isWhole = (trouble.met.get('kill') ?? 0) + (trouble.met.get('freeze') ?? 0) + lost(trouble.met) === 0;
  const violations = [
    ...platform.violations,
    ...checkSync({ facts, entries, systems, subjects, ended, isWhole, ...repeats }),
  ];
  for (const { name } of entries) violations.push(...(await unlisted(platform.store, name)));
  if (left > 0) violations.push(`${left} messages or deliveries are left`);
  const states = new Map<string, number>();
  for (const { state } of ended) states.set(state, (states.get(state) ?? 0) + 1);
  const told = [...systems.values()].reduce((sum, { asked }) => sum + asked.length, 0);
  return { seed, violations, story, points, faults: trouble.met, told, states };
}

/** Officers have what is dead tried again, and what has passed the bus told again: in half of the schedules. */
function someRepeats({ seed, time, platform, passed, names }: Repeating): Repeats {
  const random = randomFrom(seed + 1_000_000);
  const repeats: Repeats = { redrives: [], replays: [] };
  if (random.chance(0.5)) return repeats;
  for (const subscriber of names) {
    for (let n = random.int(0, 2); n > 0; n -= 1)
      time.at(START + random.int(20_000, FAULTY_MS), async () => {
        const at = time.now();
        const { ended, subjects } = await platform.store.all();
        const dead = ended.filter((each) => each.state === 'dead' && each.subscriber === subscriber);
        // One that its worker has on record, and has not taken off its subject, is not dead yet.
        const dying = new Set(subjects.flatMap(({ waiting }) => waiting.map(({ event }) => event.id)));
        const ids = new Set(dead.map(({ event }) => event.id).filter((id) => !dying.has(id)));
        if (await platform.redrive(subscriber)) repeats.redrives.push({ subscriber, at, ids });
      });
    for (let n = random.pick([0, 0, 1, 2]); n > 0; n -= 1)
      time.at(START + random.int(20_000, FAULTY_MS), () => {
        const asked_at = time.now();
        const replay = { subscriber, asked_at, from: 0, to: asked_at };
        repeats.replays.push({ subscriber, at: asked_at, ids: new Set(passed.map(({ id }) => id)) });
        // As the archive does: in any order, and what passed twice is played twice.
        for (const event of passed)
          time.at(asked_at + random.int(0, 20_000), () => platform.route.put({ event, replay }));
      });
  }
  return repeats;
}

type Repeating = {
  seed: number;
  time: ReturnType<typeof virtualTime>;
  platform: ReturnType<typeof simulatedSync>;
  passed: CloudEvent[];
  names: string[];
};

/** What is dead and not on the list from which officers have it tried again. */
async function unlisted(store: SyncStore, name: string): Promise<string[]> {
  const [{ ended }, { items }] = [await store.all(), await store.dead(name)];
  const dead = ended.filter(({ subscriber, state }) => subscriber === name && state === 'dead');
  return dead
    .filter(({ event, at }) => !items.some((line) => line.id === event.id && line.at === at))
    .map(({ event }) => `${name}: ${event.id} is dead, and not listed`);
}

/** Calls that failed although they had their effect, or threw: as good as a kill to whoever made them. */
const lost = (met: ReadonlyMap<string, number>): number =>
  ['answer lost', 'call refused', 'slow call', 'redrive', 'tried again by the SDK'].reduce(
    (sum, fault) => sum + (met.get(fault) ?? 0),
    0,
  );

const someFaults = (random: Random) => {
  const isCalm = random.chance(0.25);
  const share = (most: number) => (isCalm ? 0 : random.pick([0, most / 4, most]));
  return {
    ...NO_FAULTS,
    kill: share(0.02),
    freeze: share(0.01),
    failBefore: share(0.03),
    failAfter: share(0.03),
    twice: share(0.03),
    slow: share(0.03),
    cold: share(0.05),
    healedAt: START + FAULTY_MS,
  };
};

function someTemper(random: Random): Temper {
  const from = START + random.int(0, 60_000);
  return {
    fails: random.pick([0, 0.1, 0.3]),
    silent: random.pick([0, 0.1]),
    dead: random.pick([0, 0.05]),
    slow: random.pick([0, 0.3]),
    down: random.chance(0.5) ? { from, to: from + random.int(10_000, 400_000) } : { from: 0, to: 0 },
  };
}

function someFacts(random: Random): Map<string, CloudEvent> {
  const people = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].slice(0, random.pick([1, 2, 3, 8]));
  const facts = new Map<string, CloudEvent>();
  for (const person of people) {
    const count = random.int(2, 6);
    for (let n = 0; n < count; n += 1) {
      const type = random.pick([ADDRESS, CONTACT, OPT_OUT]);
      const event = factOnBus(type, 7 + n, { person, channel: random.pick(['sms', 'email', 'post']) });
      facts.set(event.id, event);
    }
  }
  return facts;
}
