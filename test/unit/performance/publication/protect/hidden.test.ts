import { describe, expect, test } from 'vitest';
import { protect } from '../../../../../functions/performance/publication/protect/protect.ts';
import type { Row } from '../../../../../functions/performance/publication/protect/types.ts';
import { BIG, february, hiddenKeys, table, with3 } from '../../../../support/attack/day-tables.ts';
import { rowsOf, SPEC } from '../../../../support/attack/world.ts';

const ASOF = '2026-03-01';
const safely = (rows: Row[]) => protect({ rows, spec: SPEC, asOf: ASOF });

describe('what is hidden', () => {
  test('counts from 1 to one below the threshold, and neither zeros nor the threshold itself', () => {
    const { rows } = safely(
      rowsOf(
        table('2026-02-01', [
          [0, 5, 6],
          [50, 60, 70],
        ]),
      ),
    );
    expect(hiddenKeys(rows)).toEqual([]);
    for (const count of [1, 2, 3, 4])
      expect(hiddenKeys(safely(rowsOf(table('2026-02-01', [[count, 40, 50], BIG[1]!]))).rows)).toContain(
        'service-0/channel-0',
      );
  });

  test('one small count takes three others with it, so that rows and columns do not give it away', () => {
    const { rows } = safely(rowsOf(table('2026-02-01', with3)));
    expect(hiddenKeys(rows)).toHaveLength(4);
    expect(hiddenKeys(rows).every((key) => !key.includes('all'))).toBe(true);
  });

  test('a hidden count is empty, marked c, and so is what is derived from it or from a hidden total', () => {
    const { rows } = safely(rowsOf(table('2026-02-01', [[3]])));
    for (const row of rows) expect(row).toMatchObject({ contacts: null, contacts_marker: 'c', percent: null });
  });

  test('a share of a hidden total is hidden though its own count is not', () => {
    const rows = rowsOf(
      table('2026-02-01', [
        [2, 0],
        [0, 0],
      ]),
    );
    for (const row of safely(rows).rows) if (row['channel'] === 'channel-1') expect(row).toMatchObject({ contacts: 0 });
    expect(safely(rows).rows.filter((row) => row['service'] === 'service-0' && row['percent'] !== null)).toEqual([]);
  });

  test('counts that are not known are passed through', () => {
    const rows = rowsOf(table('2026-02-01', BIG));
    rows[0] = { ...rows[0]!, contacts: null, contacts_marker: 'x' };
    expect(safely(rows).rows[0]).toEqual(rows[0]);
  });

  test.each([
    ['a period that is not known', { period: 'week' }, /period must be one of day, month, quarter, year/],
    ['half a contact', { contacts: 2.5 }, /contacts must be a whole number/],
    ['less than nothing', { contacts: -1 }, /contacts must be a whole number/],
  ])('%s is refused with the row named, not passed through', (_, wrong, message) => {
    const [first, ...rest] = rowsOf(table('2026-02-01', BIG));
    expect(() => safely([{ ...first!, ...wrong }, ...rest])).toThrow(message);
  });

  test('the order of the rows does not matter, and is kept', () => {
    const rows = rowsOf(february((day) => (day === 7 ? with3 : BIG)));
    const turned = safely([...rows].reverse()).rows.reverse();
    expect(turned).toEqual(safely(rows).rows);
    expect(turned.map((row) => row['period_start'])).toEqual(rows.map((row) => row['period_start']));
  });
});
