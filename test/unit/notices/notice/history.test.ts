import { describe, expect, it } from 'vitest';
import { stepInWords } from '../../../../functions/notices/explain-notices/words-for-officers.ts';
import { withStep } from '../../../../functions/notices/notice/history.ts';
import type { Step } from '../../../../functions/notices/notice/notice.ts';
import { randomFrom } from '../../../simulate/random.ts';
import { TUESDAY_TEN } from '../../../support/builders.ts';

const planned: Step = { at: TUESDAY_TEN, state: 'planned', by: 'plan-notices' };
let clock = TUESDAY_TEN;
function step(state: Step['state'], by: string, reason?: Step['reason']): Step {
  clock += 1000;
  return { at: clock, state, by, ...(reason && { reason }) };
}
const late = () => [step('planned', 'send-notices', 'late-for-slot')];
const limited = () => [step('sending', 'send-notices'), step('planned', 'send-notices', 'rate-limited')];
const doubted = () => [
  step('sending', 'send-notices'),
  step('uncertain', 'send-notices', 'no-answer'),
  step('planned', 'reconcile-notices', 'not-at-notify'),
];
const held = () => [{ ...step('blocked', 'plan-notices'), codes: ['S5' as const] }, step('planned', 'plan-notices')];
const historyOf = (...steps: Step[][]) => steps.flat().reduce(withStep, [planned]);

describe('the history of a notice', () => {
  it('has each step that happens once', () => {
    const steps = [limited(), doubted(), [step('sending', 'send-notices'), step('accepted', 'send-notices')]].flat();
    expect(steps.reduce(withStep, [planned])).toEqual([planned, ...steps]);
  });

  it('counts a step that comes again at once, with when it was first and last', () => {
    const all = [late(), late(), late()];
    const history = historyOf(...all);
    expect(history).toEqual([planned, { ...all[2]![0], times: 3, first_at: all[0]![0]!.at }]);
    expect(stepInWords(history[1]!)).toContain('3 times, first on Tuesday 29 September 2026 at 10:00');
  });

  it('counts rounds, also those with others in between, as often as each of their steps happened', () => {
    const history = historyOf(doubted(), late(), limited(), doubted(), limited(), doubted(), limited());
    expect(history.map(({ state, reason, times = 1 }) => `${state} ${reason ?? ''} ${times}`)).toEqual([
      'planned  1',
      'planned late-for-slot 1',
      'sending  3',
      'uncertain no-answer 3',
      'planned not-at-notify 3',
      'sending  3',
      'planned rate-limited 3',
    ]);
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('stays small whatever happens ten thousand times, counts all of it, and begins with the planning', () => {
    const random = randomFrom(16);
    const rounds = Array.from({ length: 10_000 }, () => random.pick([late, limited, doubted, held])());
    const history = historyOf(...rounds);
    expect(history.length).toBeLessThan(12);
    expect(history.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(1 + rounds.flat().length);
    expect(history[0]).toMatchObject({ state: 'planned', by: 'plan-notices' });
  });
});
