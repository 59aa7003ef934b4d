import type { Notice } from '../../functions/notices/notice.ts';
import type { DebtRow } from '../../functions/register/register.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { TUESDAY_TEN } from '../support/builders.ts';
import { testKey } from '../support/register.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { mischief, NO_FAULTS } from './faults.ts';
import { CALM } from './notify.ts';
import { simulatedPlatform } from './platform.ts';
import { countPoints } from './points.ts';
import { type Random, randomFrom } from './random.ts';
import { virtualTime } from './virtual-time.ts';
import { type Fact, factAbout, SHARED, type World, worldFrom } from './world.ts';

const MINUTE_MS = 60_000;
const EIGHT = TUESDAY_TEN - 120 * MINUTE_MS;
const NINE = TUESDAY_TEN - 60 * MINUTE_MS;
const HALF_PAST_NINE = TUESDAY_TEN - 30 * MINUTE_MS;
const ORDERS = 2;

type Platform = ReturnType<typeof simulatedPlatform>;
/** One thing that a source hands in: into the register first, then over the bus. */
type Handing = (platform: Platform, later: (what: () => void) => void) => Promise<unknown>;

/**
 * Tells the same facts in several orders before the window opens, and compares how everything ends. Which of two people
 * who share a number gets the week's text may differ. What stops a waiting notice may leave a partner or another channel
 * unasked until the next extract "decides anew" (format page, section 7): so half of the seeds bring that extract and
 * compare everything, and half bring none and compare those whom nobody's notice depends on.
 */
export async function simulateOrders(seed: number): Promise<{ seed: number; story: string[]; violations: string[] }> {
  const random = randomFrom(seed ^ 0x5bd1e995);
  const world = worldFrom(random);
  const more = world.extracts[0]!.debts.flatMap((debt, i) =>
    random.chance(0.3) ? [factAbout(random, debt, 50 + i)] : [],
  );
  const decidedAnew = random.chance(0.5);
  if (!decidedAnew) world.extracts.length = 1;
  const facts = [...world.facts, ...more];
  const handings = [...extracts(world), ...facts.flatMap(tellings)];
  const compared = decidedAnew ? decidedTheSame(world) : onTheirOwn(world, facts);

  let first: Ending | null = null;
  for (let order = 0; order < ORDERS; order += 1) {
    const shuffled = order === 0 ? handings : shuffle(randomFrom(seed + order * 7919), handings);
    const ending = await told(shuffled, { world, decidedAnew, random: randomFrom(seed + order) });
    first ??= ending;
    const wrong = differences(first, ending, compared);
    // Which of those who share a number has the week's text may differ, not whether anyone has.
    if (decidedAnew && world.extracts.length === 1 && first.texts !== ending.texts)
      wrong.push(`the number that strangers share had ${ending.texts} texts, and ${first.texts} before`);
    const violations = wrong.map((each) => `in another order of the facts: ${each}`);
    if (violations.length > 0) {
      const story = facts.map(({ what, ended }) => `${what}${ended ? ', which ended' : ''}`);
      return { seed, story: [...story, ...first.story, `in order ${order}:`, ...ending.story], violations };
    }
  }
  return { seed, story: [], violations: [] };
}

type Ending = { fates: Map<Key, string>; texts: number; story: string[] };

/** One order, from eight o'clock until everybody is told. */
async function told(
  handings: Handing[],
  { world, decidedAnew, random }: { world: World; decidedAnew: boolean; random: Random },
): Promise<Ending> {
  const time = virtualTime(EIGHT);
  const trouble = mischief(time, { random, faults: NO_FAULTS, tell: () => {} });
  const platform = simulatedPlatform(time, {
    mischief: trouble,
    points: countPoints(),
    settings: SETTINGS,
    notify: CALM,
  });
  const later = (what: () => void) => time.at(time.now() + random.int(0, 2 * MINUTE_MS), what);
  for (const [i, hand] of handings.entries()) time.at(EIGHT + i * 20_000, () => void hand(platform, later));
  await time.runUntil(NINE);
  if (decidedAnew)
    for (const hand of extracts({ ...world, extracts: [theNextExtract(world)] })) await hand(platform, later);
  platform.schedule(HALF_PAST_NINE, { until: TUESDAY_TEN });
  await time.runUntil(TUESDAY_TEN);
  const notices = await platform.everyNotice();
  return {
    fates: new Map(notices.map((notice) => [notice.id, fateOf(notice, world, decidedAnew)])),
    texts: platform.notify.stored.filter(({ to }) => to === inFull(SHARED)).length,
    story: notices.map(({ id, history, codes }) => `${id}: ${history.map(({ state }) => state).join(' > ')} ${codes}`),
  };
}

