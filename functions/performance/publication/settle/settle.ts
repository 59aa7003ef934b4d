import { dateOf, dayNumber, endOf } from '../periods.ts';
import { startOf } from '../protect/periods.ts';
import type { Flag } from '../types.ts';
import { type History, historyIn } from './history.ts';
import { figuresOf, type Series } from './series.ts';
import { notAll, totalsOf } from './totals.ts';
import type { DayOfContacts, Days, Figure, KnownFigure, NotAll, Settled } from './types.ts';

/** A year's figures without totals over services and channels, which may rest on what other years show. */
export type OwnFigures = { figures: KnownFigure[]; problems: Flag[]; notAll: NotAll };

type Year = { series: readonly Series[]; singles: readonly DayOfContacts[]; asOf: number; days: Days };

/** The figures of one financial year. Pure: what other years say comes in by `series`. */
export function ownFigures({ series, singles, asOf, days }: Year): OwnFigures {
  const byKey = Map.groupBy(singles, keyOf);
  const figures: KnownFigure[] = [];
  const problems: Flag[] = [];
  for (const one of series) {
    const own = figuresOf(one, { singles: byKey.get(keyOf(one)) ?? [], asOf, days });
    for (const figure of own.figures) figures.push(figure);
    problems.push(...own.problems);
  }
  const shown: NotAll = {};
  for (const [area, of] of Map.groupBy(figures, ({ area }) => area)) {
    const found = notAll(of);
    problems.push(...found.problems);
    if (found.services.length > 0) shown[area] = found.services;
  }
  return { figures, problems, notAll: shown };
}

/** The same with totals, and with nulls for what is not available beside them. `notAll` is of all years. */
export function withTotals(
  figures: readonly KnownFigure[],
  { series, notAll: lacking }: { series: readonly Series[]; notAll: NotAll },
): Figure[] {
  const all: Figure[] = [...figures];
  for (const [area, of] of Map.groupBy(figures, ({ area }) => area)) {
    const own = series.filter((each) => each.area === area);
    for (const total of totalsOf(of, { series: own, notAll: lacking[area] ?? [] })) all.push(total);
  }
  return all;
}

/** What several years show together, each once. */
export function allNotAll(years: Iterable<NotAll>): NotAll {
  const all: Record<string, Map<string, string[]>> = {};
  for (const year of years) {
    for (const [area, found] of Object.entries(year)) {
      all[area] ??= new Map();
      for (const services of found) all[area].set(services.join(' '), services);
    }
  }
  const inOrder = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    inOrder.map(([area, found]) => [area, [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)]),
  );
}

/**
 * What was counted in each period of some years, with what was wrong. A release does the same year by year, and only for
 * those years that changed.
 * - `singlesOf`: the single contacts of a year's days.
 */
export function settle(input: {
  history: History;
  years: readonly Days[];
  singlesOf: (days: Days) => readonly DayOfContacts[];
  asOf: number;
}): Settled {
  const { history, asOf } = input;
  const years = input.years.map((days) => {
    const series = historyIn(history, days);
    return { series, own: ownFigures({ series, singles: input.singlesOf(days), asOf, days }) };
  });
  const together = allNotAll(years.map(({ own }) => own.notAll));
  return {
    figures: years.flatMap(({ own, series }) => withTotals(own.figures, { series, notAll: together })),
    problems: inOrder([...history.problems, ...years.flatMap(({ own }) => own.problems)]),
  };
}

const keyOf = ({ area, service, channel }: { area: string; service: string; channel: string }): string =>
  `${area}\n${service}\n${channel}`;

/** The day number on which a day's financial year begins: no period that is published lies in two of them. */
export const yearOf = (day: number): number => dayNumber(startOf('year', dateOf(day)));

/** The financial years that have days of these. */
export function yearsBetween(first: number, last: number): Days[] {
  const years: Days[] = [];
  for (let day = yearOf(first); day <= last; day = years.at(-1)!.last + 1)
    years.push({ first: day, last: dayNumber(endOf('year', dateOf(day))) });
  return years;
}

/** Each once, in an order that does not depend on that of the facts. */
export function inOrder(problems: readonly Flag[]): Flag[] {
  const byText = new Map(problems.map((each) => [`${each.code}\n${each.source}\n${each.text}`, each]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, problem]) => problem);
}
