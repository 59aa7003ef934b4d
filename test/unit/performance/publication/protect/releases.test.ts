import { describe, expect, test } from 'vitest';
import { protect } from '../../../../../functions/performance/publication/protect/protect.ts';
import type { Row } from '../../../../../functions/performance/publication/protect/types.ts';
import { attack } from '../../../../support/attack/attack.ts';
import { AREA, BIG, february, hiddenKeys, table, with3 } from '../../../../support/attack/day-tables.ts';
import { publishAll, rowsOf, SPEC } from '../../../../support/attack/world.ts';

describe('releases', () => {
  const until = (last: number, each: (day: number) => number[][]) => ({
    asOf: `2026-02-${String(last).padStart(2, '0')}`,
    rows: rowsOf(february(each).filter(({ start }) => start <= `2026-02-${String(last).padStart(2, '0')}`)),
  });

  test('what was hidden once stays hidden, though it was corrected to a large number', () => {
    const first = until(3, (day) => (day === 2 ? with3 : BIG));
    const second = { ...until(4, () => BIG) };
    const before = protect({ ...first, spec: SPEC });
    const after = protect({ ...second, spec: SPEC, before });
    const still = (rows: Row[]) => hiddenKeys(rows.filter((row) => row['period_start'] === '2026-02-02'));
    expect(still(before.rows)).not.toEqual([]);
    expect(still(after.rows)).toEqual(expect.arrayContaining(still(before.rows)));
  });

  test('nothing that stands in the clear, unchanged, is hidden later', () => {
    const each = (day: number) => (day === 5 ? with3 : BIG);
    const releases = Array.from({ length: 24 }, (_, index) => until(index + 5, each));
    const { dataset } = publishAll(releases);
    expect([...dataset.revised]).toEqual([]);
  });

  test('a small day is covered by the last day of its month, so that the month can be told', () => {
    const each = (day: number) => (day === 5 ? with3 : BIG);
    const { dataset } = publishAll(Array.from({ length: 24 }, (_, index) => until(index + 5, each)));
    const last = dataset.releases.at(-1)!.rows.filter((row) => row['contacts_marker'] === 'c');
    expect(new Set(last.map((row) => row['period_start']))).toEqual(new Set(['2026-02-05', '2026-02-28']));
  });

  test('where no later day will do, the month is hidden too', () => {
    // The council is closed on the last day: zeros cannot take from anything.
    const each = (day: number) => (day === 5 ? with3 : day === 28 ? BIG.map((row) => row.map(() => 0)) : BIG);
    const { dataset } = publishAll(Array.from({ length: 24 }, (_, index) => until(index + 5, each)));
    const last = dataset.releases.at(-1)!.rows.filter((row) => row['contacts_marker'] === 'c');
    expect(new Set(last.map((row) => row['period']))).toEqual(new Set(['day', 'month']));
    expect(attack([dataset]).recovered).toEqual([]);
  });

  test('a late correction that makes a count small hides the totals that changed with it', () => {
    const first = until(5, () => BIG);
    const second = { ...until(5, (day) => (day === 2 ? with3 : BIG)), asOf: '2026-02-06' };
    const { dataset, exposed } = publishAll([first, second]);
    const hidden = dataset.releases[1]!.rows.filter((row) => row['contacts_marker'] === 'c');
    expect(hidden.map((row) => `${row['service']}/${row['channel']}`).sort()).toEqual(
      ['all/all', 'all/channel-0', 'service-0/all', 'service-0/channel-0'].sort(),
    );
    expect({ exposed, recovered: attack([dataset]).recovered }).toEqual({ exposed: [], recovered: [] });
  });

  test('a count corrected late is not covered by cells that were hidden before: the former release gives their sum', () => {
    const day2 = (last: number) => (day: number) => [day === 2 ? [30, 2, 50, last] : [30, 40, 50, 60]];
    const first = until(5, day2(60));
    const second = { ...until(5, day2(3)), asOf: '2026-02-06' };
    const { dataset, exposed } = publishAll([first, second]);
    expect({ exposed, recovered: attack([dataset]).recovered }).toEqual({ exposed: [], recovered: [] });
  });

  test('a count that only an earlier release gives away is said to be exposed', () => {
    const rows = rowsOf(table('2026-02-01', with3));
    const before = protect({ rows, spec: { ...SPEC, threshold: 2 }, asOf: '2026-02-02' });
    const after = protect({ rows, spec: SPEC, asOf: '2026-02-03', before });
    expect(after.exposed).toEqual([`${AREA}|day|2026-02-01|service-0|channel-0`]);
  });
});
