import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Row } from './benchmark.ts';
import { writeFacts } from './facts-files.ts';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const MOST_MB = 1024;

type Once = { facts: number; rows: number; cpu_seconds: number; rss_mb: number };

/** Facts to all datasets, against node:sqlite alone with the same facts and the same queries. */
export const openData: Benchmark = {
  name: 'open-data',
  about: 'facts to published datasets, against plain node:sqlite with the same queries, by CPU time; and how both grow',
  run: async () => sizes(SIZES),
};

export function sizes(wanted: readonly number[]): Row[] {
  return wanted.flatMap((size): Row[] => {
    const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
    try {
      writeFacts(folder, size);
      const [plain, crier] = [once(folder, 'plain'), once(folder, 'crier')];
      const largest = size === Math.max(...wanted);
      return [
        {
          what: `${size} facts: Crier against plain node:sqlite`,
          value: crier.cpu_seconds / plain.cpu_seconds,
          unit: 'ratio',
          ...(largest && { target: { at_most: 2 } }),
        },
        { what: `${size} facts: Crier, ${crier.rows} rows`, value: crier.cpu_seconds, unit: 's' },
        { what: `${size} facts: plain node:sqlite`, value: plain.cpu_seconds, unit: 's' },
        { what: `${size} facts: Crier's memory`, value: crier.rss_mb, unit: 'MB', target: { at_most: MOST_MB } },
        { what: `${size} facts: plain node:sqlite's memory`, value: plain.rss_mb, unit: 'MB' },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function once(folder: string, way: 'plain' | 'crier'): Once {
  const args = [
    '--max-old-space-size=600',
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'open-data-once.ts'),
    folder,
    way,
  ];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Once;
}
