import type { Notice } from '../../functions/notices/notice/notice.ts';
import { noticeId } from '../../functions/notices/notice/notice-id.ts';
import type { Debt, DebtRow } from '../../functions/register/debt.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { TUESDAY_TEN } from '../support/builders.ts';
import { aBrake } from '../support/planned-notice.ts';
import { snapshotOf } from '../support/planning-facts.ts';
import { testDebt, testKey } from '../support/register.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { mischief, NO_FAULTS } from './faults.ts';
import { CALM } from './notify.ts';
import { simulatedPlatform } from './platform.ts';
import { countPoints } from './points.ts';
import { type Random, randomFrom } from './random.ts';
import { virtualTime } from './virtual-time.ts';
import { addressOf, type Fact, factAbout, mobileOf, SHARED, type World, worldFrom } from './world.ts';

const MINUTE_MS = 60_000;
const EIGHT = TUESDAY_TEN - 120 * MINUTE_MS;
const NINE = TUESDAY_TEN - 60 * MINUTE_MS;
const HALF_PAST_NINE = TUESDAY_TEN - 30 * MINUTE_MS;

type Platform = ReturnType<typeof simulatedPlatform>;
type Later = (what: () => void) => void;
/** One thing that a source hands in: into the register first, then over the bus. */
type Handing = (platform: Platform, later: Later) => Promise<unknown>;
/** One seed: whom there is, what becomes known of them, and whether an extract of the next night decides anew. */
type Case = { world: World; facts: Fact[]; decidedAnew: boolean };

/**
 * Tells the same facts before the window opens in two orders, and compares how everything ends: in any order at all, and
 * as if everything had been known before any notice was planned. Which of several people who share a number gets the week's
 * text may differ: in the second order whoever got it in the first is asked first.
 */
export async function simulateOrders(seed: number): Promise<{ seed: number; story: string[]; violations: string[] }> {
  const random = randomFrom(seed ^ 0x5bd1e995);
  const world = worldFrom(random, { couples: 0.5, sharing: 0.5 });
  const debts = world.extracts[0]!.debts;
  const more = debts.flatMap((debt, i) => (random.chance(0.3) ? [factAbout(random, debt, 50 + i)] : []));
  const seeded = { world, facts: [...world.facts, ...more], decidedAnew: random.chance(0.5) };

  const handings = [...world.extracts.flatMap(extractHandings), ...seeded.facts.flatMap(tellings)];
  const any = await told(shuffle(random, handings), { ...seeded, random: randomFrom(seed) });
  const known = await told(everythingFirst(seeded, any.winner), { ...seeded, random: randomFrom(seed + 1) });
  const household = (person: Key | null) => rowsOf(world).find((row) => row.person === person)?.account_ref;
  const { ids, shared } = compared(seeded);
  const otherwise = shared && household(known.winner) !== household(any.winner);
  const violations = [
    ...strangers([known, any], world),
    ...differences(known, any, ids),
    ...(otherwise ? ['somebody else had the shared number'] : []),
  ];
  if (violations.length === 0) return { seed, story: [], violations };
  const story = seeded.facts.map(({ what, stops, ended }) => `${what} ${stops?.code}${ended ? ', which ended' : ''}`);
  return {
    seed,
    story: [...story, 'everything known first:', ...known.story, 'in another order:', ...any.story],
    violations,
  };
}

/** How it ended: each notice as far as the facts decide it, and whose text the shared number got. */
type Ending = { fates: Map<Key, string>; winner: Key | null; story: string[] };

/** One order, from eight o'clock until everybody is told. */
async function told(
  handings: Handing[],
  { world, decidedAnew, random }: Omit<Case, 'facts'> & { random: Random },
): Promise<Ending> {
  const time = virtualTime(EIGHT);
  const trouble = mischief(time, { random, faults: NO_FAULTS, tell: () => {} });
  const platform = simulatedPlatform(time, {
    mischief: trouble,
    points: countPoints(),
    settings: SETTINGS,
    notify: CALM,
  });
  for (const { newest } of [...world.extracts, theNextExtract(world)])
    await platform.store.putBrake(aBrake({ run: newest.run }));
  const later: Later = (what) => time.at(time.now() + random.int(0, 2 * MINUTE_MS), what);
  for (const [i, hand] of handings.entries()) time.at(EIGHT + i * 20_000, () => void hand(platform, later));
  await time.runUntil(NINE);
  if (decidedAnew) for (const hand of extractHandings(theNextExtract(world))) await hand(platform, later);
  platform.schedule(HALF_PAST_NINE, { until: TUESDAY_TEN });
  await time.runUntil(TUESDAY_TEN);
  const notices = await platform.everyNotice();
  const text = platform.notify.stored.find(({ to }) => to === SHARED);
  return {
    fates: new Map(notices.map((notice) => [notice.id, fateOf(notice, world, decidedAnew)])),
    winner: notices.find(({ id }) => text?.reference.startsWith(`${id}.`))?.person ?? null,
    story: notices.map(
      ({ id, person, history, codes }) =>
        `${id}, ${personRef(world, person)}: ${history.map(({ state }) => state).join(' > ')} ${codes}`,
    ),
  };
}

const rowsOf = ({ extracts }: World): DebtRow[] => extracts.flatMap(({ debts }) => debts.flatMap(({ rows }) => rows));
const personRef = (world: World, person: Key) => rowsOf(world).find((row) => row.person === person)?.person_ref;

