import type { LayoutIn } from '../../../../../contracts/files/layout.ts';
import type { Imported, Refused } from '../../announce-file.ts';
import type { Told } from '../../reader/write-reports.ts';
import type { FileOfRows } from './read-rows.ts';
import { reasonText, rowTextOf } from './reason-texts.ts';

// What the bus and its sender are told of a file. It has no extract, no debts and no money.

const NONE = { run: null, extracted_at: null, payments_posted_to: null, debts: 0, sum_pence: 0 };

export const importedFacts = ({ layout, source }: LayoutIn, file: FileOfRows): Imported => {
  const { rows, taken, rejected, reject_reasons } = file;
  return { ...NONE, layout, source, rows, taken, rejected, reject_reasons };
};

export const refusedFacts = ({ layout, source }: LayoutIn, { rows, reasons }: FileOfRows): Refused => ({
  ...{ layout, source, run: null, rows, reasons },
});

export const toldOf = (layout: LayoutIn, file: FileOfRows): Told => ({
  extract_id: null,
  reasons: file.reasons,
  not_csv: file.not_csv,
  rows: file.rows,
  taken: file.taken,
  rejected: file.rejected,
  control: file.control,
  rejects: file.rejects,
  text: (code) => reasonText(code, { ...file, layout }),
  rowText: rowTextOf(layout),
});
