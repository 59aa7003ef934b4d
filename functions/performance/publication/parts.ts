import { csvHeader, csvLines, jsonLines } from './csv.ts';
import type { Dataset, Measured, Row } from './types.ts';

/**
 * A dataset's files are one table of its whole history, in the order of area, kind of period and start; a year's rows
 * are therefore some parts of it, and those of a year that is as it was are copied as bytes.
 */
export type Part = { area: string; period: string; csv: Uint8Array; json: Uint8Array };

/** @throws Error that names the dataset if its SQL gives rows of other days, or in another order */
export function partsOf(
  { name, metadata }: Dataset,
  rows: readonly Row[],
  year: { first: string; last: string } | null,
): Part[] {
  const { columns } = metadata.tableSchema;
  const part = (own: readonly Row[], area: string, period: string): Part => ({
    ...{ area, period },
    csv: csvLines(columns, own),
    json: jsonLines(columns, own),
  });
  if (!year) return rows.length > 0 ? [part(rows, '', '')] : [];
  const parts: Part[] = [];
  let from = 0;
  for (let at = 1; at <= rows.length; at += 1) {
    const [one, next] = [rows[at - 1]!, rows[at]];
    const start = String(one['period_start']);
    if (start < year.first || start > year.last) throw new Error(`dataset ${name}: its SQL gives rows of other years`);
    if (next && placeOf(next) < placeOf(one))
      throw new Error(`dataset ${name}: by year its rows have to be in the order of area_code, period, period_start`);
    if (next && next['area_code'] === one['area_code'] && next['period'] === one['period']) continue;
    parts.push(part(rows.slice(from, at), String(one['area_code']), String(one['period'])));
    from = at;
  }
  return parts;
}

const placeOf = (row: Row): string => `${row['area_code']}\n${row['period']}\n${row['period_start']}`;

type Placed<One> = { year: string; part: One };

/** Parts of all years in the order of the files. */
const inOrder = <One extends { area: string; period: string }>(years: Iterable<[string, readonly One[]]>) =>
  [...years]
    .flatMap(([year, parts]) => parts.map((part): Placed<One> => ({ year, part })))
    .sort((a, b) => inText(a.part.area, b.part.area) || inText(a.part.period, b.part.period) || inText(a.year, b.year));

export const inText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const COMMA = ','.charCodeAt(0);
const OPEN = '['.charCodeAt(0);

/** The files of all years' parts. Each part of the JSON begins with the comma after the row before it. */
export function filesOf(dataset: Dataset, years: Iterable<[string, readonly Part[]]>) {
  const parts = inOrder(years).map(({ part }) => part);
  const csv = Buffer.concat([csvHeader(dataset.metadata.tableSchema.columns), ...parts.map((part) => part.csv)]);
  const json = Buffer.concat([...parts.map((part) => part.json), Buffer.from(parts.length > 0 ? '\n]\n' : '[\n]\n')]);
  json[0] = OPEN;
  return { csv, json };
}

const LINE_END = '\n'.charCodeAt(0);

/** How many rows a dataset's JSON has, without parsing it: each is on a line of its own, between two for the brackets. */
export const rowCountOf = (json: Uint8Array): number =>
  json.reduce((lines, byte) => (byte === LINE_END ? lines + 1 : lines), 0) - 2;

/** The parts of each year in files that were made so, without reading a row. The bytes are those of the files. */
export function partsIn(
  { csv, json }: { csv: Uint8Array; json: Uint8Array },
  { dataset, years }: { dataset: Dataset; years: Iterable<[string, readonly Measured[]]> },
): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  let [csvAt, jsonAt] = [csvHeader(dataset.metadata.tableSchema.columns).length, 0];
  for (const { year, part } of inOrder(years)) {
    const own = found.get(year) ?? [];
    found.set(year, own);
    own.push({
      ...part,
      csv: csv.subarray(csvAt, csvAt + part.csv),
      json: withComma(json.subarray(jsonAt, jsonAt + part.json)),
    });
    csvAt += part.csv;
    jsonAt += part.json;
  }
  return found;
}

/** The first part of a file begins with the list's own bracket. */
const withComma = (json: Uint8Array): Uint8Array => {
  if (json[0] === COMMA) return json;
  const copy = Uint8Array.from(json);
  copy[0] = COMMA;
  return copy;
};

export const measured = ({ area, period, csv, json }: Part): Measured => ({
  ...{ area, period },
  csv: csv.length,
  json: json.length,
});

const TEXT = new TextDecoder();

export const rowsIn = (parts: readonly Part[]): Row[] =>
  parts.flatMap(({ json }) => JSON.parse(`[${TEXT.decode(json.subarray(1))}]`) as Row[]);

/** Rows of days are needed only where there are few longer periods: those of the last two years that have rows. */
const YEARS_OF_DAYS = 2;

export function rowsForPages(years: ReadonlyMap<string, readonly Part[]>): Row[] {
  const known = [...years].filter(([, parts]) => parts.length > 0);
  const recent = known
    .map(([year]) => year)
    .sort()
    .slice(-YEARS_OF_DAYS);
  const shown = known.map(([year, parts]): [string, readonly Part[]] => [
    year,
    parts.filter(({ period }) => period !== 'day' || recent.includes(year)),
  ]);
  return inOrder(shown).flatMap(({ part }) => rowsIn([part]));
}
