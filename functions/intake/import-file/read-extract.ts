import { LONGEST_RECORD } from '../../../contracts/files/forms.ts';
import type { Debt } from '../../register/register.ts';
import type { MakeKey } from '../../shared/ids.ts';
import { csvReader, NotCsv } from './csv.ts';
import { debtsOf, refuseByDebt } from './debts.ts';
import { decoded, type Encoding, NotUtf8 } from './decode.ts';
import { fileReader } from './file-reader.ts';
import { openScratch, type Reject, type Scratch } from './scratch.ts';

/** A file that was read to its end and checked. Nothing was done with it yet. */
export type Extract = {
  accepted: boolean;
  /** Why the whole file is refused, as codes such as `trailer-sum` or `column-missing:balance`. */
  reasons: string[];
  /** Null if no row has one, or if rows differ. */
  extract_id: string | null;
  /** Data rows, refused ones too. */
  rows: number;
  taken: number;
  rejected: number;
  /** How many rows were refused for which reason. */
  reject_reasons: Record<string, number>;
  /** Accounts and bill years. */
  debts_count: number;
  /** What we counted, and what the trailer says; null without one. */
  control: { count: number; sum_pence: number; trailer_count: string | null; trailer_sum: string | null };
  /** The newest among the good rows, milliseconds since 1970; null without any. */
  extracted_at: number | null;
  payments_posted_to: number | null;
  /** In the order of the file; none of a file that is refused as a whole. */
  rejects: () => Iterable<Reject>;
  /** In an order that is the same whenever the same bytes are read. `skip` leaves out the first ones. */
  debts: (key: MakeKey, skip?: number) => Iterable<Debt>;
  /** Removes the scratch file. */
  close: () => void;
};

/**
 * Reads and checks a whole file in constant memory.
 * @param bytes may be gone through twice: a file that turns out not to be UTF-8 is read again as Windows-1252.
 * @param scratchPath a file of ours; `close` removes it.
 */
export async function readExtract(bytes: AsyncIterable<Uint8Array>, scratchPath: string): Promise<Extract> {
  try {
    return await readAs('utf-8', bytes, scratchPath);
  } catch (error) {
    if (error instanceof NotUtf8) return await readAs('windows-1252', bytes, scratchPath);
    throw error;
  }
}

async function readAs(encoding: Encoding, bytes: AsyncIterable<Uint8Array>, scratchPath: string): Promise<Extract> {
  const scratch = openScratch(scratchPath);
  try {
    const file = fileReader(scratch);
    const csv = csvReader(LONGEST_RECORD, file.take);
    let isCsv = true;
    try {
      for await (const text of decoded(bytes, encoding)) {
        csv.push(text);
        if (file.isHopeless()) break;
      }
      if (!file.isHopeless()) csv.end();
    } catch (error) {
      if (!(error instanceof NotCsv)) throw error;
      isCsv = false;
    }
    return extractOf(file.finish(isCsv), scratch);
  } catch (error) {
    scratch.close();
    throw error;
  }
}

function extractOf(file: ReturnType<ReturnType<typeof fileReader>['finish']>, scratch: Scratch): Extract {
  const { layout, ...told } = file;
  const close = () => scratch.close();
  if (!layout || told.reasons.length > 0) {
    const none = { taken: 0, rejected: 0, reject_reasons: {}, debts_count: 0, rejects: () => [], debts: () => [] };
    return { ...told, accepted: false, ...none, close };
  }
  scratch.sort();
  refuseByDebt(scratch, layout);
  const reject_reasons = scratch.reasons();
  const rejected = Object.values(reject_reasons).reduce((sum, n) => sum + n, 0);
  const of = { layout, extract_id: told.extract_id ?? '', extracted_at: told.extracted_at ?? 0 };
  return {
    ...told,
    accepted: true,
    taken: told.rows - rejected,
    rejected,
    reject_reasons,
    debts_count: scratch.debts(),
    rejects: scratch.rejects,
    debts: (key, skip = 0) => debtsOf(scratch, { ...of, key, skip }),
    close,
  };
}
