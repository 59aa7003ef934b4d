import type { Imported, Refused } from '../../announce-file.ts';
import type { Counts } from './read-counts.ts';

// What the bus is told of a file of counts. It has no extract, no debts and no money.

const layout = 'contacts-counted';

export function importedFacts({ rows, counts, rejects }: Counts): Imported {
  const reject_reasons: Record<string, number> = {};
  for (const { reason } of rejects) reject_reasons[reason] = (reject_reasons[reason] ?? 0) + 1;
  const none = { run: null, extracted_at: null, payments_posted_to: null, debts: 0, sum_pence: 0 };
  return { ...none, layout, rows, taken: counts.length, rejected: rejects.length, reject_reasons };
}

export const refusedFacts = ({ rows, reasons }: Counts): Refused => ({ layout, run: null, rows, reasons });
