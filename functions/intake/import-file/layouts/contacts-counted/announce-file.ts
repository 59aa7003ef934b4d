import { busEvent } from '../../../../../contracts/bus-event.ts';
import type { CloudEvent } from '../../../../../contracts/envelope.ts';
import { contract as imported } from '../../../../../contracts/events/intake/file-imported.v1.ts';
import { contract as refused } from '../../../../../contracts/events/intake/file-refused.v1.ts';
import type { MakeKey } from '../../../../shared/ids.ts';
import type { ObjectVersion } from '../../../ports.ts';
import type { Counts } from './read-counts.ts';

type By = { key: MakeKey; council: string };
type Told = { object: ObjectVersion; file: string; at: number; read: Counts };

const iso = (at: number): string => new Date(at).toISOString();

/** What became of a file of counts. It has no extract, no debts and no money. */
export function countsImported({ key, council }: By, { object, file, at, read }: Told): CloudEvent {
  const reject_reasons: Record<string, number> = {};
  for (const { reason } of read.rejects) reject_reasons[reason] = (reject_reasons[reason] ?? 0) + 1;
  return busEvent(imported, {
    id: key('event', 'file-imported', file),
    capability: 'intake',
    council,
    time: at,
    sequence: String(at),
    data: {
      file: object.key,
      layout: 'contacts-counted',
      run: null,
      extracted_at: null,
      payments_posted_to: null,
      imported_at: iso(at),
      rows: read.rows,
      taken: read.counts.length,
      rejected: read.rejects.length,
      debts: 0,
      sum_pence: 0,
      reject_reasons,
    },
  });
}

export function countsRefused({ key, council }: By, { object, file, at, read }: Told): CloudEvent {
  const { rows, reasons } = read;
  return busEvent(refused, {
    id: key('event', 'file-refused', file),
    capability: 'intake',
    council,
    time: at,
    sequence: String(at),
    data: { file: object.key, layout: 'contacts-counted', run: null, refused_at: iso(at), rows, reasons },
  });
}
