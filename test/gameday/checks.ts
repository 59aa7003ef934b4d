// What must hold at the end of a game day.

import type { Ledger } from '../../contracts/officers/ledger.ts';
import type { DecisionView } from '../../contracts/officers/runs.ts';
import type { AlarmState } from '../../infra/local/engine/alarms/alarms.ts';
import type { SandboxMessage } from '../../infra/local/notify/sandbox-message.ts';
import type { Trouble } from './troubles.ts';

/** A trouble that was played, and when. */
export type Had = { trouble: Trouble; from: number; until: number };

/** An alarm that rang: its name without the stack's, when, and the trouble that it tells of. */
export type Heard = { alarm: string; from: number; until: number | null; of: string | null };

/** Some alarms look at what has been for a quarter of an hour, and dead letters come after six tries. */
const AFTER_MS = 60 * 60_000;

export function heardOf(alarms: readonly AlarmState[], had: readonly Had[]): Heard[] {
  return alarms
    .flatMap(({ name, rang }) => rang.map((each) => ({ alarm: name.slice(name.indexOf('/') + 1), ...each })))
    .sort((one, other) => one.from - other.from)
    .map((each) => ({ ...each, of: had.find((one) => isOf(one, each))?.trouble.name ?? null }));
}

const isOf = ({ trouble, from, until }: Had, rang: Omit<Heard, 'of'>): boolean =>
  rang.from >= from &&
  rang.from <= until + AFTER_MS &&
  (trouble.must.includes(rang.alarm) || trouble.may.some((each) => each.test(rang.alarm)));

/** Alarms that should have rung and did not, and those that rang for nothing. */
export function wrongAlarms(heard: readonly Heard[], had: readonly Had[]): string[] {
  const silent = had.flatMap((one) =>
    one.trouble.must
      .filter((name) => !heard.some((each) => each.alarm === name && isOf(one, each)))
      .map((name) => `${name} did not ring: ${one.trouble.name}`),
  );
  const idle = heard.filter(({ of }) => of === null).map(({ alarm }) => `${alarm} rang for nothing`);
  return [...silent, ...idle];
}

type Ended = { ledger: Ledger; decisions: DecisionView[]; messages: SandboxMessage[]; people: readonly string[] };

/** Promises that were not kept. */
export function brokenPromises({ ledger, decisions, messages, people }: Ended): string[] {
  const broken: string[] = [];
  if (!ledger.balanced) broken.push('the ledger does not balance');
  if (ledger.notify?.agrees !== true) broken.push("the notices differ from Notify's list");
  if (ledger.open > 0) broken.push(`${ledger.open} notices are still open`);
  const decided = Map.groupBy(decisions, ({ person_ref }) => person_ref);
  for (const person of people) {
    const [decision] = decided.get(person) ?? [];
    if (!decision) broken.push(`nothing was decided of ${person}`);
    else if (decision.state !== 'delivered')
      broken.push(
        `${person} was not told: ${[decision.state, ...decision.codes, decision.reason].filter(Boolean).join(', ')}`,
      );
  }
  for (const [to, told] of Map.groupBy(messages, (message) => message.to))
    if (told.length > 1) broken.push(`${told.length} messages to ${to}`);
  return broken;
}
