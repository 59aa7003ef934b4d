import { createHash } from 'node:crypto';
import type { SnapshotLayout } from '../../../../../contracts/files/layout.ts';
import type { MakeKey } from '../../../../shared/ids.ts';
import { readRecords } from '../as-data/read-records.ts';
import type { FileOfRows } from '../as-data/read-rows.ts';
import { columnsOf, keyOf, placesOf } from '../as-data/row-form.ts';
import { digestsWith } from './digests.ts';
import { type Change, type Changes, openSnapshotScratch } from './snapshot-scratch.ts';

/** A snapshot that was read to its end and compared. Nothing was done with it yet. */
export type Snapshot = FileOfRows & {
  /** Of its bytes. */
  sha256: string;
  counts: Changes;
  changes: () => Iterable<Change>;
  /** Writes what the next one is compared with, and says how many records that are. */
  writeRecords: (to: string) => number;
  /** Removes the scratch file. */
  close: () => void;
};

/** As long as an event may name a record. */
const LONGEST_KEY = 100;

type Reading = {
  scratchPath: string;
  key: MakeKey;
  /** The digests of the last one, as a local file, and of which columns they are; null before the first. */
  before: { path: string; columns: readonly string[] } | null;
};

export const comparedIn = ({ columns }: SnapshotLayout): string[] =>
  columns.filter(({ compared }) => compared).map(({ name }) => name);

/** Reads and checks a whole snapshot, and compares it, in constant memory. */
export async function readSnapshot(
  bytes: AsyncIterable<Uint8Array>,
  layout: SnapshotLayout,
  { scratchPath, key, before }: Reading,
): Promise<Snapshot> {
  const compared = comparedIn(layout);
  const scratch = openSnapshotScratch(scratchPath, compared);
  try {
    const columns = columnsOf(layout);
    const keyPlaces = placesOf(columns, layout.key);
    const comparedPlaces = placesOf(columns, compared);
    const digestsOf = digestsWith(key, layout.layout, compared);
    const lastOfKey = layout.key.at(-1) as string;
    const sum = createHash('sha256');
    const counted = await readRecords(summed(bytes, sum), layout, (row, { seq, line, raw }) => {
      const read = keyOf(row, keyPlaces);
      const isLong = read !== null && read.length > LONGEST_KEY;
      const fault = row.fault ?? (isLong ? { column: lastOfKey, reason: 'too-long' } : null);
      const digests = fault ? null : digestsOf(comparedPlaces.map((i) => row.values[i] ?? null));
      scratch.add({ seq, line, ref: isLong ? null : read, digests, raw });
      if (fault) scratch.reject(seq, fault);
    });
    scratch.refuseTwice(lastOfKey);
    scratch.compareWith(before);
    const reject_reasons = scratch.reasons();
    return {
      ...counted,
      sha256: sum.digest('hex'),
      taken: counted.reasons.length > 0 ? 0 : scratch.taken(),
      rejected: Object.values(reject_reasons).reduce((all, n) => all + n, 0),
      reject_reasons,
      rejects: scratch.rejects,
      counts: scratch.counts(),
      changes: scratch.changes,
      writeRecords: scratch.writeRecords,
      close: scratch.close,
    };
  } catch (error) {
    scratch.close();
    throw error;
  }
}

async function* summed(bytes: AsyncIterable<Uint8Array>, sum: { update: (piece: Uint8Array) => unknown }) {
  for await (const piece of bytes) {
    sum.update(piece);
    yield piece;
  }
}
