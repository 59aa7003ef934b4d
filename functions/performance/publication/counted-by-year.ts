import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type Known, singlesIn } from './counted.ts';
import type { FactsByYear } from './facts-by-year.ts';
import { dayNumber } from './periods.ts';
import { historyIn } from './settle/history.ts';
import { allNotAll, ownFigures, withTotals } from './settle/settle.ts';
import type { Days, Figure } from './settle/types.ts';
import type { Counted, State } from './types.ts';

export const hashed = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

export type CountedByYear = {
  /** Of all that a year's figures rest on. */
  digest: (year: string) => string;
  figuresOf: (year: string) => Figure[];
  /** Once a year is done, its figures need not be kept. */
  forget: (year: string) => void;
  counted: () => State['counted'];
};

/** What each year's counts come to, computed for those years that changed, and when it is asked for. */
export function countedByYear(
  input: { db: DatabaseSync; asOf: string; known: Known; facts: FactsByYear; former: State['counted']; code: string },
  years: ReadonlyMap<string, Days>,
): CountedByYear {
  const { db, asOf, known, facts } = input;
  const as = dayNumber(asOf);
  const series = new Map([...years].map(([year, days]) => [year, historyIn(known.history, days)]));
  const made = new Map<string, ReturnType<typeof ownFigures>>();
  const own = (year: string) => {
    const days = years.get(year)!;
    if (!made.has(year))
      made.set(year, ownFigures({ series: series.get(year)!, singles: singlesIn(db, days), asOf: as, days }));
    return made.get(year)!;
  };
  const sums = new Map(
    [...years].map(([year, days]) => {
      const of = facts.get(year);
      return [
        year,
        hashed(input.code, Math.min(as, days.last), of?.get('contact'), of?.get('contacts-counted'), series.get(year)),
      ];
    }),
  );
  // Only a council's own total can show that services are not all.
  const hasOwnTotal = known.history.series.some(({ service }) => service === 'all');
  const shown = (year: string) => {
    const former = input.former[year];
    if (former?.facts === sums.get(year)) return former!.notAll;
    return hasOwnTotal ? own(year).notAll : {};
  };
  const shownBy = new Map([...years.keys()].map((year) => [year, shown(year)]));
  const notAll = allNotAll(shownBy.values());
  const digests = new Map([...sums].map(([year, sum]) => [year, hashed(sum, notAll)]));
  const counted = new Map<string, Counted>();
  for (const [year, digest] of digests) {
    const former = input.former[year];
    if (former?.digest === digest) counted.set(year, former);
  }
  const count = (year: string): void => {
    if (counted.has(year)) return;
    const [sum, digest] = [sums.get(year)!, digests.get(year)!];
    counted.set(year, { facts: sum, notAll: shownBy.get(year)!, digest, flags: own(year).problems });
  };
  return {
    digest: (year: string) => digests.get(year)!,
    figuresOf: (year: string): Figure[] => {
      count(year);
      return withTotals(own(year).figures, { series: series.get(year)!, notAll });
    },
    forget: (year: string) => {
      count(year);
      made.delete(year);
    },
    counted: () => Object.fromEntries(counted),
  };
}
