import type { Data as Count } from '../../../../../contracts/events/contacts/contacts-counted.v1.ts';
import { COLUMNS, MOST_CHARACTERS, MOST_ROWS } from '../../../../../contracts/files/contacts-counted.ts';
import { isUnreadable, LONGEST_RECORD, type Value } from '../../../../../contracts/files/forms.ts';
import { type CsvRecord, csvReader, NotCsv } from '../../reader/csv.ts';
import { decoded } from '../../reader/decode.ts';
import { type Places, readHeader } from '../../reader/header.ts';
import type { Fault, Reject } from '../../reader/reject.ts';
import { isLikeTrailer, trailerFigure, trailerOf } from '../../reader/trailer.ts';

/** A file of counts that was read to its end and checked. Nothing was done with it yet. */
export type Counts = {
  /** Why the whole file is refused, as codes. */
  reasons: string[];
  /** Where the file stopped being CSV; null if it is CSV to its end. */
  not_csv: Pick<NotCsv, 'line' | 'fault'> | null;
  /** None of a file that is refused as a whole. */
  counts: Count[];
  /** Rows that could not be read, also of a file that is refused as a whole. */
  rejects: Reject[];
  rows: number;
  /** What we counted, and what the trailer says; null without one. */
  control: { count: number; sum_contacts: number; trailer_count: string | null; trailer_sum: string | null };
};

/**
 * Reads and checks a whole file of counts.
 * @param today the London day on which it is read: what lies ahead cannot have been counted
 */
export async function readCounts(bytes: AsyncIterable<Uint8Array>, today: string): Promise<Counts> {
  const records: CsvRecord[] = [];
  let characters = 0;
  const csv = csvReader(LONGEST_RECORD, (record) => {
    characters += record.raw.length;
    if (characters > MOST_CHARACTERS) return;
    if (record.raw.trim() !== '' && records.length <= MOST_ROWS + 2) records.push(record); // a header, a trailer, and one too many
  });
  let endsItsLine = false;
  try {
    for await (const text of decoded(bytes)) {
      csv.push(text);
      if (text !== '') endsItsLine = text.endsWith('\n');
    }
    csv.end();
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    return { ...refusedFor(['not-csv'], records.length), not_csv: error };
  }
  if (characters > MOST_CHARACTERS) return refusedFor(['too-large'], records.length);
  return countsIn(records, { endsItsLine, today });
}

const refusedFor = (reasons: string[], rows: number): Counts => ({
  ...{ reasons, not_csv: null, counts: [], rejects: [], rows },
  control: { count: rows, sum_contacts: 0, trailer_count: null, trailer_sum: null },
});

function countsIn([first, ...records]: CsvRecord[], about: { endsItsLine: boolean; today: string }): Counts {
  if (!first) return refusedFor(['header-missing'], 0);
  const { layout, reasons } = readHeader(first.fields, { columns: COLUMNS, unused: [] });
  const last = records.at(-1)?.fields;
  const trailer = last ? trailerOf(last) : null;
  const isStray = last !== undefined && !trailer && isLikeTrailer(last, layout.width);
  const rows = trailer || isStray ? records.slice(0, -1) : records;
  if (rows.length > MOST_ROWS) reasons.push('too-many-rows');
  if (reasons.length > 0) return refusedFor(reasons, rows.length);

  const seen = new Set<string>();
  const read = rows.map((record) => ({ record, ...readRow(record.fields, layout, { today: about.today, seen }) }));
  const sum = read.reduce((total, { contacts }) => total + contacts, 0);
  if (isStray) reasons.push('trailer-missing');
  else if (!trailer && !about.endsItsLine && rows.length > 0) reasons.push('cut-short');
  if (trailer && trailer.count !== String(rows.length)) reasons.push('trailer-count');
  if (trailer && trailer.sum !== String(sum)) reasons.push('trailer-sum');
  return {
    reasons,
    not_csv: null,
    counts: reasons.length > 0 ? [] : read.flatMap(({ count }) => count ?? []),
    rejects: read.flatMap(({ record, fault }) => (fault ? [{ line: record.line, raw: record.raw, ...fault }] : [])),
    rows: rows.length,
    control: {
      count: rows.length,
      sum_contacts: sum,
      trailer_count: trailerFigure(trailer?.count),
      trailer_sum: trailerFigure(trailer?.sum),
    },
  };
}

type ReadRow = { count: Count | null; fault: Fault | null; contacts: number };

function readRow(fields: string[], layout: Places, { today, seen }: { today: string; seen: Set<string> }): ReadRow {
  const values: Record<string, Value> = {};
  let fault: Fault | null = fields.length === layout.width ? null : { column: null, reason: 'field-count' };
  COLUMNS.forEach(({ name, form }, i) => {
    const written = fields[layout.places[i] as number]?.trim() ?? '';
    const value = written === '' ? form.empty : form.read(written);
    values[name] = value;
    if (written === '') fault ??= { column: name, reason: 'empty' };
    else if (isUnreadable(value)) fault ??= { column: name, reason: value.fault };
  });
  const contacts = typeof values['contacts'] === 'number' ? values['contacts'] : 0;
  if (fault) return { count: null, fault, contacts };
  const count = values as Count;
  fault = faultIn(count, { today, seen });
  return { count: fault ? null : count, fault, contacts };
}

function faultIn(count: Count, { today, seen }: { today: string; seen: Set<string> }): Fault | null {
  const { service, channel, from, to, revision } = count;
  if (to < from) return { column: 'to', reason: 'before-from' };
  if (to > today) return { column: 'to', reason: 'in-future' };
  const name = [service, channel, from, to, revision].join(' ');
  if (seen.has(name)) return { column: 'revision', reason: 'duplicate' };
  seen.add(name);
  return null;
}