/** How a notice ended, as far as the facts decide it. */
function fateOf({ state, channel, codes, person }: Notice, world: World, decidedAnew: boolean): string {
  const rows = rowsOf(world).filter((row) => row.person === person);
  // Nothing asks for it any more: it was planned and cancelled, or blocked before, or never made.
  if (rows.at(-1)?.stage_code !== 'REM1') return state === 'delivered' ? 'delivered' : NOT_SENT;
  if (state === 'blocked') {
    const inTheWay = codes.every((code) => code === 'HOUSEHOLD' || code === 'S15');
    return decidedAnew && !inTheWay ? `blocked by ${codes}` : 'blocked';
  }
  // A notice keeps the channel on which it was planned, also when a later extract has a number that would do.
  return hasNewNumber(rows) ? state : `${state} by ${channel}`;
}
const NOT_SENT = 'not sent';
const hasNewNumber = (rows: DebtRow[]) => new Set(rows.map(mobileOf)).size > 1;

function differences(known: Ending, any: Ending, ids: Key[]): string[] {
  const of = ({ fates }: Ending, id: Key) => fates.get(id) ?? NOT_SENT;
  return ids
    .filter((id) => of(known, id) !== of(any, id))
    .map((id) => `${id} is ${of(any, id)}, and ${of(known, id)} where everything is known first`);
}

/** Notices under ids that are of no person here: the comparison would not see them. */
function strangers(endings: Ending[], world: World): string[] {
  const all = new Set(rowsOf(world).map(idOf));
  const found = new Set(endings.flatMap(({ fates }) => [...fates.keys()]));
  return [...found].filter((id) => !all.has(id)).map((id) => `${id} is a notice of nobody`);
}

const idOf = ({ account_ref, person_ref }: DebtRow): Key =>
  noticeId({
    about: { kind: 'debt', id: testDebt(account_ref, '2026-27') },
    type: 'ct.reminder.first',
    person: testKey('person', person_ref),
    occasion: '2026-09-28',
  });

/**
 * Everybody, but whom somebody's choice of a channel bears on: the format page (section 7) says that an opt-out stops a
 * waiting text and that the next extract decides anew, so whether they are told by email instead hangs on which came first.
 * A text that waits keeps its channel when an extract brings a new number, so then the next extract does not help either.
 */
function compared({ world, facts, decidedAnew }: Case): { ids: Key[]; shared: boolean } {
  const rows = rowsOf(world);
  const unsettled = (row: DebtRow) => {
    const own = rows.filter(({ person }) => person === row.person);
    const chose = facts.some(
      ({ stops }) =>
        stops?.channel &&
        (stops.person === row.person || own.some((each) => stops.address === addressOf(mobileOf(each)))),
    );
    return chose && (!decidedAnew || hasNewNumber(own));
  };
  const households = Map.groupBy(rows, ({ account_ref }) => account_ref);
  const left = new Set([...households].flatMap(([account, all]) => (all.some(unsettled) ? [account] : [])));
  const sharing = [...households].flatMap(([account, all]) =>
    all.some((row) => mobileOf(row) === SHARED) ? [account] : [],
  );
  // Who has the number bears on everybody who shares it, and on their partners.
  const shared = !sharing.some((account) => left.has(account));
  if (!shared) for (const account of sharing) left.add(account);
  // Which of two partners has the number that both use hangs on whose was given back when.
  for (const [account, all] of households) {
    const users = new Set(all.filter((row) => mobileOf(row) === SHARED).map(({ person }) => person));
    if (users.size > 1) left.add(account);
  }
  return { ids: [...new Set(rows.filter(({ account_ref }) => !left.has(account_ref)).map(idOf))], shared };
}

type Extract = World['extracts'][number];

const extractHandings = ({ newest, debts }: Extract): Handing[] => [
  ({ register }) => register.newestExtract(newest),
  ...debts.map(
    (debt): Handing =>
      async ({ register, plan }, later) => {
        await register.debt(debt);
        later(() => plan.put(snapshotOf(debt)));
      },
  ),
];

/** Everything into the register, and then the newest extract's snapshots, whoever is to have the shared number first. */
function everythingFirst({ world, facts }: Case, winner: Key | null): Handing[] {
  const { newest, debts } = world.extracts.at(-1)!;
  const first = ({ rows }: Debt) => (rows.some(({ person }) => person === winner) ? 0 : 1);
  const inOrder = [...debts].sort((a, b) => first(a) - first(b));
  return [
    ({ register }) => register.newestExtract(newest),
    ...debts.map(
      (debt): Handing =>
        ({ register }) =>
          register.debt(debt),
    ),
    ...facts.flatMap(tellings),
    ...inOrder.map(
      (debt): Handing =>
        async ({ plan }) =>
          plan.put(snapshotOf(debt)),
    ),
  ];
}

const tellings = ({ fact, told: bus, ended }: Fact): Handing[] => [
  async ({ register, plan }, later) => {
    await register.fact(fact);
    later(() => plan.put(bus));
  },
  ...(ended ? tellings(ended) : []),
];

/** The extract of the next night says what the last one said. */
function theNextExtract({ extracts }: World): Extract {
  const { newest, debts } = extracts.at(-1)!;
  const next = { run: 'CT-3', extracted_at: newest.extracted_at + 30 * MINUTE_MS };
  return { newest: { ...newest, ...next }, debts: debts.map((debt) => ({ ...debt, ...next })) };
}

function shuffle<T>(random: Random, all: readonly T[]): T[] {
  const left = [...all];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(random.int(0, left.length - 1), 1));
  return out;
}
