import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aYear, count, history, published, rowsOf } from '../../../support/publication.ts';
import { bytesOf, textOf } from '../../../support/release-files.ts';

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
    const [header, ...revisions] = textOf(second, 'contacts-by-channel/revisions.csv').trimEnd().split('\r\n');
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
    expect(textOf(third, 'contacts-by-channel/revisions.csv')).toBe(
      textOf(second, 'contacts-by-channel/revisions.csv'),
    );
    const dated = [...third.files.keys()].filter((path) => path.includes('/v/'));
    expect(dated).toEqual([]);
    expect(textOf(third, 'contacts-by-channel/contacts-by-channel.csv-metadata.json')).toContain(
      '"@value": "2026-05-21"',
    );
  });

  test('is linked to the one before it', () => {
    const { releases } = JSON.parse(textOf(second, 'releases.json'));
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
