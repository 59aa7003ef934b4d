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

export function csvOf(columns: readonly Column[], rows: Iterable<Row>): Uint8Array {
  const writers = columns.map((column) => [column.name, writerOf(column)] as const);
  const parts: Buffer[] = [];
  let lines: string[] = [columns.map(({ titles }) => cell(titles)).join(',')];
  // In pieces, so that a long dataset never is one string beside its bytes.
  const flush = () => {
    if (lines.length > 0) parts.push(Buffer.from(lines.join(EOL) + EOL));
    lines = [];
  };
  for (const row of rows) {
    let line = '';
    for (const [name, write] of writers)
      line += (line === '' && name === writers[0]![0] ? '' : ',') + write(row[name] ?? null);
    lines.push(line);
    if (lines.length === 2_000) flush();
  }
  flush();
  return Buffer.concat(parts);
}

/** The same rows as JSON, one on a line. */
export function jsonOf(columns: readonly Column[], rows: readonly Row[]): Uint8Array {
  const names = columns.map(({ name }) => name);
  const parts: Buffer[] = [Buffer.from('[')];
  for (let at = 0; at < rows.length; at += 2_000) {
    const lines = rows
      .slice(at, at + 2_000)
      .map((row) => JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name] ?? null]))));
    parts.push(Buffer.from(`${at === 0 ? '\n' : ',\n'}${lines.join(',\n')}`));
  }
  parts.push(Buffer.from('\n]\n'));
  return Buffer.concat(parts);
}
