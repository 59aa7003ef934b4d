import { dayNumber } from '../../functions/performance/publication/periods.ts';
import { historyOf } from '../../functions/performance/publication/settle/history.ts';
import { settle, yearsBetween } from '../../functions/performance/publication/settle/settle.ts';
import type {
  Count,
  Covered,
  DayOfContacts,
  Days,
  Reach,
} from '../../functions/performance/publication/settle/types.ts';

export const AREA = 'E06000004';
const SERVICES = new Set(['all', 'waste', 'housing']);

/** A count by a source of the days from one to another. */
export const count = (from: string, to: string, contacts: number, more: Partial<Count> = {}): Count => ({
  source: 'contact-centre',
  id: `${from}${to}${more.source}${more.revision}${more.service}${more.channel}${contacts}`,
  area: AREA,
  service: 'waste',
  channel: 'telephone',
  first: dayNumber(from),
  last: dayNumber(to),
  contacts,
  revision: 1,
  recorded: to,
  ...more,
});
export const day = (date: string, contacts: number, more: Partial<Count> = {}) => count(date, date, contacts, more);
export const single = (date: string, contacts = 1, channel = 'telephone'): DayOfContacts => ({
  ...{ area: AREA, service: 'waste', channel, day: dayNumber(date), contacts },
});

const SOURCE = 'contact-centre';
const reachOf = (singles: DayOfContacts[]): Reach[] =>
  [...Map.groupBy(singles, ({ area, service, channel }) => `${area} ${service} ${channel}`).values()].map((own) => {
    const known = own.map((each) => each.day);
    return { ...own[0]!, source: SOURCE, first: Math.min(...known), last: Math.max(...known) };
  });

/** That a source has covered the days from one to another; without a service, all that it tells of. */
export const covered = (from: string, to: string, service: string | null = null): Covered[] =>
  Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, place) => ({
    ...{ area: AREA, source: SOURCE, service, day: dayNumber(from) + place },
  }));

/** What is settled from counts and single contacts; `of` is one figure of it, or null. */
export const settled = (
  counts: Count[],
  { singles = [] as DayOfContacts[], covers = [] as Covered[], asOf = '2026-12-31' } = {},
) => {
  const last = dayNumber(asOf);
  const covering = (single: DayOfContacts) => (each: Covered) =>
    each.day === single.day && (each.service ?? single.service) === single.service;
  const uncovered = singles.filter((single) => !covers.some(covering(single)));
  const known = { reach: reachOf(singles), covered: covers, uncovered };
  const history = historyOf({ counts, singles: known, asOf: last, services: SERVICES });
  const years = yearsBetween(
    history.series.reduce((least, { expected }) => Math.min(least, expected.first), last),
    last,
  );
  const singlesOf = (days: Days) => singles.filter((each) => each.day >= days.first && each.day <= days.last);
  const { figures, problems } = settle({ history, years, singlesOf, asOf: last });
  const of = (period: string, start: string, service = 'waste', channel = 'telephone') =>
    figures.find(
      (one) => one.period === period && one.start === start && one.service === service && one.channel === channel,
    )?.contacts ?? null;
  return { figures, problems, of, codes: problems.map(({ code }) => code) };
};

/** A count of each of the first days of a month. */
export const days = (month: string, length: number, contacts: (day: number) => number, more: Partial<Count> = {}) =>
  Array.from({ length }, (_, place) =>
    day(`${month}-${String(place + 1).padStart(2, '0')}`, contacts(place + 1), more),
  );
