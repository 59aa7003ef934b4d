import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { objectsOf } from '../functions/performance/facts/objects.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { factsOfDay, random, writeFacts } from './facts-files.ts';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const MOST_FACTS = Number(process.env['CRIER_BENCH_FACTS'] ?? SIZES.at(-1));
const MOST_MB = 1024;
/**
 * So many days have enough financial years to tell what a correction touches (its own year, and the one of which the last
 * days become final) from the history.
 */
const MANY_DAYS = 3_000;
/** What a publishing worker needs less than; V8 would otherwise use what the machine has. */
const HEAP_MB = 600;

type Once = { facts: number; rows: number; cpu_seconds: number; rss_mb: number };

/** Facts to all datasets, against node:sqlite alone with the same facts and the same queries. */
export const openData: Benchmark = {
  name: 'open-data',
  about: `facts to a published site, against plain node:sqlite with the same queries, by CPU time; how both grow; and what
             a correction takes (up to ${MOST_FACTS} facts: CRIER_BENCH_FACTS)`,
  run: async () => sizes(SIZES.filter((size) => size <= MOST_FACTS)),
};

export function sizes(wanted: readonly number[]): Row[] {
  const corrections = new Map<number, number>();
  return wanted.flatMap((size): Row[] => {
    const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
    try {
      const days = writeFacts(folder, size);
      const plain = once(folder, 'plain', '2026-03-31');
      const crier = once(folder, 'crier', '2026-03-31');
      correct(folder, days[Math.floor(days.length / 2)]!);
      const again = once(folder, 'crier', '2026-04-01');
      const largest = size === Math.max(...wanted);
      corrections.set(size, again.cpu_seconds);
      const smaller = corrections.get(size / 10);
      return [
        {
          what: `${size} facts: Crier against plain node:sqlite`,
          value: crier.cpu_seconds / plain.cpu_seconds,
          unit: 'ratio',
          ...(largest && { target: { at_most: 2 } }),
        },
        { what: `${size} facts: Crier`, value: crier.cpu_seconds, unit: 's' },
        { what: `${size} facts: plain node:sqlite, ${plain.rows} rows`, value: plain.cpu_seconds, unit: 's' },
        { what: `${size} facts: Crier's memory`, value: crier.rss_mb, unit: 'MB', target: { at_most: MOST_MB } },
        { what: `${size} facts: plain node:sqlite's memory`, value: plain.rss_mb, unit: 'MB' },
        {
          what: `${size} facts: Crier again, one day of ${days.length} corrected, which makes ${again.rows} of ${crier.rows} rows`,
          value: again.cpu_seconds,
          unit: 's',
        },
        {
          what: `${size} facts: Crier again, against all of it`,
          value: again.cpu_seconds / crier.cpu_seconds,
          unit: 'ratio',
          ...(days.length >= MANY_DAYS && { target: { at_most: 0.3 } }),
        },
        ...(smaller !== undefined
          ? [
              {
                what: `${size} facts: Crier again, against the same of a tenth of the facts`,
                value: again.cpu_seconds / smaller,
                unit: 'ratio',
                ...(days.length >= MANY_DAYS && { target: { at_most: 2 } }),
              },
            ]
          : []),
        { what: `${size} facts: Crier again, memory`, value: again.rss_mb, unit: 'MB', target: { at_most: MOST_MB } },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Ten contacts of a day become known on the day after the last release. */
function correct(folder: string, day: string): void {
  const late = factsOfDay(day, 10, random(1)).map((fact) => ({ ...fact, recorded: '2026-04-01' }));
  for (const { key, body } of objectsOf(late)) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), body);
  }
}

function once(folder: string, way: 'plain' | 'crier', asOf: string): Once {
  const options = [`--max-old-space-size=${HEAP_MB}`, '--disable-warning=ExperimentalWarning'];
  const args = [...options, join(import.meta.dirname, 'open-data-once.ts'), folder, way, asOf];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Once;
}
