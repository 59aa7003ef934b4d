import { expect, test } from 'vitest';
import { ALL_CODES, CODES } from '../../../../contracts/codes.ts';
import { codeName, day, STATES, when } from '../../../../contracts/officers/words.ts';
import { REASONS } from '../../../../contracts/reasons.ts';
import {
  decisionInWords,
  noticeInWords,
  rowInWords,
  stepInWords,
} from '../../../../functions/notices/explain-notices/words-for-officers.ts';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import { STATES as ALL_STATES, type Notice, type Step } from '../../../../functions/notices/notice/notice.ts';
import { aDecision, aNotice, NOW } from '../../../support/officers.ts';

// Format pages.
const codes = 'S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 S15 S16 S17 S18 S19 S20 S21 S22 FORMAT HOUSEHOLD'.split(' ');

test('every code has a name and a plain sentence, and every state plain sentences', () => {
  expect(ALL_CODES.toSorted()).toEqual(codes.toSorted());
  expect(Object.keys(STATES)).toEqual([...ALL_STATES]);
  expect(codeName('S1')).toBe('Breathing Space (S1)');
  const sentences = [...Object.values(CODES).map(({ words }) => words), ...Object.values(REASONS)];
  for (const words of [...sentences, ...ALL_STATES.map((state) => STATES[state])]) {
    expect(words.replaceAll('GOV.UK', 'GOV UK')).toMatch(/^[A-Z][^.]+\.( [A-Z][^.]+\.)?$/);
  }
});

test('times are London times, in summer and in winter', () => {
  expect(when(Date.parse('2026-09-29T09:00:00Z'))).toBe('Tuesday 29 September 2026 at 10:00');
  expect(when(Date.parse('2026-12-01T00:05:00Z'))).toBe('Tuesday 1 December 2026 at 00:05');
});

test('a decision says how it was decided then, and the row where its notice is now', () => {
  expect(decisionInWords(aDecision({ due_at: NOW }), ourCatalogue)).toBe(
    'First reminder by text (full wording), due Tuesday 29 September 2026 at 10:00.',
  );
  expect(rowInWords(aDecision(), aNotice(['planned', 'delivered']), ourCatalogue)).toBe(
    'First reminder by text: Delivered.',
  );
});

test('one that a payment stopped later says so, and one that was held and told after all is delivered alone', () => {
  const stopped = { ...aNotice(['planned', 'blocked']), codes: ['S8' as const] };
  expect(rowInWords(aDecision(), stopped, ourCatalogue)).toMatch(/: Held\. A payment was made/);
  const held = aDecision({ outcome: 'none', variant: null, due_at: null, codes: ['S1'] });
  const freed = aNotice(['blocked', 'planned', 'delivered']);
  expect(rowInWords(held, freed, ourCatalogue)).toBe('First reminder by text: Delivered.');
});

test('dates are written out, and what is no date stays as it is', () => {
  expect(day('2026-09-01')).toBe('1 September 2026');
  expect(day('unreadable')).toBe('unreadable');
});

test('a decision not to contact somebody gives every reason', () => {
  const alone = aDecision({ outcome: 'none', variant: null, due_at: null, codes: ['S1', 'S18'] });
  expect(decisionInWords(alone, ourCatalogue)).toBe(`First reminder: not sent. ${CODES.S1.words} ${CODES.S18.words}`);
  const quiet = aDecision({ notice_type: null, outcome: 'none', variant: null, due_at: null, reason: 'no-trigger' });
  expect(decisionInWords(quiet, ourCatalogue)).toMatch(/^Nothing needs saying today/);
});

test('a notice says why it stopped or waits', () => {
  const stands = (notice: Partial<Notice>) => noticeInWords({ ...aNotice(), ...notice });
  expect(stands({ state: 'blocked', codes: ['S8'] })).toBe(`${STATES.blocked} ${CODES.S8.words}`);
  expect(stands({ reason: 'rate-limited' })).toBe(`${STATES.planned} GOV.UK Notify asked for a slower pace.`);
  expect(stands({ state: 'withheld', reason: 'shadow' })).toBe(`${STATES.withheld} This stage sends nothing yet.`);
  expect(stands({ state: 'expired', reason: 'expired' })).toBe(STATES.expired);
  expect(stands({ state: 'exhausted', reason: 'no-further-channel' })).toBe(
    'Not delivered. We have no other number or email to try.',
  );
  expect(stands({ reason: 'set-up', detail: 'AuthError' })).toMatch(/until that is put right\. \(AuthError\)$/);
});

test('a step of the history gives its own reason', () => {
  expect(stepInWords({ at: NOW, state: 'cancelled', by: 'plan-notices', reason: 'trigger-ended' })).toBe(
    `Cancelled. What it would tell is overtaken: its source no longer asks for it.`,
  );
});

test('a reason or code without a sentence does not compile', () => {
  const step: Step = { at: NOW, state: 'planned', by: 'send-notices', reason: 'message-lost', codes: ['S1'] };
  // @ts-expect-error: there are no words for it
  const unknownReason: Step['reason'] = 'for-some-reason';
  // @ts-expect-error: nor for this
  const unknownCode: Step['codes'] = ['S99'];
  expect([step.reason, step.codes]).not.toContain(unknownReason ?? unknownCode);
});
