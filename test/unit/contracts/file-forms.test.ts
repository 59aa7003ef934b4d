import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseEmail, normaliseMobile } from '../../../contracts/files/addresses.ts';
import { billYear, date, type Form, flag, integer, oneOf, pounds, time } from '../../../contracts/files/forms.ts';
import { COLUMNS } from '../../../contracts/files/recovery-extract.ts';

const cases: [string, Form, [string, unknown][]][] = [
  [
    'pounds',
    pounds,
    [
      ['1234.50', 123450],
      ['£1,234', 123400],
      [' £ 1, 234 . 50', 123450],
      ['0.29', 29],
      ['0', 0],
      ['1\u00a0234.50', 123450],
      ['\u202a£\u20091\u202f234\u202c', 123400],
      ['-12.34', -1234],
      ['-£1,234.50', -123450],
      ['£-5', -500],
      ['- £ 5', -500],
      ['\u22125.00', -500],
      ['-0.00', 0],
    ],
  ],
  [
    'pounds',
    pounds,
    ['--1', '5-', '-£-5', '1.5', '12,34', '1.234', '£', '-', 'abc', '1e3', '99999999999999', '-99999999999999'].map(
      (t) => [t, { fault: 'bad-amount' }],
    ),
  ],
  [
    'date',
    date,
    [
      ['2026-02-28', '2026-02-28'],
      ['28/02/2026', '2026-02-28'],
      ['29/02/2028', '2028-02-29'],
    ],
  ],
  [
    'date',
    date,
    ['31/02/2026', '2026-2-8', '28-02-2026', '29/02/2026', '2026-13-01', 'soon', '20260928'].map((t) => [
      t,
      { fault: 'bad-date' },
    ]),
  ],
  [
    'time',
    time,
    [
      ['2026-09-29T03:00:00+01:00', Date.UTC(2026, 8, 29, 2)],
      ['2026-09-29T03:00Z', Date.UTC(2026, 8, 29, 3)],
    ],
  ],
  [
    'time',
    time,
    [
      '2026-09-29T03:00:00',
      '2026-09-29',
      '2026-09-29 03:00:00Z',
      '2026-02-30T03:00:00Z',
      '2026-09-29T25:00:00Z',
      '0000-01-01T00:00:00+14:00',
    ].map((t) => [t, { fault: 'bad-time' }]),
  ],
  [
    'integer',
    integer,
    [
      ['1', 1],
      ['12', 12],
      ...['0', '-1', '1.0', '01', 'x', '9'.repeat(30)].map((t): [string, unknown] => [t, { fault: 'bad-integer' }]),
    ],
  ],
  [
    'bill year',
    billYear,
    [
      ['2026-27', '2026-27'],
      ['2099-00', '2099-00'],
      ...['2026-28', '2026/27', '26-27'].map((t): [string, unknown] => [t, { fault: 'bad-code' }]),
    ],
  ],
  [
    'flag',
    flag,
    [
      ['Y', true],
      ['y', true],
      ['N', false],
      ['n', false],
      ['No', true],
      ['?', true],
      ['0', true],
    ],
  ],
  [
    'code',
    oneOf('DD', 'SO'),
    [
      ['DD', 'DD'],
      ['dd', { fault: 'bad-code' }],
      ['CASH', { fault: 'bad-code' }],
    ],
  ],
];
describe.each(cases)('%s', (_, form, values) => {
  test.each(values)('%j', (written, value) => {
    expect(form.read(written)).toEqual(value);
    expect(form.read(written)).toEqual(value); // also when it is remembered
  });
});

test('every column that could hold somebody back must be in the header', () => {
  const free = COLUMNS.filter(({ required }) => required === 'no').map(({ name }) => name);
  expect(free).toEqual([
    'title',
    'first_name',
    'last_name',
    'next_instalment_date',
    'next_instalment_amount',
    'last_payment_amount',
    'pay_by',
  ]);
});

