import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Row } from './benchmark.ts';
import { writeSnapshot } from './snapshot-files.ts';

const ROWS = 200_000;
const TIMES = 3;
/** What an import-file worker has, and more than its code and the SDK leave it. */
const MOST_MB = 256;

type Once = { found: number; cpu_seconds: number; rss_mb: number };

/** A snapshot compared with the last one, against csv-parse alone on both files. */
export const snapshots: Benchmark = {
  name: 'snapshots',
  about: 'a snapshot read and compared with the last one, against bare csv-parse on both files, by CPU time',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
    try {
      return await compared(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function compared(folder: string): Promise<Row[]> {
  const files = [join(folder, '1.csv'), join(folder, '2.csv')];
  await writeSnapshot(files[0] as string, { rows: ROWS, snapshot: 1 });
  await writeSnapshot(files[1] as string, { rows: ROWS, snapshot: 2 });
  const once = (reader: string): Once => {
    // As the template limits the importing worker's heap: V8 would otherwise use what the machine has.
    const options = ['--max-semi-space-size=8', '--max-old-space-size=128'];
    const program = join(import.meta.dirname, 'snapshot-once.ts');
    const args = [...options, program, reader, ...files, join(folder, 'digests.sqlite')];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Once;
  };
  once('first');
  const quickest = { 'csv-parse': Number.POSITIVE_INFINITY, crier: Number.POSITIVE_INFINITY };
  let rss_mb = 0;
  for (let i = 0; i < TIMES; i += 1) {
    quickest['csv-parse'] = Math.min(quickest['csv-parse'], once('csv-parse').cpu_seconds);
    const ours = once('crier');
    quickest.crier = Math.min(quickest.crier, ours.cpu_seconds);
    rss_mb = Math.max(rss_mb, ours.rss_mb);
  }
  return [
    {
      what: `pace of comparing ${ROWS} rows with ${ROWS}, against csv-parse on both files`,
      value: quickest['csv-parse'] / quickest.crier,
      unit: 'ratio',
      target: { at_least: 0.3 },
    },
    { what: 'memory of it', value: rss_mb, unit: 'MB', target: { at_most: MOST_MB } },
    { what: 'read and compared', value: ROWS / quickest.crier, unit: 'rows a second' },
  ];
}
