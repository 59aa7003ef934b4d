import { beforeAll, describe, expect, test } from 'vitest';
import { type Chart, figuresOf } from '../../../../functions/performance/pages/chart-figure.ts';
import { apart, ticksTo } from '../../../../functions/performance/pages/chart-scale.ts';
import { findingOf } from '../../../../functions/performance/pages/finding.ts';
import { SITE_CSS } from '../../../../functions/performance/pages/site-css.ts';
import {
  numberWords,
  periodShort,
  periodWords,
  sizeWords,
  titled,
} from '../../../../functions/performance/pages/words.ts';
import { siteCss } from '../../../../functions/performance/pages/write-css.ts';
import type { Release, Row } from '../../../../functions/performance/publication/types.ts';
import { countEvent, historyEvents, released } from '../../../support/open-data.ts';
import { textOf } from '../../../support/release-files.ts';

const CHART: Chart = {
  by: ['area_code', 'service', 'period'],
  prefer: { period: ['month', 'year'], service: ['all'] },
  y: 'percent',
  y_title: 'Share',
  unit: '%',
  marker: 'marker',
  series: 'channel',
  leave_out: ['all'],
  base: { column: 'contacts', words: 'contacts' },
  subject: 'service',
  says: '{series} came first {when}, with {value} of {base} contacts',
  over_time: {},
  single: {},
};

const row = (year: number, channel: string, percent: number | null, more: Partial<Row> = {}): Row => ({
  ...{ period: 'year', period_start: `${year}-04-01`, area_code: 'E06000004', service: 'waste', channel, percent },
  ...{ contacts: percent === null ? null : percent * 10, marker: percent === null ? 'c' : null, ...more },
});
/** The sum of a period's channels. */
const all = (year: number, contacts: number | null, more: Partial<Row> = {}) =>
  row(year, 'all', contacts === null ? null : 100, { contacts, ...more });
const told = (rows: Row[], chart = CHART) =>
  figuresOf({ rows }, chart).map((figure) =>
    findingOf(figure, chart, { title: (code) => code, subject: figure.of['service']!, decimals: 1 }),
  );
/** Years from 2020 on, of which one channel has these shares and another the rest. */
const years = (...shares: number[]) =>
  shares.flatMap((share, i) => [
    row(2020 + i, 'phone', share),
    row(2020 + i, 'post', 100 - share),
    all(2020 + i, 1000),
  ]);

describe('what a figure says', () => {
  test('names its service, and the line that changed most over four periods or more', () => {
    expect(told([...years(70, 66, 64, 60)])).toEqual(['waste: phone fell from 70.0% in 2020–21 to 60.0% in 2023–24']);
  });

  test('says that only a part can be shown where the whole is hidden, and nothing where all of it is', () => {
    const hidden = [row(2020, 'phone', 60), row(2020, 'post', null), all(2020, null)];
    expect(told(hidden)).toEqual(['waste: only some of the figures can be shown in 2020–21']);
  });

  test('is no trend of three periods: it says the newest', () => {
    expect(told(years(70, 66, 60))).toEqual(['waste: phone came first in 2022–23, with 60.0% of 1,000 contacts']);
  });

  test('is no rise where there is hardly one', () => {
    expect(told(years(70, 70, 70, 70.9))).toEqual(['waste: phone stayed at about 70.9% from 2020–21 to 2023–24']);
  });

  test('is not drawn from a period of which a category is hidden or not available', () => {
    const hidden = (marker: string) => [
      ...years(70, 66, 64, 60),
      ...[row(2024, 'phone', 30), row(2024, 'post', null, { marker }), all(2024, 1000)],
    ];
    expect(told(hidden('c'))).toEqual(['waste: phone fell from 70.0% in 2020–21 to 60.0% in 2023–24']);
    expect(told(hidden('x').slice(-3))).toEqual([
      'waste: 1,000 contacts in 2024–25; not all parts of this can be shown',
    ]);
  });

  test('is not drawn from fewer than 100', () => {
    expect(told([row(2020, 'phone', 70), row(2020, 'post', 30), all(2020, 99)])).toEqual([
      'waste: 99 contacts in 2020–21, too few to say more',
    ]);
    expect(told([row(2020, 'phone', 70), row(2020, 'post', 30), all(2020, 100)])).toEqual([
      'waste: phone came first in 2020–21, with 70.0% of 100 contacts',
    ]);
  });

  test('takes no notice of a part of a year', () => {
    const part = { marker: 'p' };
    const rows = [row(2022, 'phone', 90, part), row(2022, 'post', 10, part), all(2022, 500, part)];
    expect(told([...years(70, 60), ...rows])).toEqual([
      'waste: phone came first in 2021–22, with 60.0% of 1,000 contacts',
    ]);
  });

  test('makes no trend of days: it says the newest, and on which day', () => {
    const rows = years(70, 66, 64, 60).map((each, i) => ({
      ...each,
      period: 'day',
      period_start: `2026-05-0${1 + Math.floor(i / 3)}`,
    }));
    expect(told(rows)).toEqual(['waste: phone came first on 4 May 2026, with 60.0% of 1,000 contacts']);
  });

  test('is nothing where nothing is known', () => {
    expect(told([row(2020, 'phone', null)])).toEqual([]);
    expect(told([])).toEqual([]);
  });
});

