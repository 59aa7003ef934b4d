import type { Notice } from '../../functions/notices/notice.ts';
import { FINAL } from '../../functions/notices/notice.ts';
import type { PlanFact } from '../../functions/notices/plan-notices/facts.ts';
import type { RegisterFact } from '../../functions/register/register.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { aDebt, anExtract, aRow, TUESDAY_TEN } from '../support/builders.ts';
import { testKey } from '../support/register.ts';
import type { Faults } from './faults.ts';
import type { StoredMessage } from './notify.ts';
import { simulatedPlatform } from './platform.ts';
import { type Random, randomFrom } from './random.ts';
import { virtualTime } from './virtual-time.ts';

const MINUTE_MS = 60_000;
const FAULTY_MS = 12 * MINUTE_MS;
const WHOLE_MS = 150 * MINUTE_MS;

/** A fact that stops a notice, and when the register had it. */
type Stopper = { account: number; what: string; stored_at: number };
export type Result = {
  seed: number;
  violations: string[];
  story: string[];
  hits: Map<string, number>;
  messages: number;
  states: Record<string, number>;
};

/** One schedule of faults: some accounts, some facts at any instant, and every kind of failure, all from one seed. */
export async function simulateSends(seed: number): Promise<Result> {
  const random = randomFrom(seed);
  const time = virtualTime(TUESDAY_TEN);
  const story: string[] = [];
  const tell = (line: string) => story.push(`${((time.now() - TUESDAY_TEN) / 1000).toFixed(3).padStart(9)} s  ${line}`);
  const faults: Faults = {
    kill: random.pick([0, 0.003, 0.01, 0.03]),
    freeze: random.pick([0, 0.002, 0.01]),
    failBefore: random.pick([0, 0.01, 0.03]),
    failAfter: random.pick([0, 0.01, 0.03]),
    healedAt: TUESDAY_TEN + FAULTY_MS,
  };
  const platform = simulatedPlatform(time, { random, faults, tell });
  const accounts = random.int(2, 6);
  const stoppers = await setTheScene({ platform, random, accounts, tell, time });
  platform.schedule(TUESDAY_TEN + WHOLE_MS);
  await time.runUntil(TUESDAY_TEN + WHOLE_MS);

  const notices = await everyNotice(platform.store);
  const violations = checkAll({ notices, messages: platform.notify.stored, stoppers, accounts });
  for (const { id, state, history } of notices)
    tell(`${id}: ${history.map((step) => step.state).join(' > ')} (${state})`);
  const states: Record<string, number> = {};
  for (const { state } of notices) states[state] = (states[state] ?? 0) + 1;
  return { seed, violations, story, hits: platform.hits, messages: platform.notify.stored.length, states };
}

type Scene = {
  platform: ReturnType<typeof simulatedPlatform>;
  random: Random;
  accounts: number;
  tell: (line: string) => void;
  time: ReturnType<typeof virtualTime>;
};

async function setTheScene({ platform, random, accounts, tell, time }: Scene): Promise<Stopper[]> {
  const stoppers: Stopper[] = [];
  await platform.register.newestExtract(anExtract());
  for (let n = 1; n <= accounts; n += 1) {
    const row = aRow({
      account_ref: `A${n}`,
      person_ref: `P${n}`,
      person: testKey('person', `P${n}`),
      mobile: `07700 9000${10 + n}`,
      email: `p${n}@example.org`,
    });
    const debt = aDebt([row]);
    await platform.register.debt(debt);
    const snapshot: PlanFact = {
      kind: 'snapshot',
      debt: debt.debt,
      account: debt.account,
      extract_id: debt.extract_id,
    };
    time.at(TUESDAY_TEN + random.int(0, 30_000), () => platform.plan.put(snapshot));
    if (!random.chance(0.5)) continue;
    const { what, fact } = stopping(random, { n, account: debt.account, person: row.person });
    const happen = () => {
      void platform.register.fact(fact).then(({ stored_at }) => {
        stoppers.push({ account: n, what, stored_at });
        tell(`${what} on account ${n} is in the register`);
        time.at(time.now() + random.int(0, 5_000), () => platform.plan.put({ kind: 'told', subject: fact.subject }));
      });
    };
    // At any instant, or in the very moment in which a worker is about to send.
    if (random.chance(0.5)) time.at(TUESDAY_TEN + random.int(0, 4 * MINUTE_MS), happen);
    else once(platform.atSending, () => time.at(time.now() + random.int(0, 250), happen));
  }
  return stoppers;
}

