import { dateOf, dayNumber, endOf, periodsBetween } from '../periods.ts';
import { startOf } from '../protect/periods.ts';
import type { Flag } from '../types.ts';
import { about, latest, type Standing } from './revisions.ts';
import type { Count, DayOfContacts, Figure } from './types.ts';

/** One service and channel of one area. */
export type Series = {
  figures: Figure[];
  /** Day numbers of the first and the last day that anything is known of. */
  first: number;
  last: number;
  problems: Flag[];
};

type Told = { counts: readonly Count[]; singles: readonly DayOfContacts[] };
/** Single contacts come day by day: a day without one had none, from the first of its month to `last`. */
export type Asked = Told & { area: string; service: string; channel: string; asOf: number; singlesLast: number };

/**
 * The figures of one service and channel. A count of exactly a period is that period's; other periods are the sum of
 * the counts and single contacts that fill them without a gap. Nothing is counted twice.
 */
export function seriesOf({ counts, singles, area, service, channel, asOf, singlesLast }: Asked): Series {
  const { standing, problems } = latest(counts);
  const family = withoutConflicts(standing, problems);
  const starts = new Map<number, { last: number; contacts: number }[]>();
  const put = (first: number, last: number, contacts: number): void => {
    const known = starts.get(first);
    if (known) known.push({ last, contacts });
    else starts.set(first, [{ last, contacts }]);
  };
  for (const { first, last, contacts } of family) put(first, last, contacts);
  const days = dayByDay({ singles, family, singlesLast, problems, what: `${service}, ${channel}` });
  for (const [day, contacts] of days) put(day, day, contacts);
  for (const same of starts.values()) same.sort((a, b) => b.last - a.last);

  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const [day, same] of starts) {
    first = Math.min(first, day);
    last = Math.max(last, same[0]!.last);
  }
  const figures: Figure[] = [];
  if (first > last) return { figures, first, last, problems };
  for (const span of periodsBetween(first, Math.min(last, asOf))) {
    const exact = starts.get(span.first)?.find((each) => each.last === span.last);
    const parts = filled(starts, span.first, span.last, exact !== undefined);
    if (exact && parts !== null && parts !== exact.contacts && span.period !== 'day') {
      problems.push({
        source: family.find((each) => each.first === span.first && each.last === span.last)?.source ?? '',
        code: 'does-not-add-up',
        text: `${service}, ${channel}, ${span.period} of ${span.start}: its own count is ${exact.contacts}, its parts make ${parts}. Both are published.`,
      });
    }
    const contacts = exact?.contacts ?? parts;
    if (contacts === null) continue;
    figures.push({ area, period: span.period, start: span.start, service, channel, contacts, last: null });
  }
  const part = partOfYear(family, figures, last);
  if (part) figures.push({ area, period: 'year', start: part.start, service, channel, ...part.figure });
  return { figures, first, last, problems };
}

/** The sum of what fills these days without a gap, taking the longest first; null if something is missing. */
function filled(
  starts: ReadonlyMap<number, { last: number; contacts: number }[]>,
  first: number,
  last: number,
  butTheWhole: boolean,
): number | null {
  let sum = 0;
  let day = first;
  while (day <= last) {
    const next = starts
      .get(day)
      ?.find((each) => each.last <= last && !(butTheWhole && day === first && each.last === last));
    if (!next) return null;
    sum += next.contacts;
    day = next.last + 1;
  }
  return sum;
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

/** Single contacts where no count has the day: the count knows of them already. */
function dayByDay(input: {
  singles: readonly DayOfContacts[];
  family: readonly Standing[];
  singlesLast: number;
  problems: Flag[];
  what: string;
}): Map<number, number> {
  const days = new Map<number, number>();
  if (input.singles.length === 0) return days;
  const first = input.singles.reduce((least, { day }) => Math.min(least, day), Number.POSITIVE_INFINITY);
  for (let day = dayNumber(startOf('month', dateOf(first))); day <= input.singlesLast; day += 1) days.set(day, 0);
  for (const { day, contacts } of input.singles) days.set(day, (days.get(day) ?? 0) + contacts);
  let twice = 0;
  for (const { first: from, last: to } of input.family) {
    for (let day = from; day <= to; day += 1) {
      twice += days.get(day) ?? 0;
      days.delete(day);
    }
  }
  if (twice > 0) {
    const [{ source }] = input.family as [Standing, ...Standing[]];
    input.problems.push({
      source,
      code: 'counted-and-single',
      text: `${input.what}: ${twice} single contacts came for days that ${source} has counted. The counts stand.`,
    });
  }
  return days;
}

/** A count of the first months of a year, with which a series ends: published as part of the year. */
function partOfYear(family: readonly Standing[], figures: readonly Figure[], seriesLast: number) {
  const last = family.find((each) => each.last === seriesLast && isPartOfYear(each));
  if (!last) return null;
  const start = startOf('year', dateOf(last.first));
  if (figures.some((each) => each.period === 'year' && each.start === start)) return null;
  return { start, figure: { contacts: last.contacts, last: last.last } };
}

function isPartOfYear({ first, last }: Standing): boolean {
  const start = dateOf(first);
  const quarter = dayNumber(endOf('quarter', startOf('quarter', start)));
  return startOf('year', start) === start && last > quarter && last < dayNumber(endOf('year', start));
}
