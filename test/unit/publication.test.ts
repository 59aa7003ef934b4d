import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../functions/performance/facts/fact.ts';
import type { Release } from '../../functions/performance/publication/types.ts';
import {
  answer,
  aYear,
  contact,
  count,
  definitions,
  history,
  published,
  rowsOf,
  stage,
} from '../support/publication.ts';

const text = (release: Release, path: string): string =>
  new TextDecoder().decode(release.files.get(`open-data/${path}`)!);
const bytesOf = ({ files }: Release) => [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]).sort();

/** As printed in the scrutiny report, paragraphs 4.14 and 4.46: contacts and percent. */
const PRINTED: Record<
  string,
  [telephone: [number, number], face_to_face: [number, number], email: [number, number], self_serve: [number, number]]
> = {
  'all 2017': [
    [257161, 64.3],
    [89727, 22.4],
    [40841, 10.2],
    [12516, 3.1],
  ],
  'care-for-your-area 2012': [
    [44228, 76.3],
    [5957, 10.3],
    [6156, 10.6],
    [1607, 2.8],
  ],
  'care-for-your-area 2013': [
    [46187, 76.1],
    [6404, 10.6],
    [5716, 9.4],
    [2394, 3.9],
  ],
  'care-for-your-area 2014': [
    [40651, 72.4],
    [5716, 10.2],
    [6438, 11.5],
    [3373, 6.0],
  ],
  'care-for-your-area 2015': [
    [41785, 70.9],
    [7796, 13.2],
    [5401, 9.2],
    [3948, 6.7],
  ],
  'care-for-your-area 2016': [
    [42285, 74.2],
    [4768, 8.4],
    [4907, 8.6],
    [5034, 8.8],
  ],
  'care-for-your-area 2017': [
    [39739, 70.3],
    [4202, 7.4],
    [4198, 7.4],
    [8373, 14.8],
  ],
  'care-for-your-area 2018': [
    [12056, 63.8],
    [1669, 8.8],
    [1521, 8.1],
    [3646, 19.3],
  ],
};
const CHANNELS = ['telephone', 'face_to_face', 'email', 'self_serve'];

describe("the council's real figures", () => {
  const release = published(history, { asOf: '2018-12-31' });
  const rows = rowsOf(release, 'contacts-by-channel');

  test.each(Object.entries(PRINTED))('%s is as the report prints it', (name, printed) => {
    const [service, year] = name.split(' ');
    const own = rows.filter((row) => row['service'] === service && row['period_start'] === `${year}-04-01`);
    const figures = CHANNELS.map((channel) => own.find((row) => row['channel'] === channel)!);
    expect(figures.map((row) => [row['contacts'], row['percent']])).toEqual(printed);
    const total = printed.reduce((sum, [contacts]) => sum + contacts, 0);
    expect(own.find((row) => row['channel'] === 'all')).toMatchObject({ contacts: total, percent: 100 });
    expect(new Set(own.map((row) => row['contacts_marker']))).toEqual(new Set([year === '2018' ? 'p' : null]));
  });

  test('there are no other rows, and no total over services where only one is known', () => {
    expect(rows).toHaveLength(8 * 5);
  });

  test('2017-18 costs £1,503,089.77 at 2012 prices without email, which has no unit cost', () => {
    const costs = rowsOf(release, 'cost-per-contact').filter((row) => row['service'] === 'all');
    const of = (channel: string) => costs.find((row) => row['channel'] === channel);
    expect(of('all')).toMatchObject({
      cost_pounds: 1_503_089.77,
      contacts_costed: 359_404,
      not_costed: 'email',
      price_year: '2012',
    });
    expect(of('email')).toMatchObject({ contacts: 40_841, cost_pounds: null, cost_marker: 'x' });
    expect(of('telephone')).toMatchObject({ cost_pounds: 727_765.63, cost_per_contact_pounds: 2.83 });
    expect(text(release, 'cost-per-contact/cost-per-contact.csv')).toContain(
      ',400245,359404,1503089.77,,4.18,2012,email,',
    );
  });

  test('take-up is the share of self-service', () => {
    const rows = rowsOf(release, 'digital-take-up').filter((row) => row['service'] === 'all');
    expect(rows).toMatchObject([{ digital_contacts: 12_516, contacts: 400_245, digital_percent: 3.1 }]);
  });
});

test('the same facts in any order, told any number of times, give the same bytes', () => {
  const facts = [...history, ...aYear().slice(0, 900)];
  const expected = bytesOf(published(facts, { asOf: '2026-04-20' }));
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), fc.subarray(facts), (shuffled, again) => {
      expect(bytesOf(published([...shuffled, ...again], { asOf: '2026-04-20' }))).toEqual(expected);
    }),
    { numRuns: 5 },
  );
});

