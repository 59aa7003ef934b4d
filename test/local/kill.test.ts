// Real processes are killed in the middle of a night: 300 notices and 4 kills, or 3,000 and 20 with CRIER_NIGHTLY=1.
// CRIER_KILL_SEED plays another night.

import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../infra/local/notify/faults.ts';
import type { SandboxMessage } from '../../infra/local/notify/sandbox-message.ts';
import { type Ending, untilFinished } from '../../infra/local/start/finish.ts';
import type { ToldDecision, ToldLedger } from '../../infra/local/start/officers.ts';
import { type Night, residents, startNight } from './kill/night.ts';

const { CRIER_NIGHTLY, CRIER_KILL_SEED } = process.env;
const [NOTICES, KILLS, MINUTES] = CRIER_NIGHTLY ? [3_000, 20, 30] : [300, 4, 5];
const SEED = Number(CRIER_KILL_SEED ?? 1);

/** Numerical Recipes' linear congruential generator. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const random = seeded(SEED);

const sending = (effect: FaultPlan[number]['effect'], probability: number, n: number): FaultPlan[number] => ({
  match: { method: 'POST', path: '/v2/notifications' },
  probability,
  seed: SEED * 100 + n,
  effect,
});
const misbehaving: FaultPlan = [
  sending({ kind: 'fail-after-storing', status: 'reset' }, 0.04, 1),
  sending({ kind: 'fail-after-storing', status: 500 }, 0.03, 2),
  sending({ kind: 'fail-after-storing', status: 504 }, 0.02, 3),
  sending({ kind: 'fail-before-storing', status: 'reset' }, 0.03, 4),
  sending({ kind: 'fail-before-storing', status: 500 }, 0.03, 5),
  sending({ kind: 'stall', before_ms: 300, after_ms: 300 }, 0.05, 6),
  sending({ kind: 'limit' }, 0.005, 7),
  sending({ kind: 'lose-receipts' }, 0.05, 8),
  sending({ kind: 'duplicate-receipts' }, 0.1, 9),
  sending({ kind: 'delay-receipts', ms: 1500 }, 0.1, 10),
  sending({ kind: 'receipt-before-answer' }, 0.05, 11),
  {
    match: { method: 'GET', path: '/v2/notifications' },
    probability: 0.2,
    seed: SEED * 100 + 12,
    effect: { kind: 'fail-before-storing', status: 500 },
  },
];

const WORKERS = ['send-notices', 'release-notices', 'track-notices', 'plan-notices', 'reconcile-notices'];

/** Whom to kill, and when: after so many messages, and a moment later that no message marks. */
type Kill = { of: 'engine' | string; afterMessages: number; thenMs: number };
const kills: Kill[] = Array.from({ length: KILLS }, (_, n) => ({
  // Every second is the whole engine, and the last is not: it is followed by one more that ends the night.
  of: n % 2 === 0 ? 'engine' : (WORKERS[Math.floor(random() * random() * WORKERS.length)] ?? 'send-notices'),
  afterMessages: Math.floor((n / KILLS) * NOTICES * 0.9),
  thenMs: Math.floor(random() * 900),
}));

/** How long messages may fail to come before the next kill comes anyway. */
const PATIENCE_MS = 30_000;
/** What a machine may be off: longer than anything that waits. */
const OFF_MS = 15 * 60_000;