describe('which figures are shown', () => {
  test('one of each subject, by its best grain, the council’s own total first', () => {
    const months = [1, 2, 3, 4, 5].map((n) =>
      row(2020, 'phone', n, { period: 'month', period_start: `2020-0${n}-01` }),
    );
    const own = row(2020, 'phone', 50, { service: 'all' });
    const figures = figuresOf({ rows: [own, ...months, row(2020, 'phone', 5)] }, CHART);
    expect(figures.map(({ of }) => [of['service'], of['period']])).toEqual([
      ['all', 'year'],
      ['waste', 'month'],
    ]);
  });

  test('two months rather than any number of days', () => {
    const days = [1, 2, 3, 4, 5, 6].map((n) => row(2020, 'phone', n, { period: 'day', period_start: `2020-05-0${n}` }));
    const months = [4, 5].map((n) => row(2020, 'phone', n, { period: 'month', period_start: `2020-0${n}-01` }));
    expect(figuresOf({ rows: [...days, ...months] }, CHART).map(({ of }) => of['period'])).toEqual(['month']);
    expect(figuresOf({ rows: days }, CHART).map(({ of }) => of['period'])).toEqual(['day']);
  });

  test('four lines at most are drawn, and all are in the table', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((channel, i) => row(2020, channel, i));
    const [figure] = figuresOf({ rows }, CHART);
    expect(figure!.series).toEqual(['f', 'e', 'd', 'c']);
    expect(figure!.rows).toHaveLength(6);
  });

  test('a part of a year is told and not drawn', () => {
    const [figure] = figuresOf({ rows: [row(2020, 'a', 1), row(2021, 'a', 2, { marker: 'p' })] }, CHART);
    expect(figure!.periods.map(({ words }) => words)).toEqual(['2020–21']);
    expect(figure!.told.map(({ words }) => words)).toEqual(['2020–21', '2021–22']);
  });

  test('a period of which nothing is known is a gap, and not left out', () => {
    const [figure] = figuresOf({ rows: [row(2020, 'a', 1), row(2022, 'a', 2)] }, CHART);
    expect(figure!.periods.map(({ words }) => words)).toEqual(['2020–21', '2021–22', '2022–23']);
    expect(figure!.points.map(({ y }) => y)).toEqual([1, null, 2]);
  });
});