test('facts recorded after the day of the release play no part in it', () => {
  const now = published(history, { asOf: '2018-12-31' });
  const late = count(['2017-04-01', '2018-03-31'], 5, { service: 'waste', recorded: '2019-01-01' });
  expect(bytesOf(published([...history, late], { asOf: '2018-12-31' }))).toEqual(bytesOf(now));
});

test('a figure is provisional until 14 days after its period', () => {
  const april = count(['2026-04-01', '2026-04-30'], 900);
  const status = (asOf: string) =>
    rowsOf(published([april], { asOf }), 'contacts-by-channel').map((row) => row['status']);
  expect(new Set(status('2026-05-13'))).toEqual(new Set(['provisional']));
  expect(new Set(status('2026-05-14'))).toEqual(new Set(['final']));
});

describe('a further release', () => {
  const april = count(['2026-04-01', '2026-04-30'], 900, { recorded: '2026-05-01' });
  const corrected = count(['2026-04-01', '2026-04-30'], 850, { recorded: '2026-05-20', revision: 2 });
  const late = count(['2026-04-01', '2026-04-30'], 100, { channel: 'email', recorded: '2026-05-20' });
  const first = published([april], { asOf: '2026-05-02' });
  const second = published([april, corrected, late], { asOf: '2026-05-21', before: first });

  test('says what changed in rows that were there, and why', () => {
    const [header, ...revisions] = text(second, 'contacts-by-channel/revisions.csv').trimEnd().split('\r\n');
    expect(header).toBe('revised_on,period,period_start,area_code,service,channel,column,was,is,reason');
    const april = '2026-05-21,month,2026-04-01,E06000004';
    expect(revisions).toEqual([
      `${april},all,all,contacts,900,950,corrected by its source`,
      `${april},all,telephone,contacts,900,850,corrected by its source`,
      `${april},all,telephone,percent,100.0,89.5,follows from another figure`,
      `${april},waste,all,contacts,900,950,corrected by its source`,
      `${april},waste,telephone,contacts,900,850,corrected by its source`,
      `${april},waste,telephone,percent,100.0,89.5,follows from another figure`,
    ]);
  });

  test('keeps what was revised before, and has dated copies of what it changed only', () => {
    const third = published([april, corrected, late], { asOf: '2026-05-22', before: second });
    expect(text(third, 'contacts-by-channel/revisions.csv')).toBe(text(second, 'contacts-by-channel/revisions.csv'));
    const dated = [...third.files.keys()].filter((path) => path.includes('/v/'));
    expect(dated).toEqual([]);
    expect(text(third, 'contacts-by-channel/contacts-by-channel.csv-metadata.json')).toContain(
      '"@value": "2026-05-21"',
    );
  });

  test('is linked to the one before it', () => {
    const { releases } = JSON.parse(text(second, 'releases.json'));
    expect(releases.map(({ asOf, former }: { asOf: string; former: string | null }) => [asOf, former])).toEqual([
      ['2026-05-02', null],
      ['2026-05-21', first.digest],
    ]);
  });

  test('of the same day and the same facts is the same; of other facts it is refused', () => {
    expect(bytesOf(published([april], { asOf: '2026-05-02', before: first }))).toEqual(bytesOf(first));
    const other = count(['2026-04-01', '2026-04-30'], 1, { channel: 'email', recorded: '2026-05-02' });
    expect(() => published([april, other], { asOf: '2026-05-02', before: first })).toThrow(
      /contacts-by-channel was published/,
    );
    expect(() => published([april], { asOf: '2026-05-01', before: first })).toThrow(/would go back/);
  });
});

test('two councils have rows of their own', () => {
  const other: Fact = { ...count(['2026-04-01', '2026-04-30'], 70), area: 'E06000005' };
  const rows = rowsOf(
    published([count(['2026-04-01', '2026-04-30'], 900), other], { asOf: '2026-05-02' }),
    'contacts-by-channel',
  );
  const all = rows.filter((row) => row['service'] === 'all' && row['channel'] === 'all');
  expect(all.map((row) => [row['area_code'], row['contacts']])).toEqual([
    ['E06000004', 900],
    ['E06000005', 70],
  ]);
});

