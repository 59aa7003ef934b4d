import type { Notice } from '../../functions/notices/notice/notice.ts';
import { FINAL } from '../../functions/notices/notice/notice.ts';
import type { Settings } from '../../functions/notices/rules/settings.ts';
import { TUESDAY_TEN } from '../support/builders.ts';
import { snapshotOf } from '../support/planning-facts.ts';
import { testKey } from '../support/register.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { type Braking, lastWeek, someBraking } from './brake.ts';
import { checkAll } from './checks.ts';
import { type Faults, mischief } from './faults.ts';
import { CALM, type NotifyKind } from './notify.ts';
import { operator } from './operator.ts';
import { simulatedPlatform } from './platform.ts';
import { countPoints, type Points } from './points.ts';
import { type Random, randomFrom } from './random.ts';
import type { Stopper } from './seen.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';
import { addressOf, type Fact, SHARED, type World, worldFrom } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Between two minutes' wakes: at a full minute they have only just been put on their queues. */
const HALF_A_MINUTE_MS = MINUTE_MS / 2;
const FAULTY_MS = 12 * MINUTE_MS;
const WHOLE_MS = 4 * HOUR_MS;
/** Ten minutes before nobody is reached any more until the next morning. */
const LATE_MS = 350 * MINUTE_MS;
const NIGHT_MS = 18 * HOUR_MS;
const FORGOTTEN_MS = 11 * 24 * HOUR_MS;

export type Result = {
  seed: number;
  violations: string[];
  story: string[];
  points: Points;
  faults: Map<string, number>;
  messages: number;
  states: Record<string, number>;
};

/**
 * One schedule of faults: some people, facts about them at any instant, and every kind of failure, all from one seed.
 * @param freezeAt an await point at which every second worker freezes
 */
export async function simulateSends(
  seed: number,
  points = countPoints(),
  freezeAt: string | null = null,
): Promise<Result> {
  const random = randomFrom(seed);
  const { start, wholeMs } = someDay(random);
  const time = virtualTime(start);
  const story: string[] = [];
  const tell = (line: string) => story.push(`${((time.now() - start) / 1000).toFixed(3).padStart(9)} s  ${line}`);
  const trouble = mischief(time, { random, faults: { ...someFaults(random, start), freezeAt }, tell });
  const notify = someNotify(random, start);
  const braking = someBraking(randomFrom(seed ^ 0x2c1b3c6d));
  const settings = { ...someSettings(random, notify), brake: braking.limits };
  const platform = simulatedPlatform(time, { mischief: trouble, points, settings, notify });
  const world = worldFrom(random);
  await lastWeek(platform.store, braking, start);
  const stoppers = await letHappen({ platform, world, random, time, tell, start, braking });
  const { store, atSending } = platform;
  let requests = 0;
  const request = () =>
    platform.guard(store, {
      worker: { name: `officer-${++requests}`, dead: false, frozenUntil: 0 },
      name: 'store',
    });
  const stops = operator(time, {
    ...{ store, random, tell, until: start + FAULTY_MS, ends: start + wholeMs, atSending, request },
    everyNotice: platform.everyNotice,
  });

  platform.schedule(start, { until: start + wholeMs });
  if (notify.silent > 0) platform.schedule(start + wholeMs, { until: start + FORGOTTEN_MS, everyMs: 6 * HOUR_MS });
  let notices: Notice[] = [];
  const end = start + (notify.silent > 0 ? FORGOTTEN_MS : wholeMs);
  const step = notify.silent > 0 ? end - start : 5 * MINUTE_MS;
  for (let until = start + FAULTY_MS + HALF_A_MINUTE_MS; until < end + step; until += step) {
    await time.runUntil(Math.min(until, end));
    notices = await platform.everyNotice();
    if (platform.unfinished() > 0 || !stops.lifted()) continue;
    const left = notices.filter(({ state, unfinished }) => unfinished || !FINAL.includes(state));
    // Schedules apart, nothing is left that could happen.
    if (left.length === 0) break;
    if (left.every(({ state }) => state === 'planned')) platform.idle(Math.min(...left.map(({ due_at }) => due_at)));
  }

  const { posts, tooEarly, released, unheeded, templateStops, events, unfinished } = platform;
  const messages = platform.notify.stored;
  const runs = await Promise.all((await store.runs()).map(({ name }) => store.brake(name)));
  const brakes = new Map(runs.flatMap((brake) => (brake ? [[brake.run, brake] as const] : [])));
  const violations = await checkAll({
    ...{
      notices,
      messages,
      posts,
      tooEarly,
      released,
      unheeded,
      templateStops,
      events,
      stoppers,
      world,
      settings,
      store,
      brakes,
    },
    holderOf: (number, at) => store.addressHolder(testKey('address', number), at),
    stops: stops.intervals,
    sharedBy: await store.addressHolder(addressOf(SHARED), start),
    unfinished: unfinished(),
    handedOn: trouble.handedOn,
    story,
    failed: trouble.met.get('worker failed') ?? 0,
    end: time.now(),
  });
  for (const { id, state, history } of notices)
    tell(`${id}: ${history.map((each) => each.state).join(' > ')} (${state})`);
  const states: Record<string, number> = {};
  for (const { state } of notices) states[state] = (states[state] ?? 0) + 1;
  return { seed, violations, story, points, faults: trouble.met, messages: messages.length, states };
}

