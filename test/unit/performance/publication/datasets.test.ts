import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../../functions/performance/facts/fact.ts';
import type { Release, Row } from '../../../../functions/performance/publication/types.ts';
import {
  answer,
  contact,
  count,
  covers,
  definitions,
  history,
  notSent,
  planned,
  published,
  rowsOf,
  stage,
} from '../../../support/publication.ts';
import { bytesOf } from '../../../support/release-files.ts';

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
  const facts = [...answers, ...covers('2026-04-01', '2026-04-30'), contact('2026-05-01')];
  const rows = rowsOf(published(facts, { asOf: '2026-05-02' }), 'satisfaction');
  expect(rows.find(isWholeMonth)).toMatchObject({ answers: 200, satisfied_percent: 70 });
});

const isWholeMonth = (row: Row): boolean =>
  row['period'] === 'month' && row['service'] === 'all' && row['channel'] === 'all' && row['score'] === 'all';

describe('answers of a month', () => {
  const answers = ['waste', 'housing'].flatMap((service) =>
    Array.from({ length: 60 }, (_, n) => answer(`2026-04-${10 + (n % 20)}`, 1 + (n % 5), { service })),
  );
  const month = (facts: Fact[]) => {
    const rows = rowsOf(published([...answers, ...facts], { asOf: '2026-05-02' }), 'satisfaction');
    const of = (service: string) =>
      rows.find((row) => isWholeMonth({ ...row, service: 'all' }) && row['service'] === service);
    return ['all', 'waste', 'housing'].map((service) => [of(service)?.['answers'], of(service)?.['answers_marker']]);
  };
  const known = (answers: number) => [answers, null];
  const missing = [null, 'x'];

  test('are known where their source has covered each day, or sent a count of it', () => {
    expect(month(covers('2026-04-01', '2026-04-30'))).toEqual([known(120), known(60), known(60)]);
    const counts = ['waste', 'housing'].map((service) => count(['2026-04-01', '2026-04-30'], 900, { service }));
    expect(month(counts)).toEqual([known(120), known(60), known(60)]);
  });

  test('are not available where one day is not covered, and with one service neither is the total', () => {
    expect(month(covers('2026-04-02', '2026-04-30'))).toEqual([missing, missing, missing]);
    expect(month(covers('2026-04-01', '2026-04-30', 'waste'))).toEqual([missing, known(60), missing]);
    expect(month([])).toEqual([missing, missing, missing]);
  });
});

test('what is not available is marked x in every dataset, and c is of what is hidden alone', () => {
  const month = (channel: 'telephone' | 'self_serve', contacts: number) =>
    count(['2026-04-01', '2026-04-30'], contacts, { channel });
  const may = count(['2026-05-01', '2026-05-31'], 800);
  const release = published([month('telephone', 900), month('self_serve', 400), may], { asOf: '2026-06-02' });
  const ofMay = (name: string) => rowsOf(release, name).filter((row) => row['period_start'] === '2026-05-01');
  const contacts = ofMay('contacts-by-channel').filter((row) => row['service'] === 'waste');
  expect(contacts.map((row) => [row['channel'], row['contacts'], row['contacts_marker']])).toEqual([
    ['all', null, 'x'],
    ['self_serve', null, 'x'],
    ['telephone', 800, null],
  ]);
  for (const row of ofMay('digital-take-up'))
    expect(row).toMatchObject({ digital_contacts: null, digital_percent: null, digital_marker: 'x' });
  const [cost] = ofMay('cost-per-contact').filter((row) => row['service'] === 'waste' && row['channel'] === 'all');
  expect(cost).toMatchObject({ contacts: null, cost_pounds: null, cost_marker: 'x' });
});

test('a figure that becomes available is no revision, and one that is taken back is withdrawn', () => {
  const april = count(['2026-04-01', '2026-04-30'], 900);
  const email = (recorded: string) => count(['2026-04-01', '2026-04-30'], 90, { channel: 'email', recorded });
  const expected = count(['2026-03-01', '2026-03-31'], 80, { channel: 'email' });
  const first = published([expected, april], { asOf: '2026-05-02' });
  const later = published([expected, april, email('2026-05-03')], { asOf: '2026-05-04', before: first });
  const of = (release: Release) =>
    release.datasets
      .find(({ name }) => name === 'contacts-by-channel')!
      .revisions.filter(({ key }) => key['channel'] === 'email');
  expect(rowsOf(first, 'contacts-by-channel').some((row) => row['contacts_marker'] === 'x')).toBe(true);
  expect(of(later)).toEqual([]);
  const again = published([expected, april], { asOf: '2026-05-05', before: later });
  expect(new Set(of(again).map(({ reason }) => reason))).toEqual(
    new Set(['withdrawn: a part of it is not known any more, or its facts were taken back']),
  );
});

