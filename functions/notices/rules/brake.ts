import type { BrakeWhy } from '../../../contracts/officers/brake.ts';
import { daysBetween, londonDate } from '../../shared/calendar/london.ts';
import type { Weight } from '../notice/brake.ts';
import type { Run } from '../notice/notice.ts';
import type { Settings } from './settings.ts';

/** How far from its forecast a run may be. */
export type Limits = Settings['brake'];

/** What is known of a run at its weighing. */
export type Weighed = {
  weight: Weight;
  /** Rows of which nobody knows yet whether they lead to a notice. */
  undecided: number;
  /** More may come to it: a day of events that is not over. */
  goesOn: boolean;
};

/** A forecast goes by so many runs. */
export const RUNS_OF_FORECAST = 4;

const WEEK_DAYS = 7;

/** Earlier runs of the same source and weekday, newest first. */
export function earlierRuns(run: Run, runs: readonly Run[]): Run[] {
  const dayOf = ({ imported_at }: Run) => londonDate(imported_at);
  return runs
    .filter((other) => other.source === run.source && (other.rows === null) === (run.rows === null))
    .filter((other) => {
      const days = daysBetween(dayOf(other), dayOf(run));
      return days > 0 && days % WEEK_DAYS === 0;
    })
    .toSorted((a, b) => b.imported_at - a.imported_at);
}

/** What a run should be like: the mean of the last runs. Null if there is none to go by. */
export function forecastOf(weights: readonly Weight[]): Weight | null {
  if (weights.length === 0) return null;
  const mean = (of: keyof Weight) => weights.reduce((sum, weight) => sum + weight[of], 0) / weights.length;
  return {
    rows: mean('rows'),
    notices: mean('notices'),
    people_again: mean('people_again'),
    asking: mean('asking'),
    asked_pence: mean('asked_pence'),
  };
}

type Measured = { found: number; expected: number };

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** What is compared, of a run that is like another. */
const COUNTED: Readonly<Record<'notices' | 'share' | 'people-again', (weight: Weight, forecast: Weight) => Measured>> =
  {
    notices: ({ notices }, forecast) => ({ found: notices, expected: forecast.notices }),
    share: ({ notices, rows }, forecast) => ({
      found: notices,
      expected: ratio(forecast.notices, forecast.rows) * rows,
    }),
    'people-again': ({ people_again }, forecast) => ({ found: people_again, expected: forecast.people_again }),
  };

const isFarAbove = ({ found, expected }: Measured, { times, at_least }: Limits): boolean =>
  found > expected * times && found - expected > at_least;
const isFarBelow = ({ found, expected }: Measured, limits: Limits): boolean =>
  isFarAbove({ found: expected, expected: found }, limits);

const why = (measure: BrakeWhy['measure'], { found, expected }: Measured): BrakeWhy => ({
  measure,
  found: Math.round(found),
  expected: Math.round(expected),
});

function tooMany(weight: Weight, forecast: Weight | null, limits: Limits): BrakeWhy[] {
  if (!forecast) {
    const first = { found: weight.notices, expected: limits.first_run };
    return first.found > first.expected ? [why('first-run', first)] : [];
  }
  return Object.entries(COUNTED).flatMap(([measure, of]) => {
    const measured = of(weight, forecast);
    return isFarAbove(measured, limits) ? [why(measure as keyof typeof COUNTED, measured)] : [];
  });
}

function tooFew(weight: Weight, forecast: Weight | null, limits: Limits): BrakeWhy[] {
  const measured = forecast && COUNTED.notices(weight, forecast);
  return measured && isFarBelow(measured, limits) ? [why('notices', measured)] : [];
}

/** A file whose amounts are in another unit has as many notices as ever. */
function oddAmounts(weight: Weight, forecast: Weight | null, { times, at_least }: Limits): BrakeWhy[] {
  if (!forecast || weight.asking < at_least || forecast.asking === 0) return [];
  const found = ratio(weight.asked_pence, weight.asking);
  const expected = ratio(forecast.asked_pence, forecast.asking);
  return found > expected * times || found * times < expected ? [why('amount', { found, expected })] : [];
}

/** Why a run has to wait for a person: what is far from its forecast. Empty: it may go. Null: too little of it is known yet. */
export function judge(
  { weight, undecided, goesOn }: Weighed,
  forecast: Weight | null,
  limits: Limits,
): BrakeWhy[] | null {
  const above = [...tooMany(weight, forecast, limits), ...oddAmounts(weight, forecast, limits)];
  if (above.length > 0) return above;
  const below = goesOn ? [] : tooFew(weight, forecast, limits);
  if (undecided === 0) return below;
  const atMost = { ...weight, notices: weight.notices + undecided };
  return below.length > 0 || tooMany(atMost, forecast, limits).length > 0 ? null : [];
}

/** Of a day of events: how many may have had a slot before it is weighed again. Never more than would be too many. */
export function mostOf({ notices }: Weight, forecast: Weight | null, { first_run, times, at_least }: Limits): number {
  const bound = forecast ? Math.max(forecast.notices * times, forecast.notices + at_least) : first_run;
  return Math.floor(Math.min(bound, notices + Math.max(at_least, notices / 4)));
}
