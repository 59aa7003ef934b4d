import { csvOf, textOf } from '../csv.ts';
import { rowsOf } from '../parse-csv.ts';
import type { Column, Dataset, Revision, Row } from '../types.ts';

const TEXT = new TextDecoder();
const OWN = ['revised_on', 'column', 'was', 'is', 'reason'] as const;

const keyText = (row: Row, key: readonly string[]): string => key.map((column) => row[column]).join('\u0000');

/** Why a figure changed, in the words that stand in the file. */
export const REASONS = {
  hidden: 'hidden: it is small, or would give a small number away',
  shown: 'shown again: it gives no small number away any more',
  withdrawn: 'withdrawn: a part of it is not known any more, or its facts were taken back',
  definition: 'the definition changed: see its version',
  corrected: 'corrected by its source',
  late: 'facts that came late',
  follows: 'follows from another figure',
};

type Changed = {
  dataset: Dataset;
  was: readonly Row[];
  is: readonly Row[];
  on: string;
  /** Whether a source has corrected counts of this row since the former release. */
  corrected: (row: Row) => boolean;
};

/** A row that only said that its figures were not available: what stands there now is as new as if it had not been there. */
const wasMissing = (row: Row, marker: string | undefined): boolean =>
  marker !== undefined && row[marker] === 'x' && Object.values(row).every((value) => typeof value !== 'number');

/** What changed in rows that were there before, in the order of the rows. New rows are no revision. */
export function revisionsOf({ dataset, was, is, on, corrected }: Changed): Revision[] {
  const { key, passing = [], protect } = dataset.definition;
  const now = new Map(is.map((row) => [keyText(row, key), row]));
  const columns = dataset.metadata.tableSchema.columns.filter(
    ({ name }) => !key.includes(name) && !passing.includes(name),
  );
  const revisions: Revision[] = [];
  for (const former of was) {
    if (wasMissing(former, markerOf(columns))) continue;
    const keys = Object.fromEntries(key.map((column) => [column, former[column] ?? null]));
    const row = now.get(keyText(former, key));
    if (!row) {
      revisions.push({ revised_on: on, key: keys, column: '', was: '', is: '', reason: REASONS.withdrawn });
      continue;
    }
    for (const column of columns) {
      if ((former[column.name] ?? null) === (row[column.name] ?? null)) continue;
      const reason = reasonOf({ column, former, row, counted: protect?.count, marker: markerOf(columns), corrected });
      revisions.push({
        revised_on: on,
        key: keys,
        column: column.name,
        was: textOf(column, former[column.name] ?? null),
        is: textOf(column, row[column.name] ?? null),
        reason,
      });
    }
  }
  return revisions;
}

const markerOf = (columns: readonly Column[]): string | undefined =>
  columns.find(({ name }) => name.endsWith('_marker'))?.name;

function reasonOf(input: {
  column: Column;
  former: Row;
  row: Row;
  counted: string | undefined;
  marker: string | undefined;
  corrected: (row: Row) => boolean;
}): string {
  const { column, former, row, counted, marker } = input;
  if (former['definition_version'] !== row['definition_version']) return REASONS.definition;
  if (wasMissing(row, marker)) return REASONS.withdrawn;
  if (marker && row[marker] === 'c' && former[marker] !== 'c') return REASONS.hidden;
  if (marker && former[marker] === 'c' && row[marker] !== 'c') return REASONS.shown;
  if (column.name !== counted && column.name !== marker) return REASONS.follows;
  return input.corrected(row) ? REASONS.corrected : REASONS.late;
}

const text = (name: string, description: string): Column => ({
  name,
  titles: name,
  datatype: 'string',
  'dc:description': description,
});

/** The columns of a dataset's `revisions.csv`: its key columns stand in the middle. */
export function revisionColumns({ definition, metadata }: Dataset): Column[] {
  const key = definition.key.map((name) => metadata.tableSchema.columns.find((column) => column.name === name)!);
  const day = { base: 'date', format: 'yyyy-MM-dd' };
  return [
    { ...text('revised_on', 'Day of the release that first had the new value.'), datatype: day, required: true },
    ...key,
    text('column', 'The column that changed; empty where the whole row was withdrawn.'),
    text('was', 'What stood there before; empty where nothing did.'),
    text('is', 'What stands there now; empty where nothing does.'),
    { ...text('reason', 'Why it changed.'), required: true },
  ];
}

export const revisionsCsv = (dataset: Dataset, revisions: readonly Revision[]): Uint8Array =>
  csvOf(
    revisionColumns(dataset),
    revisions.map(({ key, ...rest }) => ({ ...key, ...rest })),
  );

/** What a former release's file says. */
export function revisionsIn(bytes: Uint8Array | undefined): Revision[] {
  if (!bytes) return [];
  return rowsOf(TEXT.decode(bytes)).map((row) => {
    const { revised_on = '', column = '', was = '', is = '', reason = '' } = row;
    const key = Object.fromEntries(Object.entries(row).filter(([name]) => !(OWN as readonly string[]).includes(name)));
    return { revised_on, key, column, was, is, reason };
  });
}
