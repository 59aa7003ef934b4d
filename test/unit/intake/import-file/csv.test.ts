import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvRecord, csvReader, fieldsOf, NotCsv } from '../../../../functions/intake/import-file/reader/csv.ts';

function read(pieces: string[], longest = 1_000): CsvRecord[] {
  const records: CsvRecord[] = [];
  const csv = csvReader(longest, (record) => records.push(record));
  for (const piece of pieces) csv.push(piece);
  csv.end();
  return records;
}
const fields = (text: string) => read([text]).map((record) => record.fields);

describe('records of a CSV file', () => {
  test.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a","b ""x"", y"\n', [['a', 'b "x", y']]],
    ['"a\nb",c\n', [['a\nb', 'c']]],
    ['a,"b\r\nc"\r\n', [['a', 'b\r\nc']]],
    ['"lone\rCR"\n', [['lone\rCR']]],
    ['a,,\n', [['a', '', '']]],
    ['a,""\n', [['a', '']]],
    ['a,"b"', [['a', 'b']]],
    ['\n\n', [[''], ['']]],
    ['', []],
  ])('reads %j', (text, wanted) => expect(fields(text)).toEqual(wanted));

  test.each([
    ['a "b" c\n', 'a quote inside a field'],
    ['a,b"\n', 'a quote at the end of a field'],
    ['"a"b\n', 'text after a closing quote'],
    ['"a" ,b\n', 'a space after a closing quote'],
    ['"a,b\n', 'a quote that is never closed'],
    ['a\rb\n', 'a lone CR'],
    ['a,b\r', 'a CR at the end of the file'],
    ['"a",b\rc\n', 'a lone CR in a record with quotes'],
    ['"a"\rb\n', 'a lone CR after a closing quote'],
    ['"a"\r', 'a CR at the end of the file after a closing quote'],
  ])('refuses %j: %s', (text) => expect(() => read([text])).toThrow(NotCsv));

  test('tells the physical line on which a record starts, line breaks inside quotes counted', () => {
    const text = 'head\n"two\nlines"\n"three\r\n\r\nlines",x\r\n\nlast';
    expect(read([text]).map(({ line }) => line)).toEqual([1, 2, 4, 7, 8]);
  });

  test('keeps the record as it was written, without its line end', () => {
    expect(read(['a,"b\n""c"""\r\nd\r\n']).map(({ raw }) => raw)).toEqual(['a,"b\n""c"""', 'd']);
  });

  test('refuses a record without end in bounded memory', () => {
    const csv = csvReader(1_000, () => {});
    const push = () => {
      for (let i = 0; i < 100; i += 1) csv.push(`"${'x'.repeat(100)}`.slice(i === 0 ? 0 : 1));
    };
    expect(push).toThrow(NotCsv);
  });
});

const cell = fc.stringMatching(/^[ab ,"\r\n£é]{0,6}$/);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const written = cell.chain((text) =>
  /[",\r\n]/.test(text)
    ? fc.constant({ text, as: quoted(text) })
    : fc.constantFrom({ text, as: text }, { text, as: quoted(text) }),
);
const table = fc.array(fc.array(written, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

describe('whatever the fields and however the text is cut', () => {
  test('every field comes back, and csv-parse reads the same', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 7 }), (rows, newline, size) => {
        const text = rows.map((row) => row.map(({ as }) => as).join(',') + newline).join('');
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        const records = read(pieces);
        expect(records.map((each) => each.fields)).toEqual(rows.map((row) => row.map((each) => each.text)));
        expect(records.map((each) => fieldsOf(each.raw))).toEqual(records.map((each) => each.fields));
        expect(parse(text, { relax_column_count: true, record_delimiter: newline })).toEqual(
          records.map((each) => each.fields),
        );
      }),
    );
  });

  test('the cut never changes whether a text is CSV', () => {
    const bytes = fc.stringMatching(/^[a,"\r\n]{0,12}$/);
    const outcome = (pieces: string[]) => {
      try {
        return read(pieces);
      } catch (error) {
        return error instanceof NotCsv ? 'not CSV' : error;
      }
    };
    fc.assert(
      fc.property(bytes, (text) => {
        expect(outcome([...text])).toEqual(outcome([text]));
      }),
      { numRuns: 1_000 },
    );
  });
});
