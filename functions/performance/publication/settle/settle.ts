import { dateOf, dayNumber, endOf } from '../periods.ts';
import { startOf } from '../protect/periods.ts';
import type { Flag } from '../types.ts';
import { seriesOf } from './series.ts';
import { type Spans, totalsOf } from './totals.ts';
import type { Count, DayOfContacts, Figure, Settled } from './types.ts';

/**
 * What was counted in each period, out of counts and single contacts in any order, with their corrections and their
 * contradictions. Pure.
 * - `asOf`: the release's day number; periods that end later are not complete.
 * - `services`: those the council has told of; any other one is published too, and flagged.
 */
export function settle(input: {
  counts: readonly Count[];
  singles: readonly DayOfContacts[];
  asOf: number;
  services: ReadonlySet<string>;
}): Settled {
  const problems: Flag[] = [];
  const figures: Figure[] = [];
  const counts = grouped(input.counts);
  const singles = grouped(input.singles);
  const singlesLast = lastOfSingles(input.singles, input.asOf);
  const areas = Map.groupBy([...new Set([...counts.keys(), ...singles.keys()])].sort(), (key) => key.split('\n')[0]!);
  for (const [area, keys] of areas) {
    const spans: Spans = new Map();
    const own: Figure[] = [];
    for (const key of keys) {
      const [, service, channel] = key.split('\n') as [string, string, string];
      const series = seriesOf({
        area,
        service,
        channel,
        counts: counts.get(key) ?? [],
        singles: singles.get(key) ?? [],
        asOf: input.asOf,
        singlesLast: singlesLast.get(area) ?? Number.NEGATIVE_INFINITY,
      });
      problems.push(...series.problems);
      for (const figure of series.figures) own.push(figure);
      if (series.first > series.last) continue;
      const ofService = spans.get(service) ?? new Map<string, { first: number; last: number }>();
      spans.set(service, ofService.set(channel, { first: series.first, last: series.last }));
    }
    const totals = totalsOf(own, spans);
    problems.push(...totals.problems, ...unlisted([...spans.keys()], input));
    for (const figure of own) figures.push(figure);
    for (const figure of totals.figures) figures.push(figure);
  }
  return { figures, problems: inOrder(problems) };
}

const grouped = <One extends { area: string; service: string; channel: string }>(all: readonly One[]) =>
  Map.groupBy(all, ({ area, service, channel }) => `${area}\n${service}\n${channel}`);

/** Single contacts of an area are taken to be whole up to the end of the month of the last one, if that has come. */
function lastOfSingles(singles: readonly DayOfContacts[], asOf: number): Map<string, number> {
  const last = new Map<string, number>();
  for (const { area, day } of singles) last.set(area, Math.max(last.get(area) ?? day, day));
  for (const [area, day] of last) {
    const month = dayNumber(endOf('month', startOf('month', dateOf(day))));
    last.set(area, Math.min(month, asOf));
  }
  return last;
}

function unlisted(found: string[], { counts, singles, services }: Parameters<typeof settle>[0]): Flag[] {
  return found
    .filter((service) => !services.has(service))
    .map((service) => {
      const sources = counts.filter((each) => each.service === service).map(({ source }) => source);
      if (singles.some((each) => each.service === service)) sources.push('single contacts');
      return {
        source: [...new Set(sources)].sort().join(', '),
        code: 'unlisted-service',
        text: `${service} is on no list of services. It is published under this name: list it, or have its source corrected.`,
      };
    });
}

/** Each once, in an order that does not depend on that of the facts. */
function inOrder(problems: readonly Flag[]): Flag[] {
  const byText = new Map(problems.map((each) => [`${each.code}\n${each.source}\n${each.text}`, each]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, problem]) => problem);
}
