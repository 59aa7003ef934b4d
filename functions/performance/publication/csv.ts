import type { Column, Row } from './types.ts';

/** RFC 4180: comma, CRLF, quotes where they are needed. UTF-8 without a byte order mark. */
const EOL = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;

const cell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** How values of a column are written: a CSVW number format such as `0.00` sets how many decimals there are. */
function writerOf({ datatype }: Column): (value: string | number | null) => string {
  const format = typeof datatype === 'string' ? undefined : datatype.format;
  const decimals =
    typeof datatype !== 'string' && datatype.base === 'decimal' ? format?.split('.')[1]?.length : undefined;
  return (value) => {
    if (value === null) return '';
    if (typeof value === 'string') return cell(value);
    return decimals === undefined ? String(value) : value.toFixed(decimals);
  };
}

/** One value of a column, as the CSV has it. */
export const textOf = (column: Column, value: string | number | null): string => writerOf(column)(value);

export const csvOf = (columns: readonly Column[], rows: Iterable<Row>): Uint8Array =>
  Buffer.concat([csvHeader(columns), csvLines(columns, rows)]);

export const csvHeader = (columns: readonly Column[]): Uint8Array =>
  Buffer.from(columns.map(({ titles }) => cell(titles)).join(',') + EOL);

/** In pieces, so that a long dataset never is one string beside its bytes. */
const PIECE = 2_000;

export function csvLines(columns: readonly Column[], rows: Iterable<Row>): Uint8Array {
  const writers = columns.map((column) => [column.name, writerOf(column)] as const);
  const parts: Buffer[] = [];
  let lines = '';
  let many = 0;
  for (const row of rows) {
    for (let place = 0; place < writers.length; place += 1) {
      const [name, write] = writers[place]!;
      lines += (place === 0 ? '' : ',') + write(row[name] ?? null);
    }
    lines += EOL;
    many += 1;
    if (many % PIECE > 0) continue;
    parts.push(Buffer.from(lines));
    lines = '';
  }
  parts.push(Buffer.from(lines));
  return Buffer.concat(parts);
}

/** Rows as JSON, one on a line, each with a comma before it: after the first comma it is the inside of a list. */
export function jsonLines(columns: readonly Column[], rows: readonly Row[]): Uint8Array {
  const names = columns.map(({ name }) => name);
  const parts: Buffer[] = [];
  for (let at = 0; at < rows.length; at += PIECE) {
    const lines = rows
      .slice(at, at + PIECE)
      .map((row) => `,\n${JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name] ?? null])))}`);
    parts.push(Buffer.from(lines.join('')));
  }
  return Buffer.concat(parts);
}