/** Mostly a Tuesday at ten; sometimes so late that what is not sent in time waits for the next morning. */
const someDay = (random: Random) =>
  random.chance(0.05)
    ? { start: TUESDAY_TEN + LATE_MS, wholeMs: NIGHT_MS + WHOLE_MS }
    : { start: TUESDAY_TEN, wholeMs: WHOLE_MS };

const someFaults = (random: Random, start: number): Omit<Faults, 'freezeAt'> => ({
  kill: random.pick([0, 0.003, 0.01, 0.03]),
  freeze: random.pick([0, 0.002, 0.01]),
  freezeAfterPost: random.pick([0, 0.1, 0.25]),
  unaskable: random.chance(0.3) ? 0.85 : 0.05,
  failBefore: random.pick([0, 0.01, 0.03]),
  failAfter: random.pick([0, 0.01, 0.03]),
  twice: random.pick([0, 0.01, 0.03]),
  slow: random.pick([0, 0, 0.03]),
  cold: 0.03,
  sluggish: random.chance(0.15) ? random.pick(['send', 'send', 'plan', 'release', 'reconcile']) : null,
  someOnly: random.pick([0, 0.02, 0.1]),
  healedAt: start + FAULTY_MS,
});

/** Mostly Notify's own size, sometimes a small one that a neighbour locks us out of. */
function someNotify(random: Random, start: number): NotifyKind {
  const silent = random.chance(0.02) ? 1 : 0;
  const rest = { silent, odd: random.pick([0.01, 0.01, 0.5]), failing: 0.15, unprintable: 0.2, off: 0.25 };
  if (random.chance(0.7)) return { ...CALM, ...rest };
  const perSecond = 2;
  const from = start + random.int(0, 60_000);
  const neighbour = { from, until: from + random.int(10_000, 300_000), everyMs: random.int(150, 495) };
  return { perSecond, capacity: 41, tokens: random.int(1, 41), neighbour, ...rest };
}

const someSettings = (random: Random, { perSecond }: NotifyKind): Settings => ({
  ...SETTINGS,
  posts_per_second: perSecond * 0.9,
  sending: random.chance(0.06) ? random.pick(['shadow', 'allow-list']) : 'live',
  allow_list: ['+447700900012', SHARED, 'p2@example.org'],
  daily_limits: random.chance(0.05)
    ? { ...SETTINGS.daily_limits, sms: random.int(0, 3), email: 10 }
    : SETTINGS.daily_limits,
});

type Scene = {
  platform: ReturnType<typeof simulatedPlatform>;
  world: World;
  random: Random;
  time: VirtualTime;
  tell: (line: string) => void;
  start: number;
  braking: Braking;
};

/** Has everything be told at its instant: extracts within half a minute, a later one and facts within four. */
async function letHappen({ platform, world, random, time, tell, start, braking }: Scene): Promise<Stopper[]> {
  const { register, plan } = platform;
  const stoppers: Stopper[] = [];
  for (const [i, { newest, debts }] of world.extracts.entries()) {
    const from = start + (i === 0 ? 0 : random.int(0, 4 * MINUTE_MS));
    for (const debt of debts) {
      const { run, account } = debt;
      const hand = async () => {
        if ((await register.debt(debt)) === 'stored' && i > 0) tell(`${run} has ${account} anew`);
        for (const row of debt.rows.filter(({ stage_code }) => stage_code === 'SUMMONS'))
          stoppers.push({
            what: 'a later extract',
            stored_at: time.now(),
            stops: { code: '', account, person: row.person },
          });
        time.at(time.now() + random.int(0, 30_000), () => plan.put(snapshotOf(debt)));
      };
      if (i === 0) await hand();
      else time.at(from + random.int(0, 5_000), () => void hand());
    }
    const rows = braking.isDayOfEvents ? null : debts.reduce((sum, debt) => sum + debt.rows.length, 0);
    const run = { name: newest.run, file: 'x.csv', source: 'recovery-extract', imported_at: from, rows, rejected: 0 };
    if (i === 0) await register.newestExtract(newest);
    else time.at(from + 5_001, () => void register.newestExtract(newest));
    time.at(from + 5_002, () => plan.put({ kind: 'imported', run }));
  }
  const tellOf = async ({ what, fact, told, stops, ended }: Fact, applied?: Stopper): Promise<void> => {
    const { stored_at, stored } = await register.fact(fact);
    tell(`${what} is in the register`);
    time.at(time.now() + random.int(0, 5_000), () => plan.put(told));
    if (applied) applied.ended_at = stored_at;
    const stopper: Stopper | null = stops && { what, stored_at, stops };
    if (stopper && stored === 'stored') stoppers.push(stopper);
    if (ended) time.at(time.now() + random.int(0, 3 * MINUTE_MS), () => void tellOf(ended, stopper ?? undefined));
  };
  for (const fact of world.facts) {
    // At any instant, or in the very moment in which a worker is about to send.
    if (random.chance(0.5)) time.at(start + random.int(0, 4 * MINUTE_MS), () => void tellOf(fact));
    else
      nth(random.int(1, 4), platform.atSending, () =>
        time.at(time.now() + random.int(0, 250), () => void tellOf(fact)),
      );
  }
  return stoppers;
}

/** Listens for one call: the first sending, or a later one, so that facts meet second tries and other channels too. */
function nth(n: number, listeners: (() => void)[], what: () => void): void {
  let calls = 0;
  listeners.push(() => {
    calls += 1;
    if (calls === n) what();
  });
}