test('a small number is hidden, and nothing that is computed from it is there', () => {
  const month = (channel: 'telephone' | 'email' | 'self_serve', contacts: number) =>
    count(['2026-04-01', '2026-04-30'], contacts, { channel });
  const release = published([month('telephone', 900), month('email', 40), month('self_serve', 3)], {
    asOf: '2026-05-02',
  });
  const own = rowsOf(release, 'contacts-by-channel').filter((row) => row['service'] === 'waste');
  const hidden = own.filter((row) => row['contacts_marker'] === 'c');
  expect(hidden.map((row) => row['channel'])).toContain('self_serve');
  expect(hidden.length).toBeGreaterThan(1);
  for (const row of hidden) expect([row['contacts'], row['percent']]).toEqual([null, null]);
  const takeUp = rowsOf(release, 'digital-take-up').find((row) => row['service'] === 'waste');
  expect(takeUp).toMatchObject({ digital_contacts: null, digital_percent: null, digital_marker: 'c' });
  const cost = rowsOf(release, 'cost-per-contact').find(
    (row) => row['service'] === 'waste' && row['channel'] === 'self_serve',
  );
  expect(cost).toMatchObject({ contacts: null, cost_pounds: null, cost_marker: 'c' });
});

test('satisfaction is the share of 4 and 5', () => {
  const scores: [number, number][] = [
    [1, 20],
    [2, 20],
    [3, 20],
    [4, 60],
    [5, 80],
  ];
  const answers = scores.flatMap(([score, times]) => Array.from({ length: times }, () => answer('2026-04-10', score)));
  const rows = rowsOf(published([...answers, contact('2026-05-01')], { asOf: '2026-05-02' }), 'satisfaction');
  const all = rows.find(
    (row) =>
      row['period'] === 'month' && row['service'] === 'all' && row['channel'] === 'all' && row['score'] === 'all',
  );
  expect(all).toMatchObject({ answers: 200, satisfied_percent: 70 });
});

test('notices join the stages of an attempt, with its time and its list price', () => {
  const attempts = Array.from({ length: 40 }, (_, number) => {
    const about = { notice: `n-${number}` };
    const sent = stage('2026-04-30', 'sent', about);
    return number < 25
      ? [sent, stage('2026-05-01', 'delivered', { ...about, seconds: 10 * number })]
      : [sent, stage('2026-05-01', 'failed', about)];
  });
  const rows = rowsOf(published(attempts.flat(), { asOf: '2026-05-02' }), 'notices');
  const of = (outcome: string) =>
    rows.find(
      (row) =>
        row['period'] === 'month' &&
        row['notice_type'] === 'all' &&
        row['channel'] === 'sms' &&
        row['attempt'] === 'all' &&
        row['outcome'] === outcome,
    );
  expect(of('all')).toMatchObject({ period_start: '2026-04-01', notices: 40, cost_pounds: 0.96 });
  expect(of('delivered')).toMatchObject({ notices: 25, percent: 62.5, median_seconds: 120 });
  expect(of('failed')).toMatchObject({ notices: 15, percent: 37.5 });
});

test('no median of fewer than ten', () => {
  const attempts = Array.from({ length: 12 }, (_, number) => {
    const about = { notice: `n-${number}` };
    const seconds = number < 9 ? 10 : null;
    return [stage('2026-04-30', 'sent', about), stage('2026-04-30', 'delivered', { ...about, seconds })];
  });
  const rows = rowsOf(published(attempts.flat(), { asOf: '2026-05-02' }), 'notices');
  expect(new Set(rows.map((row) => row['median_seconds']))).toEqual(new Set([null]));
});

test('facts of days before the year 2000 are held out and flagged', () => {
  const release = published([count(['1926-04-01', '1926-04-01'], 100), count(['2026-04-01', '2026-04-01'], 100)], {
    asOf: '2026-05-02',
  });
  expect(release.problems.map(({ code }) => code)).toContain('too-old');
  const rows = rowsOf(release, 'contacts-by-channel');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row['period_start'] === '2026-04-01')).toBe(true);
});

test('a source without a proper name is not called by it', () => {
  const release = published(
    [
      count(['2026-04-01', '2026-04-01'], 100, { source: '=cmd|calc' }),
      count(['2026-04-01', '2026-04-01'], 90, { source: 'J. Smith, 07700 900123' }),
    ],
    { asOf: '2026-05-02' },
  );
  const all = JSON.stringify(bytesOf(release)) + JSON.stringify(release.problems);
  expect(all).not.toMatch(/cmd|Smith|07700/);
});

test('a further dataset is a further folder', () => {
  const further = {
    ...definitions.datasets.find(({ name }) => name === 'digital-take-up')!,
    name: 'rows-by-service',
    sql: 'select period, period_start, area_code, service, count(*) as digital_contacts, null as contacts, null as digital_percent, null as digital_marker, status, release.definition_version from "contacts-by-channel" cross join release group by 1, 2, 3, 4 order by 1, 2, 3, 4',
  };
  const release = published(history, {
    asOf: '2018-12-31',
    definitions: { ...definitions, datasets: [...definitions.datasets, further] },
  });
  expect(release.files.has('open-data/rows-by-service/rows-by-service.csv')).toBe(true);
  expect(rowsOf(release, 'rows-by-service')).toHaveLength(8);
});
