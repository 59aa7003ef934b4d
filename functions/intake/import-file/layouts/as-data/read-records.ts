import { LONGEST_RECORD } from '../../../../../contracts/files/forms.ts';
import type { LayoutIn } from '../../../../../contracts/files/layout.ts';
import { type CsvRecord, csvReader, NotCsv } from '../../reader/csv.ts';
import { decoded } from '../../reader/decode.ts';
import { kindReasons, NotText } from '../../reader/file-kind.ts';
import { type Places, readHeader } from '../../reader/header.ts';
import { inPounds, isLikeTrailer, type Trailer, trailerFigure, trailerOf } from '../../reader/trailer.ts';
import { columnsOf, type ReadRow, readRow } from './row-form.ts';

/** What is wrong with a file as a whole, and what was counted. */
export type Counted = {
  /** Why the whole file is refused, as codes such as `trailer-count` or `column-missing:contacts`. */
  reasons: string[];
  /** Where the file stopped being CSV; null if it is CSV to its end. */
  not_csv: Pick<NotCsv, 'line' | 'fault'> | null;
  /** Data rows, refused ones too. */
  rows: number;
  /** The sum of the column that the trailer sums, as a trailer writes it. */
  sum: string;
  /** What we counted, and what the trailer says; null without one. */
  control: Record<string, number | string | null>;
};

type TakeRow = (row: ReadRow, record: CsvRecord & { seq: number }) => void;

/** Reads a whole file in constant memory, and hands out its rows as they come. Blank lines are none. */
export async function readRecords(
  bytes: AsyncIterable<Uint8Array>,
  layout: LayoutIn,
  takeRow: TakeRow,
): Promise<Counted> {
  const file = recordsOf(layout, takeRow);
  const csv = csvReader(LONGEST_RECORD, file.take);
  let endsItsLine = true;
  try {
    for await (const text of decoded(bytes)) {
      csv.push(text);
      if (text !== '') endsItsLine = text.endsWith('\n');
      if (file.isHopeless()) break;
    }
    if (!file.isHopeless()) csv.end();
  } catch (error) {
    if (error instanceof NotText) return { ...file.counted(), reasons: kindReasons(error.kind) };
    if (!(error instanceof NotCsv)) throw error;
    return { ...file.counted(), reasons: ['not-csv'], not_csv: error };
  }
  return file.finish(endsItsLine);
}

function recordsOf(layout: LayoutIn, takeRow: TakeRow) {
  const columns = columnsOf(layout);
  const rules = trailerRules(layout);
  let header: { layout: Places; reasons: string[] } | null = null;
  // The newest record may be the trailer: it waits for what follows.
  let newest: CsvRecord | null = null;
  let isStray = false;
  let rows = 0;
  let sum = 0;

  const takeNewest = (): void => {
    if (!newest || !header) return;
    if (isLikeTrailer(newest.fields, header.layout.width)) isStray = true;
    else {
      const row = readRow(newest.fields, columns, header.layout);
      const summed = row.values[rules.summed];
      sum += typeof summed === 'number' ? summed : 0;
      if (header.reasons.length === 0) takeRow(row, { ...newest, seq: rows });
      rows += 1;
    }
    newest = null;
  };

  const counted = (trailer: Trailer | null = null): Counted => ({
    reasons: [],
    not_csv: null,
    rows,
    sum: rules.written(sum),
    control: {
      count: rows,
      ...(rules.sumName && { [rules.sumName]: sum }),
      trailer_count: trailerFigure(trailer?.count),
      ...(rules.sumName && { trailer_sum: trailerFigure(trailer?.sum) }),
    },
  });

  return {
    take(record: CsvRecord): void {
      if (record.raw.trim() === '') return;
      if (header === null) {
        header = readHeader(record.fields, { columns, unused: [] });
        return;
      }
      takeNewest();
      newest = record;
    },
    /** There is no header, so nothing more can be said of the file. */
    isHopeless: (): boolean => header?.reasons.includes('header-missing') ?? false,
    counted,
    finish(endsItsLine: boolean): Counted {
      const trailer = newest ? trailerOf(newest.fields, rules.hasSum) : null;
      if (!trailer) takeNewest();
      const whole = counted(trailer);
      if (header === null || header.reasons.length > 0)
        return { ...whole, reasons: header?.reasons ?? ['header-missing'] };
      return { ...whole, reasons: trailerFaults({ trailer, isStray, endsItsLine, rules, whole }) };
    },
  };
}

type TrailerRules = ReturnType<typeof trailerRules>;

function trailerRules({ trailer, columns }: LayoutIn) {
  const summed = trailer === 'rows' ? -1 : columns.findIndex(({ name }) => name === trailer.sum);
  const isMoney = columns[summed]?.form === 'pounds';
  return {
    summed,
    hasSum: trailer !== 'rows',
    mayBeMissing: trailer !== 'rows' && trailer.may_be_missing,
    sumName: trailer === 'rows' ? null : isMoney ? 'sum_pence' : `sum_${trailer.sum}`,
    written: (sum: number) => (isMoney ? inPounds(sum) : String(sum)),
  };
}

type AtEnd = { trailer: Trailer | null; isStray: boolean; endsItsLine: boolean; rules: TrailerRules; whole: Counted };

function trailerFaults({ trailer, isStray, endsItsLine, rules, whole }: AtEnd): string[] {
  if (isStray || (!trailer && !rules.mayBeMissing)) return ['trailer-missing'];
  if (!trailer) return endsItsLine || whole.rows === 0 ? [] : ['cut-short'];
  return [
    ...(trailer.count === String(whole.rows) ? [] : ['trailer-count']),
    ...(!rules.hasSum || trailer.sum === whole.sum ? [] : ['trailer-sum']),
  ];
}
