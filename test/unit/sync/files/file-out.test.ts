import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bytesOfFile, checksumLine, fileName, nationally } from '../../../../functions/sync/files/file-out.ts';

const COLUMNS = ['ref', 'sequence', 'first_name', 'mobile', 'address_line_1', 'postcode', 'move_date'];
const row = (ref: string, sequence: string, values: Record<string, string | null>) => ({ ref, sequence, values });
const MOVES = [
  row('P700008', '7', {
    ...{ first_name: '=Ulric', mobile: nationally('+447700900456'), address_line_1: '-5 Pattern Lane' },
    ...{ postcode: 'TS0 9ZZ', move_date: '2026-12-20' },
  }),
  row('ER-40391', '1790000000017', {
    ...{ first_name: 'Robert "Bob"', mobile: null, address_line_1: 'Flat 3, Mock Court' },
    ...{ postcode: 'TS0 2BQ', move_date: '2026-11-15' },
  }),
  row('ER-40217', '10', {
    ...{ first_name: 'Zoë', mobile: nationally('+447700900123'), address_line_1: '12 Sample Close' },
    ...{ postcode: 'TS0 1AA', move_date: '2026-12-01' },
  }),
];

describe('a file that goes out', () => {
  test('has the bytes of the page that fixes it, whatever the order in which rows were settled', () => {
    for (const rows of [MOVES, MOVES.toReversed()]) {
      const bytes = bytesOfFile(rows, { columns: COLUMNS, encoding: 'utf-8' });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(bytes).toHaveLength(307);
      expect(checksumLine(sha256, fileName('electoral-roll', 3))).toBe(
        '90ee1aae14f38abe6efc122b1b7b8244d11a7e6e44d28fdfa63c552376e59c25  electoral-roll-000003.csv\n',
      );
    }
  });

  test('without rows has its header and trailer', () => {
    expect(bytesOfFile([], { columns: ['ref', 'sequence'], encoding: 'utf-8' }).toString()).toBe(
      'ref,sequence\r\nTRAILER,0,0\r\n',
    );
  });

  test('adds up sequences exactly, and sorts references by their bytes and sequences as numbers', () => {
    const most = '999999999999999';
    const rows = [
      ...Array.from({ length: 30 }, () => row('a', most, {})),
      row('a', '9', {}),
      row('Z', '10', {}),
      row('é', '1', {}),
    ];
    const lines = bytesOfFile(rows, { columns: ['ref', 'sequence'], encoding: 'utf-8' })
      .toString()
      .split('\r\n');
    expect(lines.slice(1, 4)).toEqual(['Z,10', 'a,9', `a,${most}`]);
    expect(lines.at(-2)).toBe(`TRAILER,33,${30n * 999_999_999_999_999n + 20n}`);
    expect(lines.at(-3)).toBe('é,1');
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+44', "'+44"],
    ['@here', "'@here"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['-5, Lane', '"\'-5, Lane"'],
    ["O'Neil", "O'Neil"],
    ['a\nb', '"a\nb"'],
  ])('writes %j as %j', (value, written) => {
    const bytes = bytesOfFile([row('R', '1', { name: value })], { columns: ['name'], encoding: 'utf-8' });
    expect(bytes.toString().split('\r\n')[1]).toBe(written);
  });

  test('in Windows-1252 keeps what that has, takes accents off, and puts ? for the rest', () => {
    const bytes = bytesOfFile([row('R', '1', { name: 'Zoë – €5 Łódź Ștefan 李\u0301' })], {
      ...{ columns: ['name'], encoding: 'windows-1252' },
    });
    const line = bytes.toString('latin1').split('\r\n')[1];
    expect(line).toBe('Zo\xeb \x96 \x805 L\xf3dz Stefan ??');
  });
});