/** Listens until the first call. */
function once(listeners: ((notice: Key) => void)[], what: () => void): void {
  let called = false;
  listeners.push(() => {
    if (!called) what();
    called = true;
  });
}

function stopping(
  random: Random,
  { n, account, person }: { n: number; account: ReturnType<typeof testKey>; person: ReturnType<typeof testKey> },
): { what: string; fact: RegisterFact } {
  const at = TUESDAY_TEN;
  const hold = {
    code: 'S21' as const,
    bill_year: null,
    from: '2026-09-29',
    to: null,
    review_on: null,
    ended_at: null,
    source: 'test',
  };
  return random.pick([
    {
      what: 'a payment',
      fact: {
        kind: 'payment',
        subject: { account },
        payment: testKey('event', `pay${n}`),
        at,
        value: { bill_year: '2026-27', amount_pence: 100, paid_on: '2026-09-29', reversal: false, source: 'test' },
      },
    },
    { what: 'a hold', fact: { kind: 'hold', subject: { account }, hold: testKey('hold', `h${n}`), at, value: hold } },
    { what: 'a death', fact: { kind: 'death', subject: { person }, at } },
    {
      what: 'a hold on the person',
      fact: { kind: 'hold', subject: { person }, hold: testKey('hold', `p${n}`), at, value: { ...hold, code: 'S1' } },
    },
  ] satisfies { what: string; fact: RegisterFact }[]);
}

async function everyNotice(store: Scene['platform']['store']): Promise<Notice[]> {
  const found: Notice[] = [];
  let after: string | undefined;
  do {
    const page = await store.all(after);
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return found;
}

type Seen = { notices: Notice[]; messages: StoredMessage[]; stoppers: Stopper[]; accounts: number };

/** What must hold whatever went wrong. Returns what does not. */
function checkAll({ notices, messages, stoppers, accounts }: Seen): string[] {
  const wrong: string[] = [];
  if (notices.length !== accounts) wrong.push(`${accounts} accounts have ${notices.length} notices: somebody is lost`);
  const byReference = Map.groupBy(messages, ({ reference }) => reference);
  for (const [reference, twice] of byReference) {
    if (twice.length > 1) wrong.push(`${reference} has ${twice.length} messages at Notify`);
  }
  for (const notice of notices) {
    const sent = messages.filter(({ reference }) => reference.startsWith(`${notice.id}.`));
    if (!FINAL.includes(notice.state)) wrong.push(`${notice.id} is still ${notice.state}`);
    const delivered = sent.some(({ status }) => status === 'delivered');
    if ((notice.state === 'delivered') !== delivered)
      wrong.push(`${notice.id} is ${notice.state}, and Notify ${delivered ? 'delivered' : 'did not deliver'} it`);
    if (notice.history.at(-1)?.state !== notice.state)
      wrong.push(`${notice.id} is ${notice.state} and its history ends otherwise`);
    wrong.push(...checkStops(notice, sent, stoppers));
  }
  return wrong;
}

/** None goes out that a fact in the register before its claim should have stopped; one that crossed is on record. */
function checkStops(notice: Notice, sent: StoredMessage[], stoppers: Stopper[]): string[] {
  const wrong: string[] = [];
  for (const stopper of stoppers) {
    if (testKey('account', `A${stopper.account}`) !== notice.account) continue;
    for (const message of sent) {
      const claims = notice.history.filter(({ state, at }) => state === 'sending' && at <= message.stored_at);
      const claimed_at = claims.at(-1)?.at ?? 0;
      if (stopper.stored_at < claimed_at)
        wrong.push(
          `${message.reference} went out though ${stopper.what} was known ${claimed_at - stopper.stored_at} ms before its claim`,
        );
    }
    const attempt = notice.attempts[notice.channel];
    const crossed =
      notice.claimed_at !== null &&
      stopper.stored_at >= notice.claimed_at &&
      stopper.stored_at <= (attempt?.posted_at ?? 0) &&
      sent.length > 0;
    if (crossed && !notice.crossed.some(({ fact_at }) => fact_at === stopper.stored_at))
      wrong.push(`${stopper.what} crossed ${notice.id}, and nothing says so`);
  }
  return wrong;
}