test('words', () => {
  expect(periodWords({ period: 'quarter', period_start: '2026-04-01' })).toBe('April to June 2026');
  expect(periodWords({ period: 'month', period_start: '2026-09-01' })).toBe('September 2026');
  expect(periodWords({ period: 'day', period_start: '2026-10-05' })).toBe('5 October 2026');
  expect(periodShort({ period: 'day', period_start: '2026-09-16' })).toBe('16 Sep');
  expect(periodShort({ period: 'quarter', period_start: '2026-04-01' })).toBe('Apr–Jun 2026');
  expect(periodWords({ period: 'year', period_start: '1999-04-01' })).toBe('1999–00');
  expect(numberWords(257161)).toBe('257,161');
  expect(sizeWords(999)).toBe('999 bytes');
  expect(sizeWords(1_234_567)).toBe('1.2 MB');
  expect(titled(undefined, 'face_to_face')).toBe('Face to face');
});

test('labels stand apart, in the order of the lines and within the chart', () => {
  const ends = [
    { series: 'a', y: 50 },
    { series: 'b', y: 10 },
    { series: 'c', y: 10 },
    { series: 'd', y: 9 },
  ];
  const places = [...apart(ends, { gap: 5, top: 50 })];
  expect(places).toEqual([
    ['d', 9],
    ['c', 14],
    ['b', 19],
    ['a', 50],
  ]);
  const crowded = apart(
    ends.map((each) => ({ ...each, y: 50 })),
    { gap: 5, top: 50 },
  );
  expect(['a', 'b', 'c', 'd'].map((series) => crowded.get(series))).toEqual([50, 45, 40, 35]);
});

test('ticks go up to the largest value, in steps that are read at a glance', () => {
  expect(ticksTo(48.8)).toEqual([0, 10, 20, 30, 40, 50]);
  expect(ticksTo(5)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ticksTo(0)).toEqual([0, 1]);
});

test('a page says a chart’s title once, and a table of one cell as a sentence', async () => {
  const month = { service: 'waste', from: '2026-07-01', to: '2026-07-31' };
  const release = await released([countEvent('a', { ...month, channel: 'telephone', contacts: 400 })]);
  const page = textOf(release, 'contacts-by-channel/index.html');
  const visible = page.replaceAll(/<caption[\s\S]*?<\/caption>|aria-label="[^"]*"/g, '');
  expect(visible.match(/Share of contacts, Waste and recycling/g)).toHaveLength(1);
  expect(textOf(release, 'satisfaction/index.html')).toContain('Nothing can be published yet. It waits for');
  expect(SITE_CSS).not.toContain('attr(href)');
});

test('the stylesheet is what write-css.ts makes today', () => {
  expect(SITE_CSS).toBe(siteCss());
});

test('the page of a council with many services, channels and months weighs less than 100 KB with its stylesheet', async () => {
  const events = Array.from({ length: 30 }, (_, month) => {
    const [from, to] = [0, 1].map((next) =>
      new Date(Date.UTC(2024, month + next, 1 - next)).toISOString().slice(0, 10),
    );
    return ['waste', 'council-tax', 'planning', 'housing'].flatMap((service) =>
      ['telephone', 'self_serve', 'email', 'face_to_face', 'sms', 'post'].map((channel, place) => {
        const contacts = 1000 + ((month * 7919 + place * 611) % 700);
        return countEvent(`${from}-${service}-${channel}`, { service, channel, from: from!, to: to!, contacts });
      }),
    );
  }).flat();
  const release = await released(events);
  const page = release.files.get('open-data/contacts-by-channel/index.html')!;
  expect(Buffer.from(page).toString().match(/<svg/g)).toHaveLength(6);
  expect(page.length + release.files.get('open-data/site.css')!.length).toBeLessThan(100_000);
});

