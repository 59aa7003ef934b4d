import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Row } from './benchmark.ts';
import { writeExtract } from './extract-file.ts';

const COMPARED_ROWS = 300_000;
const TIMES = 3;
/** What an import-file worker has, and more than its code and the SDK leave it. */
const MOST_MB = 256;
const SIZES = [1_000, 10_000, 100_000, 1_000_000];

type Reader = 'csv-parse' | 'csv-parse-arrays' | 'crier';
type Once = { rows: number; cpu_seconds: number; rss_mb: number };

/** Reading, checking and deciding against csv-parse alone on the same file; then how it grows. */
export const importing: Benchmark = {
  name: 'import',
  about: 'rows parsed, checked and decided, against bare csv-parse on the same file, by CPU time; and how it grows',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
    try {
      return [...(await compared(folder)), ...(await grown(folder))];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function compared(folder: string): Promise<Row[]> {
  const file = join(folder, 'compared.csv');
  await writeExtract(file, COMPARED_ROWS);
  const never = Number.POSITIVE_INFINITY;
  const quickest = { 'csv-parse': never, 'csv-parse-arrays': never, crier: never };
  for (let i = 0; i < TIMES; i += 1) {
    for (const reader of Object.keys(quickest) as Reader[]) {
      quickest[reader] = Math.min(quickest[reader], once(file, reader).cpu_seconds);
    }
  }
  return [
    {
      what: `rows a second against csv-parse, rows by the names of their columns (${COMPARED_ROWS} rows)`,
      value: quickest['csv-parse'] / quickest.crier,
      unit: 'ratio',
      target: { at_least: 0.4 },
    },
    { what: 'parsed, checked and decided', value: COMPARED_ROWS / quickest.crier, unit: 'rows a second' },
    { what: 'csv-parse alone', value: COMPARED_ROWS / quickest['csv-parse'], unit: 'rows a second' },
    {
      what: 'against csv-parse that leaves each row an array',
      value: quickest['csv-parse-arrays'] / quickest.crier,
      unit: 'ratio',
    },
  ];
}

async function grown(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const file = join(folder, `${size}.csv`);
    await writeExtract(file, size);
    const { cpu_seconds, rss_mb } = once(file, 'crier');
    rmSync(file);
    rows.push(
      { what: `${size} accounts: time for each`, value: (cpu_seconds * 1e6) / size, unit: 'µs' },
      {
        what: `${size} accounts: memory`,
        value: rss_mb,
        unit: 'MB',
        ...(size === SIZES.at(-1) ? { target: { at_most: MOST_MB } } : {}),
      },
    );
  }
  return rows;
}

function once(file: string, reader: Reader): Once {
  const program = join(import.meta.dirname, 'import-once.ts');
  // As the template limits the importing worker's heap: V8 would otherwise use what the machine has.
  const options = ['--max-semi-space-size=8', '--max-old-space-size=128'];
  return JSON.parse(execFileSync(process.execPath, [...options, program, file, reader], { encoding: 'utf8' })) as Once;
}
