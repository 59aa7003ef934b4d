// Schedules of events: claims, requests, bookings, and debts by documents, told at the door of a simulated platform.

import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { FINAL, type Notice } from '../../functions/notices/notice/notice.ts';
import { endForGood, letGoOn } from '../../functions/notices/steps/decide-set-aside.ts';
import { SOURCES } from '../../infra/config/stages.ts';
import { TUESDAY_TEN } from '../support/builders.ts';
import { inMemoryDocuments } from '../support/documents.ts';
import { testKey } from '../support/register.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { checkFamilies } from './checks-of-families.ts';
import { type Faults, mischief, PortFailed } from './faults.ts';
import { CALM } from './notify.ts';
import { simulatedPlatform } from './platform.ts';
import { countPoints } from './points.ts';
import { type Random, randomFrom } from './random.ts';
import { townFrom } from './residents.ts';
import type { Result } from './sends.ts';
import type { Stopping } from './stopping.ts';
import { toldDoor } from './told-door.ts';
import type { Answer, Telling, Town } from './town.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const FAULTY_MS = 12 * MINUTE_MS;
const BUSY_MS = 40 * MINUTE_MS;
/** Letters are printed by then, and some come back, when all is not well again. */
const RETURNED_MS = 30 * HOUR_MS;
const WHOLE_MS = 104 * HOUR_MS;
/** Some minutes before nobody is reached any more until the next morning. */
const LATE_MS = 354 * MINUTE_MS;

/** One schedule of events and faults, from one seed. */
export async function simulateFamilies(seed: number, points = countPoints()): Promise<Result> {
  const random = randomFrom(seed ^ 0x2c1b3c6d);
  const start = random.chance(0.4) ? TUESDAY_TEN + LATE_MS : TUESDAY_TEN;
  const time = virtualTime(start - MINUTE_MS);
  const story: string[] = [];
  const tell = (line: string) => story.push(`${((time.now() - start) / 1000).toFixed(3).padStart(9)} s  ${line}`);
  const faults = someFaults(random, start);
  const trouble = mischief(time, { random, faults, tell });
  const documents = inMemoryDocuments();
  /** Documents that are another after somebody has looked at them. */
  const changing = new Set<string>();
  const lookBeforeChange: typeof documents.look = async (name) => {
    const found = await documents.look(name);
    if (changing.has(name.key) && random.chance(0.3))
      documents.put(name.key, Buffer.from('%PDF-1.4\nanother\n%%EOF\n'));
    return found;
  };
  const platform = simulatedPlatform(time, {
    ...{ mischief: trouble, points, settings: SETTINGS, documents: { ...documents, look: lookBeforeChange } },
    notify: { ...CALM, odd: 0.01, failing: 0.2, unreachable: 0.3, unprintable: 0.3, off: 0.2 },
  });
  const town = townFrom(random, start);
  for (const { key, changes } of town.documents) if (changes) changing.add(key);
  const stoppings: Stopping[] = [];
  letHappen({ platform, town, random, time, tell, start, stoppings, documents, changing });
  const unfinished = () => platform.unfinished();
  const officer = officerOf({ platform, random, time, tell, until: start + WHOLE_MS });

  await time.runUntil(start);
  platform.schedule(start, { until: start + BUSY_MS });
  platform.schedule(start + BUSY_MS, { until: start + WHOLE_MS, everyMs: HOUR_MS });
  await time.runUntil(start + RETURNED_MS);
  faults.healedAt = time.now() + FAULTY_MS;
  const returned = await bringBack({ platform, random, time, tell });
  if (returned.length > 0) platform.schedule(time.now(), { until: time.now() + FAULTY_MS });
  for (let at = time.now() + HOUR_MS; at <= start + WHOLE_MS; at += 2 * HOUR_MS) {
    await time.runUntil(at);
    const left = (await platform.everyNotice()).filter(({ state, unfinished: open }) => open || !FINAL.includes(state));
    if (left.length === 0 && unfinished() === 0) break;
  }
  officer.leave();
  await time.runUntil(time.now() + MINUTE_MS);

  const notices = await platform.everyNotice();
  for (const { id, type, state, reason, codes, history } of notices)
    tell(`${id} ${type}: ${history.map((each) => each.state).join(' > ')} (${state} ${reason ?? ''} ${codes})`);
  const violations = await checkFamilies({
    ...{ platform, notices, town, stoppings, returned, story, settings: SETTINGS, now: time.now() },
    handedOn: trouble.handedOn,
    failed: trouble.met.get('worker failed') ?? 0,
  });
  const states: Record<string, number> = {};
  for (const { state } of notices) states[state] = (states[state] ?? 0) + 1;
  return { seed, violations, story, points, faults: trouble.met, messages: platform.notify.stored.length, states };
}

/** Calls that only events, letters and answers come by. */
const RARE = [
  ...['noteQuestion', 'noteQuestion', 'askLater', 'askLater', 'fact', 'fact'],
  ...['get', 'put', 'giveBackAddress', 'giveBackAddress', 'giveBackAddress', 'waitingAt', 'noteRun'],
] as const;

const someFaults = (random: Random, start: number): Faults => ({
  kill: random.pick([0, 0.01, 0.03, 0.06]),
  killAt: random.pick(RARE),
  freeze: random.pick([0, 0.002, 0.01]),
  freezeAfterPost: random.pick([0, 0.1, 0.25]),
  freezeAt: null,
  unaskable: random.pick([0.05, 0.5]),
  failBefore: random.pick([0, 0.01, 0.03]),
  failAfter: random.pick([0, 0.01, 0.03]),
  twice: random.pick([0, 0.01, 0.03]),
  slow: random.pick([0, 0, 0.03]),
  cold: 0.03,
  sluggish: null,
  someOnly: random.pick([0, 0.02, 0.1]),
  healedAt: start + FAULTY_MS,
});

