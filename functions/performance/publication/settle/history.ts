import { SILENT_DAYS } from '../coverage.ts';
import type { Flag } from '../types.ts';
import { daysCovered, keyOf, type Singles, uncoveredFlags } from './coverage.ts';
import { about, latest, type Standing } from './revisions.ts';
import type { Series } from './series.ts';
import type { Count, Days } from './types.ts';

export type History = { series: readonly Series[]; problems: Flag[] };

/**
 * What the figures of single years rest on and only the whole history tells: which of the sources' counts stand, and of
 * which days each service and channel is known.
 * - `services`: those the council has told of; any other one is published too, and flagged.
 */
export function historyOf(input: {
  counts: readonly Count[];
  singles: Singles;
  asOf: number;
  services: ReadonlySet<string>;
}): History {
  const problems: Flag[] = [];
  const counts = Map.groupBy(input.counts, keyOf);
  const reach = Map.groupBy(input.singles.reach, keyOf);
  const covered = daysCovered(input.singles, input.asOf);
  const series = [...new Set([...counts.keys(), ...reach.keys()])].sort().map((key): Series => {
    const [area, service, channel] = key.split('\n') as [string, string, string];
    const { standing, problems: found } = latest(counts.get(key) ?? []);
    problems.push(...found);
    const family = withoutConflicts(standing, problems);
    const singles = covered.get(key) ?? [];
    const known = around([...family, ...(singles.length > 0 ? [{ first: singles[0]!, last: singles.at(-1)! }] : [])]);
    const { first, last } = around([...(known ? [known] : []), ...(reach.get(key) ?? [])])!;
    const expected = { first, last: last + SILENT_DAYS };
    return { area, service, channel, family, singles, known: known ?? NONE, expected };
  });
  const families = new Map(series.map((each) => [keyOf(each), each.family]));
  const counted = (one: Parameters<typeof keyOf>[0], day: number): boolean =>
    families.get(keyOf(one))!.some(({ first, last }) => first <= day && day <= last);
  return { series, problems: [...problems, ...uncoveredFlags(input.singles, counted), ...unlisted(series, input)] };
}

/** What of a history matters to some days: the same history before and after them gives the same. */
export const historyIn = ({ series }: History, days: Days): Series[] =>
  series
    .filter(({ expected }) => meet(expected, days))
    .map((each) => ({
      ...each,
      family: each.family.filter((count) => meet(count, days)),
      singles: each.singles.filter((day) => day >= days.first && day <= days.last),
      known: within(each.known, days),
      expected: within(each.expected, days),
    }));

const meet = (one: Days, other: Days): boolean => one.first <= other.last && other.first <= one.last;
const NONE: Days = { first: 1, last: 0 };
const within = (one: Days, other: Days): Days =>
  meet(one, other) ? { first: Math.max(one.first, other.first), last: Math.min(one.last, other.last) } : NONE;

/** From the first day of some to the last; null of none. */
const around = (some: readonly Days[]): Days | null =>
  some.length === 0
    ? null
    : { first: Math.min(...some.map(({ first }) => first)), last: Math.max(...some.map(({ last }) => last)) };

function unlisted(
  series: readonly Series[],
  { counts, singles, services }: { counts: readonly Count[]; singles: Singles; services: ReadonlySet<string> },
): Flag[] {
  const found = new Set(series.filter(({ known }) => known.first <= known.last).map(({ service }) => service));
  return [...found]
    .filter((service) => !services.has(service))
    .map((service) => {
      const sources = counts.filter((each) => each.service === service).map(({ source }) => source);
      if (singles.reach.some((each) => each.service === service)) sources.push('single contacts');
      return {
        source: [...new Set(sources)].sort().join(', '),
        code: 'unlisted-service',
        text: `${service} is on no list of services. It is published under this name: list it, or have its source corrected.`,
      };
    });
}

/** Counts of which each lies within another or apart from it. Of two that do not, the one recorded first stands. */
function withoutConflicts(standing: readonly Standing[], problems: Flag[]): Standing[] {
  const order = [...standing].sort(
    (a, b) =>
      text(a.since, b.since) || text(a.source, b.source) || a.first - b.first || b.last - a.last || text(a.id, b.id),
  );
  const exact = new Map<string, Standing>();
  const long: Standing[] = [];
  const family: Standing[] = [];
  for (const count of order) {
    const key = `${count.first} ${count.last}`;
    const other = exact.get(key) ?? (count.last > count.first ? long.find((each) => crosses(each, count)) : undefined);
    if (other) {
      const same = exact.has(key);
      problems.push({
        source: count.source,
        code: same ? 'two-sources' : 'overlap',
        text: same
          ? `${about(count)}: ${other.source} had counted the same before. The first count stands.`
          : `${about(count)}: some of these days, but not all, are in the count of ${other.source} for ${about(other)}, which was recorded first and stands.`,
      });
      continue;
    }
    exact.set(key, count);
    if (count.last > count.first) long.push(count);
    family.push(count);
  }
  return family;
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const crosses = (a: Standing, b: Standing): boolean =>
  (a.first < b.first && b.first <= a.last && a.last < b.last) ||
  (b.first < a.first && a.first <= b.last && b.last < a.last);