test('say a revision in words, without codes and markers', async () => {
  const month = { service: 'waste', from: '2026-07-01', to: '2026-07-31' };
  const first = [
    countEvent('a', { ...month, channel: 'self_serve', contacts: 400 }),
    countEvent('b', { ...month, channel: 'telephone', contacts: 900 }),
  ];
  const before = await released(first);
  const correction = countEvent('c', { ...month, channel: 'self_serve', contacts: 420, revision: 2 }, '2026-08-20');
  const pageOf = ({ files }: Release) => Buffer.from(files.get('open-data/contacts-by-channel/index.html')!).toString();
  expect(pageOf(await released([...first, correction], { before }))).toContain(
    '<li>20 August 2026: July 2026, Waste and recycling, Self-service online. Contacts was 400, is now 420 (corrected by its source)</li>',
  );
  const small = countEvent('d', { ...month, channel: 'self_serve', contacts: 3, revision: 2 }, '2026-08-20');
  const hidden = pageOf(await released([...first, small], { before }));
  expect(hidden).toContain('Contacts was 400, is now not shown (hidden: it is small');
  expect(hidden).not.toMatch(/<li>[^<]*marker was/);
});

describe('the site of the real figures', () => {
  let release: Release;
  beforeAll(async () => {
    release = await released(historyEvents());
  });
  const html = () => [...release.files].filter(([path]) => path.endsWith('.html'));

  test('says what the figures say', () => {
    expect(textOf(release, 'contacts-by-channel/index.html')).toContain(
      'Care for your area: self-service online rose from 2.8% in 2012–13 to 14.8% in 2017–18',
    );
    expect(textOf(release, 'contacts-by-channel/index.html')).toContain('19.3% [p]');
    expect(textOf(release, 'contacts-by-channel/index.html')).toContain(
      'All services: telephone came first in 2017–18, with 64.3% of 400,245 contacts',
    );
  });

  test('runs nothing and asks nobody else for anything', () => {
    expect(html()).toHaveLength(10);
    for (const [path, bytes] of html()) {
      const page = Buffer.from(bytes).toString();
      expect(page.match(/<script(?! type="application\/ld\+json")/), path).toBeNull();
      expect(page.match(/<(link|img|iframe|source)[^>]+(src|href)="(https?:)?\/\//), path).toBeNull();
      expect(page.match(/ on[a-z]+="/), path).toBeNull();
    }
  });

  test('each page with its charts and the stylesheet weighs less than 100 KB', () => {
    const css = release.files.get('open-data/site.css')!.length;
    for (const [path, bytes] of html()) expect(bytes.length + css, path).toBeLessThan(100_000);
  });

  test('every figure has its definition, version, range and hash beside it', () => {
    for (const { name, dataset, inputs } of release.datasets) {
      const page = textOf(release, `${name}/index.html`);
      for (const part of [`${name}.sql`, `version ${dataset.definition.version}`, inputs.sha256])
        expect(page).toContain(part);
    }
  });

  test('every link of a page leads to a file of the release, or to the outside', () => {
    for (const [path, bytes] of html()) {
      for (const [, href = ''] of Buffer.from(bytes)
        .toString()
        .matchAll(/href="([^"]+)"/g)) {
        if (/^(https?:|mailto:|data:|#)/.test(href)) continue;
        const target = href.replace(/[?#].*/, '').replace(/^\//, '');
        expect(release.files.has(target.endsWith('/') ? `${target}index.html` : target), `${path}: ${href}`).toBe(true);
      }
    }
  });

  test('schema.org data are on every page and can be read', () => {
    for (const [path, bytes] of html()) {
      const [, json = ''] =
        /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(Buffer.from(bytes).toString()) ?? [];
      const type = path === 'open-data/index.html' ? 'DataCatalog' : 'Dataset';
      expect(JSON.parse(json)).toMatchObject({
        '@type': type,
        license: expect.stringContaining('open-government-licence'),
      });
    }
  });

  test('the same figures give the same bytes', async () => {
    const again = await released(historyEvents().reverse());
    for (const [path, bytes] of release.files) expect(Buffer.compare(again.files.get(path)!, bytes), path).toBe(0);
  });
});
