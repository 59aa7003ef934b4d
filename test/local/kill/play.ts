// The course of a night: the file comes in, blows fall, facts become known, and in the end everything comes to rest.

import { setTimeout as pause } from 'node:timers/promises';
import type { AccountView } from '../../../contracts/officers/account.ts';
import type { Ledger } from '../../../contracts/officers/ledger.ts';
import type { DecisionView } from '../../../contracts/officers/runs.ts';
import type { SandboxMessage } from '../../../infra/local/notify/sandbox-message.ts';
import type { Ending } from '../../../infra/local/start/finish.ts';
import { allStopped, type Household } from './households.ts';
import type { ToldFact } from './late-facts.ts';
import type { Matter } from './matters.ts';
import type { Night } from './night.ts';
import { LONGEST_STALL_MS, troublesAtNotify } from './troubles-at-notify.ts';

/** What happens to the stack, and when: after such a share of the messages, and a moment later that no message marks. */
export type Blow = {
  /** The whole engine, the whole engine but only stopped for a while, or the workers of one function. */
  to: 'engine' | { frozenMs: number } | { workersOf: string };
  afterShare: number;
  thenMs: number;
};

export type Played = {
  told: ToldFact[];
  messages: SandboxMessage[];
  ending: Ending;
  ledger: Ledger;
  decisions: DecisionView[];
  /** What officers see of the accounts of which a fact was told. */
  accounts: Map<string, AccountView>;
};

/** A night on which nothing moves for so long has failed: far more than a slow machine takes. */
const PATIENCE_MS = 5 * 60_000;
/** What a machine may be off: longer than anything that waits. */
const OFF_MS = 15 * 60_000;

/** @throws Error if nothing moves any more, or no worker is ever killed at work. */
export async function playNight(
  night: Night,
  { households, matters, blows, seed }: { households: Household[]; matters: Matter[]; blows: Blow[]; seed: number },
): Promise<Played> {
  const least = households.filter((each) => !allStopped(each)).length;
  const count = async () => (await night.messages()).length;
  async function until(messages: number): Promise<void> {
    const started = performance.now();
    for (let there = await count(); there < messages; there = await count()) {
      if (performance.now() - started > PATIENCE_MS)
        throw new Error(`${there} messages are at Notify, and ${messages} were waited for`);
      await pause(50);
    }
  }

  // A third of the facts is known before the file comes, the others one after the other until the last fifth.
  const late = households.flatMap(({ facts }) => facts);
  const early = Math.ceil(late.length / 3);
  const told: ToldFact[] = [];
  const tell = async (from: number, to: number) => {
    for (let n = from; n < to; n += 1) {
      if (n >= early) await until(Math.floor((0.8 * least * (n - early)) / (late.length - early)));
      told.push(await night.tell(late[n]!, n));
    }
  };

  // Of matters the back offices tell all night, while the stack is there or not.
  const tellOfMatters = async () => {
    for (const [n, matter] of matters.entries()) {
      await until(Math.floor((0.8 * least * n) / matters.length));
      await night.tellOf(matter);
    }
  };

  await night.misbehave(troublesAtNotify(seed));
  await tell(0, early);
  await night.drop();
  const telling = Promise.all([tell(early, late.length), tellOfMatters()]);
  telling.catch(() => {}); // it is waited for below; what fails before must not go unhandled
  // The workers that import and plan die at work, and the engine with what they left behind.
  for (const of of ['import-file', 'plan-notices']) {
    await killAtWork(night, of);
    await night.killEngine();
  }
  // Senders are at work for moments: one is met there, whenever the other blows come.
  await until(1);
  await killAtWork(night, 'send-notices');
  for (const { to, afterShare, thenMs } of blows) {
    await until(Math.floor(least * afterShare));
    await pause(thenMs);
    if (to !== 'engine' && 'workersOf' in to) {
      night.killWorkers(to.workersOf);
      continue;
    }
    await (to === 'engine' ? night.killEngine() : night.freeze(to.frozenMs));
    await until((await count()) + 1); // it goes on by itself
  }
  await telling;
  await night.behave();
  await pause(LONGEST_STALL_MS + 1_000); // what a killed worker's request still does at Notify, it does now
  await night.killEngine(OFF_MS);
  const ending = await night.finish();
  const decisions: DecisionView[] = [];
  for (const { name } of await night.officers.runs())
    for await (const page of night.officers.decisions(name)) decisions.push(...page);
  const refs = [...new Set(late.map(({ row }) => row['account_ref']!))];
  const accounts = new Map<string, AccountView>();
  for (const ref of refs) accounts.set(ref, (await night.pages.account(ref))!);
  const [messages, ledger] = [await night.messages(), await night.officers.ledger()];
  return { told, messages, ending, ledger, decisions, accounts };
}

/** Kills this function's workers again and again, until one of them was killed in the middle of its work. */
async function killAtWork(night: Night, of: string): Promise<void> {
  const started = performance.now();
  while (!night.diedAtWork(of)) {
    if (performance.now() - started > PATIENCE_MS) throw new Error(`no worker of ${of} was ever killed at work`);
    night.killWorkers(of);
    await pause(30);
  }
}
