// What tells a good game day from a bad one; and a whole one with CRIER_NIGHTLY=1.

import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../contracts/officers/ledger.ts';
import type { DecisionView } from '../../contracts/officers/runs.ts';
import type { SandboxMessage } from '../../infra/local/notify/sandbox-message.ts';
import { brokenPromises, type Had, heardOf, wrongAlarms } from './checks.ts';
import { TROUBLES, type Trouble } from './troubles.ts';
import { playGameDay } from './week.ts';

const HOUR = 3_600_000;

const down: Trouble = {
  ...{ name: 'Notify is down', lastsMs: HOUR, begins: () => {}, ends: () => {} },
  must: ['release-notices/overdue'],
  may: [/\/oldest-message/],
};
const had: Had[] = [{ trouble: down, from: 10 * HOUR, until: 11 * HOUR }];
const alarm = (name: string, from: number) => ({ name: `crier-x/${name}`, says: '', rang: [{ from, until: null }] });

describe('alarms of a game day', () => {
  it('are right where what must ring rings, and nothing else but what may', () => {
    const rang = [alarm('release-notices/overdue', 10.5 * HOUR), alarm('send-notices/oldest-message', 11.5 * HOUR)];
    const heard = heardOf(rang, had);
    expect(heard.map(({ alarm, of }) => [alarm, of])).toEqual([
      ['release-notices/overdue', 'Notify is down'],
      ['send-notices/oldest-message', 'Notify is down'],
    ]);
    expect(wrongAlarms(heard, had)).toEqual([]);
  });

  it.each([
    ['one that never rang', [], ['release-notices/overdue did not ring: Notify is down']],
    [
      'one that rang before',
      [alarm('release-notices/overdue', 9 * HOUR)],
      ['release-notices/overdue did not ring: Notify is down', 'release-notices/overdue rang for nothing'],
    ],
    [
      'one of something else',
      [alarm('release-notices/overdue', 10.5 * HOUR), alarm('plan-notices/dead-letters', 10.5 * HOUR)],
      ['plan-notices/dead-letters rang for nothing'],
    ],
  ])('are wrong: %s', (_, rang, wrong) => {
    expect(wrongAlarms(heardOf(rang, had), had)).toEqual(wrong);
  });
});

describe('promises of a game day', () => {
  const ledger = { balanced: true, open: 0, notify: { agrees: true } } as Ledger;
  const told = (person_ref: string, state = 'delivered') =>
    ({ person_ref, state, codes: ['S1'], reason: null }) as unknown as DecisionView;
  const message = (to: string) => ({ to }) as SandboxMessage;
  const ended = { ledger, decisions: [told('G1')], messages: [message('07700 900101')], people: ['G1'] };

  it('are kept where each household is told once and all adds up', () => {
    expect(brokenPromises(ended)).toEqual([]);
  });

  it.each([
    ['a ledger that does not balance', { ledger: { ...ledger, balanced: false } }, 'the ledger does not balance'],
    ['a notice that is open', { ledger: { ...ledger, open: 1 } }, '1 notices are still open'],
    ['a household of which nothing was decided', { decisions: [] }, 'nothing was decided of G1'],
    ['one that was not told', { decisions: [told('G1', 'failed')] }, 'G1 was not told: failed, S1'],
    [
      'one that was told twice',
      { messages: [message('07700 900101'), message('07700 900101')] },
      '2 messages to 07700 900101',
    ],
  ])('are broken by %s', (_, change, words) => {
    expect(brokenPromises({ ...ended, ...change })).toEqual([words]);
  });
});

describe.runIf(process.env['CRIER_NIGHTLY'])('a whole game day', () => {
  it.each([1, 2, 3])('keeps every promise, and rings what it should: seed %i', async (seed) => {
    const { broken, had } = await playGameDay(seed, () => {});
    expect(broken).toEqual([]);
    expect(had).toHaveLength(TROUBLES.length + 1);
  });
});
