import { describe, expect, test } from 'vitest';
import { protect } from '../../../../../functions/performance/publication/protect/protect.ts';
import { attack } from '../../../../support/attack/attack.ts';
import { daysFrom, type Single, sparseRows, sparseSpec } from '../../../../support/attack/sparse.ts';

const DAYS = daysFrom('2025-04-01', '2026-06-30');
const THRESHOLD = 5;
const SATISFACTION = ['service', 'channel', 'score'];
const CHANNELS = ['telephone', 'self_serve'];

/** So many answers a day for each service, channel and score in turn. */
const answers = (services: string[], aDay: number): Single[] =>
  DAYS.flatMap((day, place) =>
    services.flatMap((service) =>
      Array.from({ length: aDay }, (_, each) => {
        const turn = place * aDay + each;
        return { day, values: [service, CHANNELS[turn % 2]!, String(1 + ((turn * 7) % 5))] };
      }),
    ),
  );

/** Thirty notices a day, of which now and then one to three failed. */
const notices = DAYS.flatMap((day, place) =>
  Array.from({ length: 30 }, (_, each) => {
    const outcome = each % 10 === 0 && each / 10 < (place * 5) % 4 ? 'failed' : 'delivered';
    return { day, values: [each % 3 ? 'first' : 'final', each % 2 ? 'sms' : 'email', outcome] };
  }),
);

const weekly = DAYS.filter((_, place) => place % 7 === 0).map((day) => ({ day, values: ['waste', 'telephone', '4'] }));

/** With the least share of large months that is published. In a quarter of 5, 5 and 4 answers the 4 must take one 5 with it. */
const CASES: [string, string[], Single[], number][] = [
  ['satisfaction with one service', SATISFACTION, answers(['council-tax'], 3), 0.95],
  ['satisfaction with three services', SATISFACTION, answers(['council-tax', 'waste', 'parking'], 3), 0.95],
  ['notices with few failures a day', ['notice_type', 'channel', 'outcome'], notices, 0.95],
  ['one answer a week', SATISFACTION, weekly, 0.8],
];
const SPLITS = [
  ['days that are split', false],
  ['days that are not', true],
] as const;

describe.each(SPLITS)('%s', (_, wholeDays) => {
  test.each(CASES)('%s: small days cost no month and no year', (_name, columns, singles, least) => {
    const rows = sparseRows(singles, { columns, from: DAYS[0]!, to: DAYS.at(-1)!, wholeDays });
    const { rows: published, exposed } = protect({ rows, spec: sparseSpec(columns), asOf: '2026-07-01' });
    const large = (period: string) =>
      published.filter((row, at) => row['period'] === period && Number(rows[at]!['contacts']) >= THRESHOLD);
    const share = (period: string) =>
      large(period).filter((row) => row['contacts'] !== null).length / large(period).length;

    expect(exposed).toEqual([]);
    expect(large('month').length).toBeGreaterThan(0);
    expect(share('month')).toBeGreaterThanOrEqual(least);
    expect(share('quarter')).toBeGreaterThanOrEqual(0.95);
    expect(share('year')).toBe(1);
    const small = rows.filter(({ contacts }) => Number(contacts) < THRESHOLD).length;
    expect(published.filter((row) => row['contacts'] === null).length).toBeGreaterThanOrEqual(small);
  });
});

const overAQuarter = (
  [name, columns, singles]: (typeof CASES)[number],
  { wholeDays, least }: { wholeDays: boolean; least: 0 | 1 },
) => {
  const [from, to] = ['2025-04-01', '2025-06-30'];
  const within = singles.filter(({ day }) => day <= to);
  const rows = sparseRows(within, { columns, from, to, wholeDays });
  const { rows: published } = protect({ rows, spec: sparseSpec(columns), asOf: '2025-07-01' });
  const text = published.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, String(value ?? '')])),
  );
  const release = { asOf: '2025-07-01', rows: text };
  const dataset = { name, count: 'contacts', dimensions: columns, releases: [release], revised: new Set<string>() };
  return attack([dataset], { least });
};

test.each(CASES)('%s over one quarter of split days: nothing is recovered', (...each) => {
  const { hidden, recovered, contradictions } = overAQuarter(each, { wholeDays: false, least: 0 });
  expect(hidden).toBeGreaterThan(0);
  expect({ recovered, contradictions }).toEqual({ recovered: [], contradictions: 0 });
});

// ADR 012 says what such a reader learns where days are split, or mostly have one answer.
test('unsplit days of three answers: nor by one who knows that hidden counts are not zero', () => {
  const { hidden, recovered } = overAQuarter(CASES[0]!, { wholeDays: true, least: 1 });
  expect(hidden).toBeGreaterThan(0);
  expect(recovered).toEqual([]);
});
