// A week of game days: each trouble once, in an order that the seed decides, two a day, with work to do while it lasts.

import type { Ending } from '../../infra/local/start/finish.ts';
import { randomFrom } from '../simulate/random.ts';
import type { NightlyRow } from '../support/nightly-file.ts';
import { brokenPromises, type Had, type Heard, heardOf, wrongAlarms } from './checks.ts';
import { TROUBLES, type Trouble } from './troubles.ts';
import { startWorld, type World } from './world.ts';

const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-09-28T00:00:00+01:00');
/** Within the hours in which people may be told, with time to end before they are over. */
const SLOTS_AT = [10, 14];
const SILENT_AFTER_DAYS = 4;
const HOUSEHOLDS = 6;
/** What an operator mends may die once more of what was under way. */
const MOST_TRIES = 3;

export type GameDay = { heard: Heard[]; had: Had[]; broken: string[]; notices: number };

/** @param say hears what happens, as it does. */
export async function playGameDay(seed: number, say: (words: string, at: number) => void): Promise<GameDay> {
  const random = randomFrom(seed);
  const order = shuffled(TROUBLES, () => random.int(0, 1_000_000));
  const world = await startWorld(MONDAY + 8 * HOUR, SILENT_AFTER_DAYS);
  const people: string[] = [];
  const had: Had[] = [];
  try {
    for (const [n, trouble] of order.entries()) {
      const at = MONDAY + Math.floor(n / SLOTS_AT.length) * 24 * HOUR + SLOTS_AT[n % SLOTS_AT.length]! * HOUR;
      if (world.now() < at) await world.jump(at - world.now());
      const rows = householdsOf(n, world.now());
      people.push(...rows.map((row) => row['person_ref']!));
      had.push(await playTrouble(world, { trouble, id: `RE-${n + 1}`, rows }, say));
    }
    had.push(await playSilence(world, say));
    const ending = await world.finish();
    const heard = heardOf(world.engine.alarms(), had);
    const decisions = [];
    for (const run of await world.officers.runs())
      for await (const page of world.officers.decisions(run.name)) decisions.push(...page);
    const ledger = await world.officers.ledger();
    const broken = [
      ...(ending.ok ? [] : [ending.reason]),
      ...brokenPromises({ ledger, decisions, messages: world.messages(), people }),
      ...wrongAlarms(heard, had),
    ];
    return { heard, had, broken, notices: ledger.planned };
  } finally {
    await world.close();
  }
}

async function playTrouble(
  world: World,
  { trouble, id, rows }: { trouble: Trouble; id: string; rows: NightlyRow[] },
  say: (words: string, at: number) => void,
): Promise<Had> {
  const from = world.now();
  say(trouble.name, from);
  await trouble.begins(world);
  await world.drop(id, rows);
  await world.passUntil(from + trouble.lastsMs);
  await trouble.ends(world);
  const until = world.now();
  let ending: Ending;
  let tries = 0;
  do {
    await trouble.mended?.(world);
    ending = await world.finish();
    tries += 1;
  } while (!ending.ok && trouble.mended && tries < MOST_TRIES);
  say(ending.ok ? 'over, and all is told' : `over: ${ending.reason}`, world.now());
  return { trouble, from, until };
}

/** Revenues send no file for longer than a long weekend. */
async function playSilence(world: World, say: (words: string, at: number) => void): Promise<Had> {
  const from = world.now();
  const trouble: Trouble = {
    ...{ name: 'revenues fall silent', lastsMs: (SILENT_AFTER_DAYS + 1) * 24 * HOUR, begins: () => {}, ends: () => {} },
    must: ['import-file/today'],
    may: [],
  };
  say(trouble.name, from);
  await world.jump(trouble.lastsMs);
  await world.passUntil(world.now() + 2 * HOUR);
  return { trouble, from, until: world.now() };
}

/** Above the numbers that Notify keeps for smoke tests of its own (07700 900000, 111 and 222). */
const FIRST_NUMBER = 300;

/** Six households, each with a number of its own from Ofcom's range for drama. */
function householdsOf(slot: number, now: number): NightlyRow[] {
  const stage_date = new Date(now - 24 * HOUR).toISOString().slice(0, 10);
  return Array.from({ length: HOUSEHOLDS }, (_, n) => {
    const which = slot * HOUSEHOLDS + n;
    return {
      account_ref: `88${String(which).padStart(4, '0')}`,
      person_ref: `G${which}`,
      mobile: `07700 900${FIRST_NUMBER + which}`,
      stage_date,
    };
  });
}

const shuffled = <T>(items: readonly T[], draw: () => number): T[] =>
  items
    .map((item) => ({ item, place: draw() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