/** How a notice ended, as far as the facts decide it. */
function fateOf({ state, channel, codes, person }: Notice, world: World, decidedAnew: boolean): string {
  const rows = world.extracts.flatMap(({ debts }) =>
    debts.flatMap((debt) => debt.rows.filter((row) => row.person === person)),
  );
  // Nobody asks for it any more: it was planned and cancelled, or blocked before, or never made.
  if (rows.at(-1)?.stage_code !== 'REM1') return state === 'delivered' ? 'delivered' : NOT_SENT;
  if (state === 'blocked') return decidedAnew ? `blocked by ${codes}` : 'blocked';
  // A notice keeps the channel on which it was planned, also when a later extract has a number that would do.
  return new Set(rows.map(({ mobile }) => mobile)).size > 1 ? state : `${state} by ${channel}`;
}
const NOT_SENT = 'not sent';

const inFull = (mobile: string) => `+44${mobile.replaceAll(' ', '').slice(1)}`;

function differences(one: Ending, other: Ending, compared: Set<Key>): string[] {
  const of = ({ fates }: Ending, id: Key) => fates.get(id) ?? NOT_SENT;
  return [...compared]
    .filter((id) => of(one, id) !== of(other, id))
    .map((id) => `${id} is ${of(other, id)}, and was ${of(one, id)}`);
}

const idOf = ({ account_ref, person_ref }: DebtRow): Key =>
  testKey('notice', account_ref, person_ref, '2026-27', 'ct.reminder.first', '2026-09-28');

/**
 * Everybody but those who share a number with a stranger, and whom they live with. Where an extract gives a new number in
 * between, a partner may have been planned for already (S19), so then couples are left out as well.
 */
function decidedTheSame({ extracts }: World): Set<Key> {
  const debts = extracts[0]?.debts ?? [];
  const alone = debts.filter(({ rows }) => extracts.length === 1 || rows.length === 1);
  return new Set(alone.flatMap(({ rows }) => (rows.some(({ mobile }) => mobile === SHARED) ? [] : rows.map(idOf))));
}

/** Notices that depend on nobody else's: of people who live alone, have a number of their own, and chose no channel. */
function onTheirOwn({ extracts: [first] }: World, facts: Fact[]): Set<Key> {
  const chose = new Set(facts.flatMap(({ stops }) => (stops?.channel ? [stops.person ?? stops.address] : [])));
  const rows = (first?.debts ?? []).flatMap(({ rows }) => (rows.length === 1 ? rows : []));
  return new Set(
    rows
      .filter(({ mobile, person }) => {
        const address = testKey('address', inFull(mobile));
        return mobile !== SHARED && !chose.has(person) && !chose.has(address);
      })
      .map(idOf),
  );
}

const extracts = (world: World): Handing[] =>
  world.extracts.flatMap(({ newest, debts }) => [
    ({ register }) => register.newestExtract(newest),
    ...debts.map(
      (debt): Handing =>
        async ({ register, plan }, later) => {
          await register.debt(debt);
          const { account, extract_id } = debt;
          later(() => plan.put({ kind: 'snapshot', debt: debt.debt, account, extract_id }));
        },
    ),
  ]);

const tellings = ({ fact, told, ended }: Fact): Handing[] => [
  async ({ register, plan }, later) => {
    await register.fact(fact);
    later(() => plan.put(told));
  },
  ...(ended ? tellings(ended) : []),
];

/** The extract of the next night says what the last one said. */
function theNextExtract({ extracts }: World): World['extracts'][number] {
  const { newest, debts } = extracts.at(-1)!;
  const next = { extract_id: 'CT-3', extracted_at: newest.extracted_at + 30 * MINUTE_MS };
  return { newest: { ...newest, ...next }, debts: debts.map((debt) => ({ ...debt, ...next })) };
}

function shuffle<T>(random: Random, all: readonly T[]): T[] {
  const left = [...all];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(random.int(0, left.length - 1), 1));
  return out;
}
