// Real processes are killed and frozen in the middle of a night, on which events tell of claims and reports besides: 80 households
// and 5 blows, or 3,000 and 24 with CRIER_NIGHTLY=1. CRIER_KILL_SEED plays another night.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../simulate/random.ts';
import { addressesOf, allStopped, householdsOf } from './kill/households.ts';
import type { ToldFact } from './kill/late-facts.ts';
import { mattersOf } from './kill/matters.ts';
import { type Night, startNight } from './kill/night.ts';
import { type Blow, type Played, playNight } from './kill/play.ts';

const { CRIER_NIGHTLY, CRIER_KILL_SEED } = process.env;
/** MINUTES only end a night that hangs: it takes a fraction of them. */
const [HOUSEHOLDS, KILLS, MINUTES] = CRIER_NIGHTLY ? [3_000, 20, 120] : [80, 4, 40];
const SEED = Number(CRIER_KILL_SEED ?? 1);
/** Longer than the releaser's lease, than a claim, and than Notify has a request. */
const FREEZES_MS = CRIER_NIGHTLY ? [12_000, 35_000, 40_000, 65_000] : [35_000];

const random = randomFrom(SEED);

const WORKERS = [
  'send-notices',
  'release-notices',
  'track-notices',
  'receive-events',
  'plan-notices',
  'reconcile-notices',
];

/** No longer than a seventh of the night's messages takes: after the last blow there is still a message to come. */
const MOST_MS = Math.min(900, 3 * HOUSEHOLDS);
const spread = (blows: Blow['to'][]): Blow[] =>
  blows.map((to, n) => ({ to, afterShare: (n / blows.length) * 0.9, thenMs: random.int(0, MOST_MS) }));
// Every second is the whole engine, and the last is not: it is followed by one more that ends the night.
const kills: Blow['to'][] = Array.from({ length: KILLS }, (_, n) =>
  n % 2 === 0 ? 'engine' : { workersOf: random.pick(WORKERS) },
);
const blows = spread(
  kills.flatMap((kill, n) => {
    const frozenMs = FREEZES_MS[(n - 1) / (KILLS / FREEZES_MS.length)];
    return frozenMs ? [kill, { frozenMs }] : [kill];
  }),
);

