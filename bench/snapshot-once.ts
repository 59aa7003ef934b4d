// Run by snapshots.ts in a process of its own, so that its memory is its own: `node snapshot-once.ts READER FIRST SECOND DIGESTS`.
// `csv-parse` reads both files; `first` takes the first one as the baseline, `crier` compares the second with it: reading, checking,
// digesting, finding each change, and writing what the next one is compared with.

import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { comparedIn, readSnapshot } from '../functions/intake/import-file/layouts/snapshot/read-snapshot.ts';
import { keysWith } from '../functions/shared/ids.ts';
import { SNAPSHOT_LAYOUT } from './snapshot-files.ts';

const key = keysWith('a reference key for benchmarks only, 0123456789');
const [reader = '', first = '', second = '', digests = ''] = process.argv.slice(2);
const loaded = cpuSeconds();
let found = 0;

if (reader === 'csv-parse') {
  for (const file of [first, second])
    for await (const _ of createReadStream(file).pipe(parse({ columns: true, relax_column_count: true }))) found += 1;
} else {
  const isFirst = reader === 'first';
  const before = isFirst ? null : { path: digests, columns: comparedIn(SNAPSHOT_LAYOUT) };
  const bytes = createReadStream(isFirst ? first : second);
  const snapshot = await readSnapshot(bytes, SNAPSHOT_LAYOUT, { scratchPath: `${digests}.scratch`, key, before });
  if (snapshot.reasons.length > 0) throw new Error(`the file was refused: ${snapshot.reasons.join(', ')}`);
  for (const _ of isFirst ? [] : snapshot.changes()) found += 1;
  snapshot.writeRecords(isFirst ? digests : `${digests}.after`);
  snapshot.close();
}
process.stdout.write(
  JSON.stringify({ found, cpu_seconds: cpuSeconds() - loaded, rss_mb: process.resourceUsage().maxRSS / 1024 }),
);

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
