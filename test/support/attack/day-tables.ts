import type { Row } from '../../../functions/performance/publication/protect/types.ts';
import type { Count } from './world.ts';

export const AREA = 'E06000004';

/** One day's counts by service (down) and channel (across). */
export const table = (start: string, counts: number[][], area = AREA): Count[] =>
  counts.flatMap((row, service) =>
    row.map((count, channel) => ({
      ...{ area, period: 'day' as const, start, count },
      service: `service-${service}`,
      channel: `channel-${channel}`,
    })),
  );

/** The counts of each day of February. */
export const february = (each: (day: number) => number[][]): Count[] =>
  Array.from({ length: 28 }, (_, index) =>
    table(`2026-02-${String(index + 1).padStart(2, '0')}`, each(index + 1)),
  ).flat();

/** `service/channel` of the rows whose count is hidden. */
export const hiddenKeys = (rows: Row[]): string[] =>
  rows.filter((row) => row['contacts_marker'] === 'c').map((row) => `${row['service']}/${row['channel']}`);

export const BIG = [
  [30, 40, 50],
  [60, 70, 80],
  [90, 10, 20],
];
/** The same with one small count. */
export const with3 = [[3, 40, 50], BIG[1]!, BIG[2]!];