describe('a mobile', () => {
  test.each([
    '07700900123',
    '07700 900 123',
    '(07700) 900-123',
    '+447700900123',
    '+44 (0)7700 900123',
    '00447700900123',
    '447700900123',
    '7700900123',
    '07700.900123',
    '07700\u00a0900\u2009123',
    '07700\u2011900123',
    '07700\u2013900\u2212123',
    '\u202d07700900123\u202c',
    '07700\u200b900\u00ad123\ufeff',
  ])('%j is repaired', (written) => expect(normaliseMobile(written)).toBe('+447700900123'));
  test('of the Isle of Man is a mobile', () => expect(normaliseMobile('07624 400123')).toBe('+447624400123'));
  test.each([
    '',
    '0770090012',
    '077009001234',
    '07000 900123',
    '07600 900123',
    '01642 012345',
    '+12025550123',
    '0770O 900123',
    '07700 900123 (mum)',
    '07700900123x',
    '+33639980123',
    '7.7009E+09',
    '++447700900123',
  ])('%j is none', (written) => expect(normaliseMobile(written)).toBeNull());
});

describe('an email', () => {
  test.each([
    ' Sam.Example@EXAMPLE.Org ',
    '\u200bSam.Example@example.org\u00a0',
    'Sam.Exam\u00adple@example.org\u202c',
  ])('%j keeps its local part, has its domain in lower case and loses what nobody sees', (written) =>
    expect(normaliseEmail(written)).toBe('Sam.Example@example.org'),
  );
  test.each([
    '',
    'sam',
    'sam@',
    '@example.org',
    'sam@@example.org',
    'sam@example..org',
    'a b@example.org',
    'sam@example',
    'sam@example.org; x@example.org',
    `${'x'.repeat(320)}@example.org`,
  ])('%j is none', (written) => expect(normaliseEmail(written)).toBeNull());
});

const VALUES = new URL('../../../../shared/extracts/values.mjs', import.meta.url);
describe.skipIf(!existsSync(VALUES))('compared with an independent reader (../shared/extracts)', async () => {
  const theirs = existsSync(VALUES) ? await import(VALUES.href) : null;
  const numberLike = fc.stringMatching(/^[+]?[0-9 ().\u00a0\u2007\u2013\u2212\u202d\u00ad-]{0,16}[0-9a]?$/);
  const amountLike = fc.stringMatching(
    /^[- £\u00a0]{0,3}[0-9]{1,3}([,\u2009]?[0-9]{3}){0,2}([.][0-9]{1,2})?[ \u200b-]?$/,
  );
  const mobileLike = fc
    .tuple(
      fc.constantFrom('07', '+447', '0044 (0)7', '447', '7', '(07', '01', ''),
      fc.stringMatching(/^[0-9 ).\u00a0\u2011\u200b-]{7,13}$/),
    )
    .map((parts) => parts.join(''));
  const emailLike = fc.stringMatching(/^[aA.'+\u2060-]{0,4}@?[aA.@-]{0,6}[.][a-zA]{0,4}[\ufeff\u00a0]?$/);
  test.each([
    ['mobiles', fc.oneof(numberLike, mobileLike), normaliseMobile, 'normaliseMobile'],
    ['emails', emailLike, normaliseEmail, 'normaliseEmail'],
  ] as const)('%s are normalised alike', (_, written, ours, name) => {
    const alike = fc.property(written, (text) => {
      expect(ours(text)).toBe(theirs[name](text));
    });
    fc.assert(alike, { numRuns: 2_000 });
  });

  test('amounts are read alike', () => {
    const theirsOf = (written: string) => {
      try {
        return theirs.COLUMNS.balance(written);
      } catch {
        return { fault: 'bad-amount' };
      }
    };
    const alike = fc.property(amountLike, (written) => {
      expect(pounds.read(written)).toEqual(theirsOf(written));
    });
    fc.assert(alike, { numRuns: 2_000 });
  });

  test('columns and what is required of them are alike', () => {
    expect(COLUMNS.map(({ name }) => name)).toEqual(Object.keys(theirs.COLUMNS));
    const named = (wanted: string[]) =>
      COLUMNS.filter(({ required }) => wanted.includes(required)).map(({ name }) => name);
    expect(named(['value']).sort()).toEqual([...theirs.REQUIRED].sort());
    expect(named(['value', 'header']).sort()).toEqual([...theirs.IN_HEADER].sort());
  });
});
