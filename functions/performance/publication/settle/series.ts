import { dateOf, dayNumber, endOf, periodsBetween } from '../periods.ts';
import { startOf } from '../protect/periods.ts';
import type { Flag } from '../types.ts';
import type { Standing } from './revisions.ts';
import type { DayOfContacts, Days, KnownFigure } from './types.ts';

/** One service and channel of one area, as far as days that are asked for rest on it. */
export type Series = {
  area: string;
  service: string;
  channel: string;
  /** The counts that stand and have some of the days. */
  family: readonly Standing[];
  /** Days of which single contacts are known: one of these without any had none. */
  singles: readonly number[];
  /** Of the days that are asked for, those between the first and the last of which anything is known; none if first > last. */
  known: Days;
  /** The same and the days after it on which more of this series is still expected, though nothing has come. */
  expected: Days;
};

/**
 * The figures of one service and channel. A count of exactly a period is that period's; other periods are the sum of
 * the counts and single contacts that fill them without a gap. Nothing is counted twice.
 */
export function figuresOf(
  series: Series,
  { singles, asOf, days: asked }: { singles: readonly DayOfContacts[]; asOf: number; days: Days },
): { figures: KnownFigure[]; problems: Flag[] } {
  const { area, service, channel, family, known } = series;
  const problems: Flag[] = [];
  const figures: KnownFigure[] = [];
  if (known.first > known.last) return { figures, problems };
  const starts = new Map<number, { last: number; contacts: number }[]>();
  const put = (first: number, last: number, contacts: number): void => {
    const same = starts.get(first);
    if (same) same.push({ last, contacts });
    else starts.set(first, [{ last, contacts }]);
  };
  for (const { first, last, contacts } of family) put(first, last, contacts);
  for (const [day, contacts] of dayByDay(series, { singles, asked, problems })) put(day, day, contacts);
  for (const same of starts.values()) same.sort((a, b) => b.last - a.last);

  for (const span of periodsBetween(known.first, Math.min(known.last, asOf))) {
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
  const part = partOfYear(family, figures, known.last);
  if (part) figures.push({ area, period: 'year', start: part.start, service, channel, ...part.figure });
  return { figures, problems };
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

/** Single contacts of the days that are known, where no count has the day: the count knows of them already. */
function dayByDay(
  { service, channel, family, singles: known }: Series,
  { singles, asked, problems }: { singles: readonly DayOfContacts[]; asked: Days; problems: Flag[] },
): Map<number, number> {
  const days = new Map(known.map((day) => [day, 0]));
  const told = new Map<number, number>();
  for (const { day, contacts } of singles) {
    told.set(day, (told.get(day) ?? 0) + contacts);
    if (days.has(day)) days.set(day, days.get(day)! + contacts);
  }
  let twice = 0;
  for (const { first, last } of family) {
    for (let day = Math.max(first, asked.first); day <= Math.min(last, asked.last); day += 1) {
      twice += told.get(day) ?? 0;
      told.delete(day);
      days.delete(day);
    }
  }
  if (twice > 0) {
    const [{ source }] = family as [Standing, ...Standing[]];
    problems.push({
      source,
      code: 'counted-and-single',
      text: `${service}, ${channel}, year from ${startOf('year', dateOf(asked.first))}: ${twice} single contacts came for days that ${source} has counted. The counts stand.`,
    });
  }
  return days;
}

/** A count of the first months of a year, with which a series ends: published as part of the year. */
function partOfYear(family: readonly Standing[], figures: readonly KnownFigure[], seriesLast: number) {
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
