import { describe, expect, it, test } from 'vitest';
import type { Weight } from '../../../../functions/notices/notice/brake.ts';
import type { Run } from '../../../../functions/notices/notice/notice.ts';
import { earlierRuns, forecastOf, judge, mostOf } from '../../../../functions/notices/rules/brake.ts';

const LIMITS = { first_run: 2_000, times: 2, at_least: 50 };
const weight = (more: Partial<Weight> = {}): Weight => ({
  ...{ rows: 90_000, notices: 200, people_again: 3, asking: 200, asked_pence: 200 * 150_00 },
  ...more,
});
const judged = (more: Partial<Weight>, { undecided = 0, goesOn = false, first = false } = {}) =>
  judge({ weight: weight(more), undecided, goesOn }, first ? null : weight(), LIMITS)?.map(({ measure }) => measure) ??
  null;

describe('a run', () => {
  test.each([
    ['like the last ones goes', {}, {}, []],
    ['with twice as many notices goes', { notices: 400 }, {}, []],
    ['with more than twice as many waits', { notices: 401 }, {}, ['notices', 'share']],
    ['of half the rows and as many notices goes', { rows: 45_000 }, {}, []],
    ['of a third of the rows and as many notices waits for their share', { rows: 30_000 }, {}, ['share']],
    ['with too few waits', { notices: 99 }, {}, ['notices']],
    ['that tells many people twice waits', { people_again: 60 }, {}, ['people-again']],
    ['with pounds for pence waits', { asked_pence: 200 * 15_000_00 }, {}, ['amount']],
    ['with pence for pounds waits', { asked_pence: 200 * 1_50 }, {}, ['amount']],
    ['that is the first of its weekday goes up to a number', { notices: 2_000 }, { first: true }, []],
    ['that is the first of its weekday and has more waits', { notices: 2_001 }, { first: true }, ['first-run']],
    ['of a few notices is never far', { notices: 60, rows: 10 }, { first: true }, []],
    ['of which the rest makes no difference goes', { notices: 150 }, { undecided: 200 }, []],
    ['of which the rest may be too many is not known yet', { notices: 150 }, { undecided: 300 }, null],
    ['of which too few are decided is not known yet', { notices: 20 }, { undecided: 100 }, null],
    ['that has too many already waits', { notices: 500 }, { undecided: 80_000 }, ['notices', 'share']],
    ['of a day that goes on is never too small', { notices: 1 }, { goesOn: true }, []],
  ] as const)('%s', (_, more, how, found) => {
    expect(judged(more, how)).toEqual(found);
  });
});

const run = (name: string, day: string, more: Partial<Run> = {}): Run => ({
  ...{ name, file: '', source: 'recovery-extract', rows: 9, rejected: 0 },
  imported_at: Date.parse(`${day}T02:00:00Z`),
  ...more,
});

it('is compared with the runs of its source on the same weekday, newest first, over the clock change', () => {
  const runs = [
    run('two weeks ago', '2026-10-20'),
    run('yesterday', '2026-11-02'),
    run('last week', '2026-10-27'),
    run('of events', '2026-10-27', { rows: null }),
    run('of another source', '2026-10-27', { source: 'service-requests' }),
    run('today, earlier', '2026-11-03'),
    run('a week later', '2026-11-10'),
  ];
  const found = earlierRuns(run('today', '2026-11-03', { imported_at: Date.parse('2026-11-03T09:00:00Z') }), runs);
  expect(found.map(({ name }) => name)).toEqual(['last week', 'two weeks ago']);
});

it('is expected to be like their mean', () => {
  expect(forecastOf([])).toBeNull();
  expect(forecastOf([weight({ notices: 100 }), weight({ notices: 300 })])?.notices).toBe(200);
});

it('of events is weighed again before it could be too large', () => {
  expect(mostOf(weight({ notices: 1 }), weight(), LIMITS)).toBe(51);
  expect(mostOf(weight({ notices: 390 }), weight(), LIMITS)).toBe(400);
  expect(mostOf(weight({ notices: 1_990 }), null, LIMITS)).toBe(2_000);
});
