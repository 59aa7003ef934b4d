import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { layoutSchema, type SnapshotLayout } from '../contracts/files/layout.ts';

const COLUMNS = ['first_name', 'address_line_1', 'address_line_2', 'postcode', 'since', 'rent', 'keysafe'] as const;
const FORMS: Partial<Record<(typeof COLUMNS)[number], string>> = { since: 'date', rent: 'pounds', keysafe: 'flag' };

/** Tenancies: a key, seven compared columns, and one that is not. */
export const SNAPSHOT_LAYOUT = layoutSchema.parse({
  layout: 'bench-tenancies',
  kind: 'snapshot',
  source: 'housing',
  key: ['record_ref'],
  columns: [
    { name: 'record_ref', form: 'text', required: 'value' },
    ...COLUMNS.map((name) => ({ name, form: FORMS[name] ?? 'text', required: 'header', compared: true })),
    { name: 'note', form: 'text', required: 'no' },
  ],
  trailer: 'rows',
  facts: {
    added: 'council.records.record-added.v1',
    changed: 'council.records.record-changed.v1',
    gone: 'council.records.record-gone.v1',
  },
  lose_percent: 20,
  baseline_events: false,
}) as SnapshotLayout;

const two = (n: number) => String(n).padStart(2, '0');

/** Row i of a snapshot: every 20th of the second has another name, and of every 50th each has a record that the other has not. */
function rowOf(i: number, snapshot: 1 | 2): string {
  const ref = i % 50 === 0 ? `HR-${snapshot}-${i}` : `HR-0-${i}`;
  const name = snapshot === 2 && i % 20 === 1 ? `Verity${i}` : `Name${i % 500}`;
  const home = i % 7_919;
  const since = `20${two(1 + (i % 24))}-${two(1 + (i % 12))}-${two(1 + (i % 28))}`;
  const note = i % 30 === 0 ? '"Rang, no reply"' : '';
  return [
    ref,
    name,
    `"${home} Sample Close, Norton"`,
    i % 10 === 0 ? 'Plot 7' : '',
    `TS${1 + (home % 29)} ${home % 9}AA`,
    since,
    `${40 + (i % 1_400)}.${two(i % 100)}`,
    i % 5 === 0 ? 'Y' : '',
    note,
  ].join(',');
}

/** Writes one of two snapshots with so many rows each, in an order that is not that of their keys. */
export async function writeSnapshot(
  path: string,
  { rows, snapshot }: { rows: number; snapshot: 1 | 2 },
): Promise<void> {
  const file = createWriteStream(path);
  const step = snapshot === 1 ? 7_919 : 104_729; // prime, so that each row comes once
  file.write(`record_ref,${COLUMNS.join(',')},note\n`);
  for (let k = 0, i = 0; k < rows; k += 1, i = (i + step) % rows) {
    if (!file.write(`${rowOf(i, snapshot)}\n`)) await once(file, 'drain');
  }
  file.end(`TRAILER,${rows}\n`);
  await once(file, 'close');
}