describe(`a night of ${HOUSEHOLDS} households and ${blows.length} blows, seed ${SEED}`, () => {
  const households = householdsOf(HOUSEHOLDS, random);
  const rows = households.flatMap((each) => each.rows);
  /** So many claims, and so many reports. */
  const matters = mattersOf(Math.ceil(HOUSEHOLDS / 16));
  const toldOf = matters.reduce((sum, { notices }) => sum + notices, 0);
  let night: Night;
  let played: Played;

  beforeAll(async () => {
    night = await startNight(rows, matters);
    played = await playNight(night, { households, matters, blows, seed: SEED });
  }, MINUTES * 60_000);

  afterAll(() => night?.close());

  it('ends with a ledger that balances, by the notices and by what Notify lists', () => {
    expect(played.ending).toEqual({ ok: true });
    expect(played.ledger).toMatchObject({
      planned: rows.length + toldOf,
      balanced: true,
      lost: 0,
      open: 0,
      notify: { agrees: true, twice: 0, missing: 0, unknown: 0, stored: played.messages.length },
    });
    const { planned, delivered, failed, blocked, expired, cancelled, open } = played.ledger;
    expect(delivered + failed + blocked + expired + cancelled + open).toBe(planned);
    expect(delivered).toBe(played.messages.length);
  });

  it('tells one of each household, once, but where a fact became known of everybody', () => {
    const reached = Map.groupBy(played.messages, ({ to }) => spelled(to));
    const wrong = households.flatMap((household) => {
      const found = [...new Set(addressesOf(household))].flatMap((to) => reached.get(spelled(to)) ?? []).length;
      const right = found === 1 || (found === 0 && allStopped(household));
      return right ? [] : [`${household.kind} ${household.rows[0]!['account_ref']} got ${found}`];
    });
    expect(wrong).toEqual([]);
    expect(new Set(households.map(({ kind }) => kind))).toEqual(new Set(['alone', 'couple', 'sharing']));
  });

  it('sends the letter of each decision and the end of each report, once', () => {
    const sums = Map.groupBy(played.messages, ({ type, to }) => (type === 'letter' ? type : to));
    const letters = matters.filter(({ document }) => document);
    expect(sums.get('letter')).toHaveLength(letters.length);
    for (const { mustGo } of matters.filter(({ document }) => !document)) {
      const names = (sums.get(mustGo) ?? []).map(({ template_name }) => template_name);
      expect(names.filter((name) => name === 'sr.closed.email')).toHaveLength(1);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('sends nothing of which a fact was known before it was claimed, and records what crossed', () => {
    expect(played.told).toHaveLength(households.flatMap(({ facts }) => facts).length);
    expect(played.told.flatMap((fact) => faultsOf(fact, played))).toEqual([]);
    const codes = (ofThem: (sent: boolean) => boolean) =>
      new Set(played.told.filter((fact) => ofThem(noticesOf(fact, played).some(sentOf))).map(({ code }) => code));
    // Of each kind some came in time.
    expect(codes((sent) => !sent)).toEqual(new Set(['S2', 'S8', 'S13', 'S21']));
    expect(codes((sent) => sent).size).toBeGreaterThan(0);
  });

  it('loses nothing: each row has a decision', () => {
    const ofRows = played.decisions.filter(({ line }) => line !== null);
    expect(ofRows.map(({ person_ref }) => person_ref).sort()).toEqual(rows.map(({ person_ref }) => person_ref).sort());
  });

  it('was a hard night: workers died in the middle of their work', () => {
    const died = ['import-file', 'plan-notices', 'send-notices'];
    expect(died.filter((of) => night.diedAtWork(of))).toEqual(died);
  });

  it('writes no name, number or address anywhere but to the register and Notify', () => {
    const log = night.log();
    expect(log.length).toBeGreaterThan(100);
    expect(log.match(/featherstonehaugh\d*|quill\d+|(0|\+?44|\b)7700[ -]?900\d{3}/gi)).toBeNull();
  });
});

/** A number as anyone may write it, in one way. */
const spelled = (to: string): string => to.replaceAll(' ', '').replace(/^0/, '+44');

type NoticeView = ReturnType<typeof noticesOf>[number];
const sentOf = ({ attempts }: NoticeView): boolean => attempts.some(({ outcome }) => outcome === 'delivered');

/** The notices of the person of whom a fact was told. */
const noticesOf = ({ row }: ToldFact, { accounts }: Played) =>
  accounts.get(row['account_ref']!)!.notices.filter(({ person_ref }) => person_ref === row['person_ref']);

/** What a fact should have done and did not. */
function faultsOf(fact: ToldFact, played: Played): string[] {
  return noticesOf(fact, played).flatMap((notice) => {
    const about = `${fact.code} of ${fact.row['account_ref']}`;
    const [message, again] = played.messages.filter(({ reference }) => reference?.startsWith(`${notice.id}.`));
    if (again) return [`${about}: two messages`];
    if (!message) return notice.state === 'blocked' ? [] : [`${about}: nothing was sent, and it is ${notice.state}`];
    const stored_at = Date.parse(message.created_at);
    const claimed_at = notice.history
      .filter((step) => step.state === 'sending')
      .map(({ at }) => Date.parse(at!))
      .findLast((at) => at <= stored_at);
    if (claimed_at === undefined) return [`${about}: sent without a claim`];
    if (fact.known_at < claimed_at) return [`${about}: sent ${claimed_at - fact.known_at} ms after it was known`];
    const attempt = notice.attempts.find(({ reference }) => reference === message.reference);
    const posted_at = Date.parse(attempt?.posted_at ?? message.created_at);
    const crossed = claimed_at < fact.asked_at && fact.known_at < posted_at;
    const noted = notice.crossed.some(({ code }) => code === fact.code);
    return crossed && !noted ? [`${about}: crossed, and nothing says so`] : [];
  });
}
