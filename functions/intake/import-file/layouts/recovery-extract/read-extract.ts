import { LONGEST_RECORD } from '../../../../../contracts/files/forms.ts';
import type { Debt } from '../../../../register/debt.ts';
import type { MakeKey } from '../../../../shared/ids.ts';
import { csvReader, NotCsv } from '../../reader/csv.ts';
import { decoded } from '../../reader/decode.ts';
import { kindReasons, NotText } from '../../reader/file-kind.ts';
import type { Reject } from '../../reader/reject.ts';
import { debtsOf, refuseByDebt } from './debts.ts';
import { fileReader } from './extract-reader.ts';
import { openScratch, type Scratch } from './scratch.ts';

/** A file that was read to its end and checked. Nothing was done with it yet. */
export type Extract = {
  accepted: boolean;
  /** Why the whole file is refused, as codes such as `trailer-sum` or `column-missing:balance`. */
  reasons: string[];
  /** Where the file stopped being CSV; null if it is CSV to its end. */
  not_csv: Pick<NotCsv, 'line' | 'fault'> | null;
  /** Null if no row has one, or if rows differ. */
  extract_id: string | null;
  /** Data rows, refused ones too. */
  rows: number;
  taken: number;
  /** Rows that were refused. In a file that is refused as a whole, those that could not be read. */
  rejected: number;
  /** How many of them for which reason. */
  reject_reasons: Record<string, number>;
  /** Accounts and bill years. */
  debts_count: number;
  /** What we counted, and what the trailer says; null without one. */
  control: { count: number; sum_pence: number; trailer_count: string | null; trailer_sum: string | null };
  /** The newest among the good rows, milliseconds since 1970; null without any. */
  extracted_at: number | null;
  payments_posted_to: number | null;
  /** In the order of the file. */
  rejects: () => Iterable<Reject>;
  /** Rows whose notice waits because their pay-by date is earlier than the law allows, and the first of their lines. */
  waiting: { rows: number; lines: number[] };
  /** In an order that is the same whenever the same bytes are read. `skip` leaves out the first ones. */
  debts: (key: MakeKey, skip?: number) => Iterable<Debt>;
  /** Removes the scratch file. */
  close: () => void;
};

/**
 * Reads and checks a whole file in constant memory.
 * @param scratchPath a file of ours; `close` removes it.
 */
export async function readExtract(bytes: AsyncIterable<Uint8Array>, scratchPath: string): Promise<Extract> {
  const scratch = openScratch(scratchPath);
  try {
    const file = fileReader(scratch);
    const csv = csvReader(LONGEST_RECORD, file.take);
    let notCsv: NotCsv | null = null;
    try {
      for await (const text of decoded(bytes)) {
        csv.push(text);
        if (file.isHopeless()) break;
      }
      if (!file.isHopeless()) csv.end();
    } catch (error) {
      if (error instanceof NotText)
        return extractOf({ ...file.finish(null), reasons: kindReasons(error.kind) }, scratch);
      if (!(error instanceof NotCsv)) throw error;
      notCsv = error;
    }
    return extractOf(file.finish(notCsv), scratch);
  } catch (error) {
    scratch.close();
    throw error;
  }
}

/** Of one kind of fault, a receipt names so many lines. */
const MOST_LINES = 100;

function extractOf(file: ReturnType<ReturnType<typeof fileReader>['finish']>, scratch: Scratch): Extract {
  const { layout, ...told } = file;
  const isRead = layout !== null && told.reasons.length === 0;
  if (isRead) {
    scratch.sort();
    refuseByDebt(scratch, layout);
  }
  const reject_reasons = scratch.reasons();
  const rejected = Object.values(reject_reasons).reduce((sum, n) => sum + n, 0);
  const common = { ...told, rejected, reject_reasons, rejects: scratch.rejects, close: () => scratch.close() };
  if (!isRead)
    return { ...common, accepted: false, taken: 0, waiting: { rows: 0, lines: [] }, debts_count: 0, debts: () => [] };
  const of = { layout, extract_id: told.extract_id ?? '', extracted_at: told.extracted_at ?? 0 };
  return {
    ...common,
    accepted: true,
    taken: told.rows - rejected,
    waiting: scratch.waiting(MOST_LINES),
    debts_count: scratch.debts(),
    debts: (key, skip = 0) => debtsOf(scratch, { ...of, key, skip }),
  };
}