describe(`a night of ${NOTICES} notices and ${KILLS} kills, seed ${SEED}`, { timeout: MINUTES * 60_000 }, () => {
  let night: Night;
  let messages: SandboxMessage[];
  let ending: Ending;
  let ledger: ToldLedger;
  const decisions: ToldDecision[] = [];
  const resumedAfterMs: number[] = [];

  /** Waits for a message more than there are, and says how long that took. */
  async function untilMore(than: number): Promise<number> {
    const started = performance.now();
    while ((await night.messages()).length <= than && performance.now() - started < PATIENCE_MS) await pause(20);
    return performance.now() - started;
  }

  /** Kills this function's workers again and again, until one of them was killed in the middle of its work. */
  async function killAtWork(of: string): Promise<void> {
    const started = performance.now();
    while (!diedAtWork(of) && performance.now() - started < PATIENCE_MS) {
      night.killWorkers(of);
      await pause(30);
    }
  }
  const diedAtWork = (of: string) =>
    (existsSync(night.log) ? readFileSync(night.log, 'utf8') : '')
      .split('\n')
      .some((line) => line.includes(of.replaceAll('-', '')) && line.includes('Runtime.ExitError'));

  beforeAll(async () => {
    night = await startNight(residents(NOTICES));
    await night.misbehave(misbehaving);
    await night.drop();
    // Whoever imports and whoever plans die at work, and the engine with what they left behind.
    for (const of of ['import-file', 'plan-notices']) {
      await killAtWork(of);
      await night.killEngine();
    }
    for (const { of, afterMessages, thenMs } of kills) {
      if (afterMessages > 0) await untilMore(afterMessages - 1);
      await pause(thenMs);
      const before = (await night.messages()).length;
      if (of !== 'engine') night.killWorkers(of);
      else {
        await night.killEngine();
        resumedAfterMs.push(await untilMore(before));
      }
    }
    // What is left now waits for leases and for what Notify may still say.
    for (let seen = 0; seen < (await night.messages()).length; await pause(3_000))
      seen = (await night.messages()).length;
    await night.behave();
    await pause(1000); // what a killed worker's request still does at Notify, it does now
    await night.killEngine(OFF_MS);
    ending = await untilFinished({
      officers: night.officers,
      dueAt: async () => null,
      now: night.now,
      idle: () => true,
      deadLetters: () => [],
      time: () => performance.now(),
      pause: async (ms) => {
        do await pause(ms);
        while (!(await night.idle()));
      },
      doing: () => {},
    });
    messages = await night.messages();
    ledger = await night.officers.ledger();
    for (const { extract_id } of await night.officers.runs())
      for await (const page of night.officers.decisions(extract_id)) decisions.push(...page);
  }, MINUTES * 60_000);

  afterAll(() => night?.close());

  it('ends with a ledger that balances, by the notices and by what Notify lists', () => {
    expect(ending).toEqual({ ok: true });
    expect(ledger).toMatchObject({ planned: NOTICES, balanced: true, notify: { agrees: true, twice: 0, missing: 0 } });
    const { planned, delivered, failed, blocked, expired, cancelled, open } = ledger;
    expect(delivered + failed + blocked + expired + cancelled + open).toBe(planned);
  });

  it('tells nobody twice', () => {
    const references = messages.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(messages.length);
    expect(references).not.toContain(null);
    expect(new Set(messages.map(({ to }) => to)).size).toBe(messages.length);
  });

  it('loses nothing: each row has a decision, each notice an end', () => {
    expect(new Set(decisions.map(({ account_ref }) => account_ref)).size).toBe(NOTICES);
    const states = Map.groupBy(decisions, ({ state }) => state);
    expect([...states].map(([state, { length }]) => [state, length])).toEqual([['delivered', NOTICES]]);
    expect(messages).toHaveLength(NOTICES);
  });

  it('goes on within seconds after each start', () => {
    expect(resumedAfterMs).toHaveLength(kills.filter(({ of }) => of === 'engine').length);
    expect(Math.max(...resumedAfterMs)).toBeLessThan(PATIENCE_MS);
  });

  it('was a hard night: workers died in the middle of their work', () => {
    expect(['import-file', 'plan-notices', 'send-notices'].filter(diedAtWork)).toEqual([
      'import-file',
      'plan-notices',
      'send-notices',
    ]);
  });

  it('writes no name, number or address anywhere but to the register and Notify', () => {
    const log = readFileSync(night.log, 'utf8');
    expect(log.length).toBeGreaterThan(100);
    expect(log.match(/featherstonehaugh\d*|quill\d+|(0|\+?44|\b)7700[ -]?900\d{3}/gi)).toBeNull();
  });
});
