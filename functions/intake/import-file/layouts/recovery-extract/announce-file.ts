import { busEvent } from '../../../../../contracts/bus-event.ts';
import type { CloudEvent } from '../../../../../contracts/envelope.ts';
import { contract as imported } from '../../../../../contracts/events/intake/file-imported.v1.ts';
import { contract as refused } from '../../../../../contracts/events/intake/file-refused.v1.ts';
import type { MakeKey } from '../../../../shared/ids.ts';
import type { ObjectVersion } from '../../../ports.ts';
import type { Extract } from './read-extract.ts';

type Told = { object: ObjectVersion; file: string; at: number; extract: Extract };
type By = { key: MakeKey; council: string };

const iso = (at: number): string => new Date(at).toISOString();

/** What became of a file, in counts and reason codes. Ids are derived from the version of the object. */
export function fileImported({ key, council }: By, { object, file, at, extract }: Told): CloudEvent {
  return busEvent(imported, {
    id: key('event', 'file-imported', file),
    capability: 'intake',
    council,
    time: at,
    sequence: String(at),
    data: {
      file: object.key,
      run: extract.extract_id,
      extracted_at: extract.extracted_at === null ? null : iso(extract.extracted_at),
      payments_posted_to: extract.payments_posted_to === null ? null : iso(extract.payments_posted_to),
      imported_at: iso(at),
      rows: extract.rows,
      taken: extract.taken,
      rejected: extract.rejected,
      debts: extract.debts_count,
      sum_pence: extract.control.sum_pence,
      reject_reasons: extract.reject_reasons,
    },
  });
}

export function fileRefused({ key, council }: By, { object, file, at, extract }: Told): CloudEvent {
  const { extract_id, rows, reasons } = extract;
  return busEvent(refused, {
    id: key('event', 'file-refused', file),
    capability: 'intake',
    council,
    time: at,
    sequence: String(at),
    data: { file: object.key, run: known(extract_id), refused_at: iso(at), rows, reasons },
  });
}

/** Of a refused file even the extract_id may be of any length. */
const known = (extract_id: string | null): string | null =>
  extract_id && extract_id.length <= 200 ? extract_id : null;
