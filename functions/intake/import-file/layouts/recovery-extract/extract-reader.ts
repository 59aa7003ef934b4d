import { COLUMNS, UNUSED_COLUMNS } from '../../../../../contracts/files/recovery-extract.ts';
import type { CsvRecord, NotCsv } from '../../reader/csv.ts';
import { type Places, readHeader } from '../../reader/header.ts';
import { inPounds, isLikeTrailer, type Trailer, trailerFigure, trailerOf } from '../../reader/trailer.ts';
import { bookOf, hasEarlyPayBy, readRow } from './extract-row.ts';
import type { Scratch } from './scratch.ts';

/** Takes the records of one file in their order: header, rows, trailer. Rows go to the scratch file. */
export function fileReader(scratch: Scratch) {
  let layout: Places | null = null;
  let headerFaults = ['header-missing'];
  // The newest record may be the trailer, and blank lines may be the end of the file: both wait for what follows.
  let newest: CsvRecord | null = null;
  let blanks = { line: 0, count: 0 };
  // A line that was meant as the trailer and is none, or is not the last.
  let strayTrailer = false;
  let rows = 0;
  let sum = 0;
  let extractId: string | null = null;
  let differs = false;
  let extractedAt: number | null = null;
  let postedTo: number | null = null;

  const takeRow = ({ line, fields, raw }: CsvRecord): void => {
    const { values, fault } = readRow(fields, layout as Places);
    const book = bookOf(values);
    const seq = rows;
    rows += 1;
    sum += book.balance_pence ?? 0;
    if (book.extract_id !== null) {
      extractId ??= book.extract_id;
      differs ||= extractId !== book.extract_id;
    }
    if (headerFaults.length > 0) return; // refused already: only its counts are still of use
    const { account, bill_year, person } = book;
    scratch.add({ seq, line, account, bill_year, person, refused: fault ? 1 : 0, raw });
    if (fault) {
      scratch.reject({ seq, ...fault });
    } else {
      extractedAt = Math.max(extractedAt ?? 0, book.extracted_at ?? 0);
      postedTo = Math.max(postedTo ?? 0, book.payments_posted_to ?? 0);
      if (hasEarlyPayBy(values)) scratch.addWaiting(seq);
    }
  };

  const takeNewest = (): void => {
    if (newest && isLikeTrailer(newest.fields, (layout as Places).width)) strayTrailer = true;
    else if (newest) takeRow(newest);
    for (let i = 0; i < blanks.count; i += 1) takeRow({ line: blanks.line + i, fields: [''], raw: '' });
    newest = null;
    blanks = { line: 0, count: 0 };
  };

  const trailerFaults = (trailer: Trailer | null): string[] => {
    if (!trailer || strayTrailer) return ['trailer-missing'];
    const faults = [];
    if (trailer.count !== String(rows)) faults.push('trailer-count');
    const knowsSum = !headerFaults.includes('column-missing:balance');
    if (knowsSum && trailer.sum !== inPounds(sum)) faults.push('trailer-sum');
    return faults;
  };

  return {
    take(record: CsvRecord): void {
      if (layout === null) {
        ({ layout, reasons: headerFaults } = readHeader(record.fields, { columns: COLUMNS, unused: UNUSED_COLUMNS }));
      } else if (record.raw === '') {
        blanks = { line: blanks.count === 0 ? record.line : blanks.line, count: blanks.count + 1 };
      } else {
        takeNewest();
        newest = record;
      }
    },
    /** There is no header, so nothing more can be said of the file. */
    isHopeless: (): boolean => layout !== null && headerFaults.includes('header-missing'),
    /** @param notCsv where reading stopped, if it did. */
    finish(notCsv: NotCsv | null) {
      const trailer = !notCsv && newest ? trailerOf(newest.fields) : null;
      if (layout && !trailer) takeNewest();
      const reasons = [...headerFaults];
      if (notCsv) reasons.push('not-csv');
      else if (!headerFaults.includes('header-missing')) {
        reasons.push(...trailerFaults(trailer));
        if (differs) reasons.push('extract-id-differs');
        else if ((extractId ?? '').length > LONGEST_EXTRACT_ID) reasons.push('extract-id-too-long');
      }
      return {
        layout,
        reasons,
        not_csv: notCsv,
        extract_id: differs ? null : extractId,
        rows,
        control: {
          count: rows,
          sum_pence: sum,
          trailer_count: trailerFigure(trailer?.count),
          trailer_sum: trailerFigure(trailer?.sum),
        },
        extracted_at: extractedAt as number | null,
        payments_posted_to: postedTo as number | null,
      };
    },
  };
}

/** As long as a fact may name an extract: what is longer could not stand on the bus. */
const LONGEST_EXTRACT_ID = 200;
