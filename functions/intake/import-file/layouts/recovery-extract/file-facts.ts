import type { Imported, Refused } from '../../announce-file.ts';
import type { Extract } from './read-extract.ts';

// What the bus is told of an extract, in counts and reason codes.

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export const importedFacts = (extract: Extract): Imported => ({
  run: extract.extract_id,
  extracted_at: iso(extract.extracted_at),
  payments_posted_to: iso(extract.payments_posted_to),
  rows: extract.rows,
  taken: extract.taken,
  rejected: extract.rejected,
  debts: extract.debts_count,
  sum_pence: extract.control.sum_pence,
  reject_reasons: extract.reject_reasons,
});

/** Of a refused file even the extract_id may be of any length. */
export const refusedFacts = ({ extract_id, rows, reasons }: Extract): Refused => ({
  run: extract_id && extract_id.length <= 200 ? extract_id : null,
  rows,
  reasons,
});
