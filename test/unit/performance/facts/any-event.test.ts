import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../../functions/performance/facts/from-event.ts';
import { COUNCILS, count, factIn, problemIn, TODAY } from '../../../support/facts-of-events.ts';
import { validSamples } from '../../../support/samples.ts';

describe('councils', () => {
  test.each([
    [undefined, 'E06000004'],
    ['stockton', 'E06000004'],
    ['stockton-on-tees', 'E06000004'],
    ['darlington', 'E06000005'],
    ['E06000005', 'E06000005'],
  ])('%s is %s', (council, area) => {
    expect(factIn(count({}, council ? { council } : {})).area).toBe(area);
  });

  test('that no contract knows are a problem', () => {
    expect(problemIn(count({}, { council: 'stock' }))?.code).toBe('unknown-council');
  });
});

describe('any event', () => {
  test.each(validSamples.filter(({ event: { council } }) => council === 'stockton'))(
    'of ours, as $type $name, makes facts without a person or a reference in them, and no problem',
    ({ event: told }) => {
      const { facts, problems } = factsOf(told, TODAY, COUNCILS);
      expect(problems).toEqual([]);
      expect(JSON.stringify(facts)).not.toMatch(/Acc0unt|Pers0n|Addr3ss|_ref|CT-20/);
    },
  );

  test('that is none, or of a type that no contract knows, is a problem and never an exception', () => {
    expect(problemIn({ ...count(), id: undefined })).toMatchObject({ code: 'not-an-event', event: '' });
    expect(problemIn(count({}, { type: 'council.contacts.letters-weighed.v1' }))?.code).toBe('unknown-type');
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const { facts, problems } = factsOf(anything, TODAY, COUNCILS);
        return facts.length === 0 && problems.length === 1;
      }),
    );
  });

  test('never has its content in a problem', () => {
    const marked = count({ service: 'Mrs Marked 07700 900123', channel: 'marked-channel' });
    expect(JSON.stringify(problemIn(marked))).not.toMatch(/marked|07700/i);
  });
});