type Platform = ReturnType<typeof simulatedPlatform>;
type Scene = {
  platform: Platform;
  random: Random;
  time: VirtualTime;
  tell: (line: string) => void;
};
type Happening = Scene & {
  town: Town;
  start: number;
  stoppings: Stopping[];
  documents: ReturnType<typeof inMemoryDocuments>;
  changing: Set<string>;
};

/** Has everything be told at its instant; documents that are late, or change, are put right an hour later, and told again. */
function letHappen({ platform, town, random, time, tell, start, stoppings, documents, changing }: Happening): void {
  const door = toldDoor(platform, { now: time.now, sources: SOURCES, catalogue: ourCatalogue });
  const say = async ({ source, type, data, stop, ends, name, over_at }: Telling) => {
    const { status } = await door(source, type, data);
    if (status !== 202) throw new Error(`${type} was answered with ${status}`);
    tell(`${type.split('.')[2]} is in the register`);
    const ended = ends && stoppings.find(({ what }) => what === ends);
    if (ended) ended.ended_at = time.now();
    const over = over_at === undefined ? {} : { ended_at: over_at };
    if (stop) stoppings.push({ what: name ?? type, stop, stored_at: time.now(), ...over });
  };
  for (const telling of town.tellings) time.at(start + telling.after, () => void say(telling));
  for (const answer of town.answers)
    time.at(start + answer.after, () => void reply({ platform, time, tell, random }, answer, stoppings));
  const wrong = town.documents.filter(({ late, changes }) => late || changes);
  for (const { key, bytes, late } of town.documents) if (!late) documents.put(key, bytes);
  time.at(start + HOUR_MS, () => {
    changing.clear();
    for (const { key, bytes } of wrong) documents.put(key, bytes);
    const again = town.tellings.filter(({ data }) => wrong.some(({ key }) => JSON.stringify(data).includes(key)));
    // What was ended before is asked for anew.
    for (const stopping of again.length > 0 ? stoppings : []) if (stopping.stop.types) stopping.ended_at ??= time.now();
    for (const telling of again) void say(telling);
  });
}

/** Somebody answers a text: the register has it first, and then it goes over the bus. */
async function reply(
  { platform: { register, plan }, time, tell, random }: Scene,
  { to, word }: Answer,
  stoppings: Stopping[],
): Promise<void> {
  const address = testKey('address', `+44${to.replace(/^0|\s/g, '')}`);
  const at = time.now();
  if (word !== 'NO') {
    await register.fact({ kind: 'reply', subject: { address }, word, at });
    stoppings.push({ what: word, stop: { address, channel: 'sms' }, stored_at: at });
  }
  tell(`${word} from a number`);
  const fact = { kind: 'replied', reply: { address, word, at, notify_id: null } } as const;
  time.at(at + random.int(0, 5 * SECOND_MS), () => plan.put(fact));
}

/** Letters come back by the post. */
async function bringBack({ platform, random, time, tell }: Scene): Promise<string[]> {
  const door = toldDoor(platform, { now: time.now, sources: SOURCES, catalogue: ourCatalogue });
  const back: string[] = [];
  for (const { reference, status } of platform.notify.stored) {
    if (!reference.endsWith('.letter') || status !== 'received' || !random.chance(0.7)) continue;
    const returned_at = new Date(time.now()).toISOString();
    back.push(reference);
    tell(`${reference} comes back`);
    await door('revenues-benefits', 'council.residents.letter-returned.v1', { reference, returned_at });
  }
  return back;
}

/** Whoever decides on what is set aside. A request that dies on its way is made again. */
function officerOf({ platform, random, time, tell, until }: Scene & { until: number }) {
  let requests = 0;
  let gone = false;
  const decide = async (what: (store: Platform['store']) => Promise<void>): Promise<void> => {
    const worker = { name: `officer-${++requests}`, dead: false, frozenUntil: 0 };
    const store = platform.guard(platform.store, { worker, name: 'store' });
    try {
      await what(store);
    } catch (error) {
      if (!(error instanceof PortFailed)) throw error;
    }
  };
  const seeTo = (notice: Notice) =>
    decide(async (store) => {
      const isOver = notice.attempts[notice.channel]?.outcome !== undefined;
      const decided = isOver || random.chance(0.5) ? endForGood : letGoOn;
      const word = { officer: 'an officer', note: 'a test' };
      if (await decided({ store, now: time.now, catalogue: ourCatalogue }, notice, word))
        tell(`${decided.name}: ${notice.id}`);
    });
  const look = async () => {
    const aside = (await platform.everyNotice()).filter(({ state }) => state === 'set-aside');
    for (const notice of aside.filter(() => random.chance(0.5))) void seeTo(notice);
    const { stops } = await platform.store.control.switches();
    for (const stop of stops) await platform.store.control.lift(stop);
    const next = time.now() + (time.now() < until - WHOLE_MS + BUSY_MS ? MINUTE_MS / 2 : HOUR_MS / 2);
    if (!gone && next < until) time.at(next, () => void look());
  };
  time.at(time.now() + MINUTE_MS, () => void look());
  return {
    leave: () => {
      gone = true;
    },
  };
}