describe('notices', () => {
  const told = (from: number, to: number, steps: (about: { notice: string }) => Fact[]) =>
    Array.from({ length: to - from }, (_, n) => steps({ notice: `n-${from + n}` })).flat();
  const at = (time: string) => ({ at: `2026-04-30T${time}:00.000Z` });
  const april = (facts: Fact[], name = 'notices') =>
    rowsOf(published(facts, { asOf: '2026-05-02' }), name).filter(
      (row) => row['period'] === 'month' && row['notice_type'] === 'all',
    );
  const outcomes = (facts: Fact[]) =>
    Object.fromEntries(
      april(facts)
        .filter((row) => row['channel'] === 'all' && row['reason_class'] === 'all')
        .map((row) => [row['outcome'], row['notices']]),
    );

  test('join the steps of a notice, with its time and its list price', () => {
    const facts = Array.from({ length: 40 }, (_, number) => {
      const about = { notice: `n-${number}` };
      const sent = stage('2026-04-30', 'sent', about);
      return number < 25
        ? [sent, stage('2026-05-01', 'delivered', { ...about, seconds: 10 * number })]
        : [sent, stage('2026-05-01', 'failed', about)];
    }).flat();
    const of = (outcome: string) =>
      april(facts).find(
        (row) => row['channel'] === 'sms' && row['reason_class'] === 'all' && row['outcome'] === outcome,
      );
    expect(of('all')).toMatchObject({ period_start: '2026-04-01', notices: 40, cost_pounds: 0.96 });
    expect(of('delivered')).toMatchObject({ notices: 25, percent: 62.5, median_seconds: 120 });
    expect(of('failed')).toMatchObject({ notices: 15, percent: 37.5 });
  });

  const day = '2026-04-30';
  const unsent =
    (outcome: 'expired' | 'cancelled', more: { reason_class?: 'window' } = {}) =>
    (about: { notice: string }) => [planned(day, about), notSent(day, { ...about, ...at('11:00'), outcome, ...more })];
  const everyState = [
    ...told(0, 60, (about) => [planned(day, about), stage(day, 'sent', about), stage(day, 'delivered', about)]),
    ...told(60, 90, (about) => [planned(day, about), stage(day, 'sent', about), stage(day, 'failed', about)]),
    ...told(90, 110, (about) => [notSent(day, { ...about, reason_class: 'welfare-or-legal' })]),
    ...told(110, 130, unsent('expired', { reason_class: 'window' })),
    ...told(130, 150, unsent('cancelled')),
    ...told(150, 170, (about) => [planned(day, about)]),
    ...told(170, 190, (about) => [planned(day, about), stage(day, 'sent', about)]),
  ];

  test('are delivered, failed, held, too late, cancelled or open, and these make up all', () => {
    expect(outcomes(everyState)).toEqual({
      all: 190,
      ...{ delivered: 60, failed: 30, held: 20, 'too-late': 20, cancelled: 20, open: 40 },
    });
  });

  test('that were held and told after all are delivered, and not among those not sent', () => {
    const releasedLater = told(200, 240, (about) => [
      notSent(day, { ...about, ...at('06:00') }),
      planned('2026-05-01', about),
      stage('2026-05-01', 'sent', about),
      stage('2026-05-01', 'delivered', about),
    ]);
    expect(outcomes([...everyState, ...releasedLater])).toMatchObject({ all: 230, delivered: 100, held: 20 });
    const left = april([...everyState, ...releasedLater], 'notices-not-sent');
    expect(left.map((row) => [row['reason_class'], row['notices'], row['percent']])).toEqual([
      ['all', 60, 100],
      ['payment-or-balance', 20, 33.3],
      ['welfare-or-legal', 20, 33.3],
      ['window', 20, 33.3],
    ]);
  });

  test('that failed by text and were delivered by email count once, with what both cost', () => {
    const byEmail = { channel: 'email', fallback: 1 } as const;
    const facts = told(0, 20, (about) => [
      stage(day, 'sent', about),
      stage(day, 'failed', { ...about, ...at('10:05') }),
      stage(day, 'sent', { ...about, ...byEmail, cost_pence: 0, ...at('10:10') }),
      stage(day, 'delivered', { ...about, ...byEmail, ...at('10:11') }),
    ]);
    expect(outcomes(facts)).toEqual({ all: 20, delivered: 20 });
    const [all] = april(facts).filter((row) => row['channel'] === 'sms_then_email' && row['outcome'] === 'all');
    expect(all).toMatchObject({ notices: 20, cost_pounds: 0.48 });
  });

  test('that went by post, at once or after an email had failed, cost what their letters are billed', () => {
    const byPost = (about: object, more = {}) => [
      stage(day, 'sent', { ...about, channel: 'letter', cost_pence: null, ...at('10:10'), ...more }),
      stage(day, 'delivered', { ...about, channel: 'letter', cost_pence: 61, ...at('17:30'), ...more }),
    ];
    const failed = (about: object) => [
      stage(day, 'sent', { ...about, channel: 'email', cost_pence: 0 }),
      stage(day, 'failed', { ...about, channel: 'email', ...at('10:05') }),
    ];
    const facts = [
      ...told(0, 20, (about) => byPost(about)),
      ...told(20, 50, (about) => [...failed(about), ...byPost(about, { fallback: 1 })]),
    ];
    expect(outcomes(facts)).toEqual({ all: 50, delivered: 50 });
    const all = april(facts).filter((row) => row['outcome'] === 'all' && row['channel'] !== 'all');
    expect(all.map((row) => [row['channel'], row['notices'], row['cost_pounds']])).toEqual([
      ['email_then_letter', 30, 18.3],
      ['letter', 20, 12.2],
    ]);
  });

  test('that are documents tell how long they take to count as served, by email and by letter', () => {
    const document = { notice_type: 'ct.bill.document' };
    const served = (about: object, channel: 'email' | 'letter', days_to_service: number) =>
      stage(day, 'sent', { ...about, ...document, channel, outcome: 'served', days_to_service, cost_pence: null });
    const sent = (about: object, channel: 'email' | 'letter') => [
      stage(day, 'sent', { ...about, ...document, channel, cost_pence: null }),
      stage(day, 'delivered', { ...about, ...document, channel, seconds: 60, ...at('10:30') }),
    ];
    const facts = [
      ...told(0, 20, (about) => [...sent(about, 'email'), served(about, 'email', 0)]),
      ...told(20, 50, (about) => [...sent(about, 'letter'), served(about, 'letter', 6)]),
      ...told(50, 59, (about) => [...sent(about, 'letter'), served(about, 'letter', 8)]),
    ];
    expect(outcomes(facts)).toEqual({ all: 59, delivered: 59 });
    const release = published(facts, { asOf: '2026-05-02' });
    const rows = rowsOf(release, 'days-to-service').filter((row) => row['period'] === 'month');
    expect(rows.map((row) => [row['notice_type'], row['channel'], row['documents'], row['median_days']])).toEqual([
      ['ct.bill.document', 'email', 20, 0],
      ['ct.bill.document', 'letter', 39, 6],
    ]);
  });

  const byFamily = (closed: number) => {
    const of = (notice_type: string, from: number, to: number) =>
      told(from, to, (about) => [stage(day, 'delivered', { ...about, notice_type })]);
    const facts = [
      ...of('ct.reminder.first', 0, 30),
      ...of('ct.final_notice', 30, 50),
      ...of('ct.bill.document', 50, 90),
      ...of('sr.delayed', 90, 120),
      ...of('sr.closed', 120, 120 + closed),
    ];
    return rowsOf(published(facts, { asOf: '2026-05-02' }), 'notices-by-family')
      .filter((row) => row['period'] === 'month' && row['outcome'] === 'delivered')
      .map((row) => [row['family'], row['duty'], row['notices'], row['notices_marker']]);
  };

  test('are summed by family and duty', () => {
    expect(byFamily(20)).toEqual([
      ['all', 'all', 140, null],
      ['all', 'courtesy', 50, null],
      ['all', 'cover', 50, null],
      ['all', 'statutory', 40, null],
      ['recovery', 'all', 90, null],
      ['recovery', 'cover', 50, null],
      ['recovery', 'statutory', 40, null],
      ['requests', 'all', 50, null],
      ['requests', 'courtesy', 50, null],
    ]);
  });

  test('have no sum by family where a part of it is hidden', () => {
    expect(byFamily(3)).toEqual(expect.arrayContaining([['requests', 'all', null, 'c']]));
  });

  test.each(['delivered', 'failed'] as const)(
    'have %s also where the receipt is dated before the sending',
    (outcome) => {
      const facts = told(0, 20, (about) => [
        stage(day, 'sent', { ...about, ...at('10:00') }),
        stage(day, outcome, { ...about, ...at('09:59') }),
      ]);
      expect(outcomes(facts)).toEqual({ all: 20, [outcome]: 20 });
    },
  );
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

test('facts of days before the year 2000 are left out and flagged', () => {
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
  expect(rowsOf(release, 'rows-by-service')).toHaveLength(9);
});
