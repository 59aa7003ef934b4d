/** One column of a list: its heading, and what stands in it. */
export type Column<T> = [heading: string, cell: (each: T) => string | number | null];

/** A spreadsheet takes a cell that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, with a BOM: Excel takes UTF-8 for another encoding without one. */
export function csvOf<T>(columns: Column<T>[], items: T[]): string {
  const lines = [columns.map(([heading]) => heading), ...items.map((each) => columns.map(([, cell]) => cell(each)))];
  return `\uFEFF${lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;
}
