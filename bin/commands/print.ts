import { stripVTControlCharacters, styleText } from 'node:util';

const { NO_COLOR, TERM } = process.env;
const coloured = process.stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb';

/** One line, or several, on standard output. */
export function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** For programs: indented, so that people can read it too. */
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2));

/** Without colours where none are wanted. */
export const plain = (text: string): string => (coloured ? text : stripVTControlCharacters(text));

export const bold = (text: string): string => (coloured ? styleText('bold', text) : text);

/** For what waits for somebody. */
export const yellow = (text: string): string => (coloured ? styleText(['bold', 'yellow'], text) : text);

/** What came from elsewhere, fit for one line of a terminal: a control character could move the cursor or hide lines. */
export const clean = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');

/** Aligned columns under bold headings. Columns of numbers stand to the right. */
export function table(headings: string[], rows: (string | number)[][]): string {
  const all = [headings, ...rows.map((row) => row.map((cell) => clean(String(cell))))];
  const widths = headings.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const toTheRight = headings.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (row: string[]) =>
    row
      .map((cell, i) => (toTheRight[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return all.map((row, i) => (i === 0 ? bold(line(row)) : line(row))).join('\n');
}

const currency = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

export const pounds = (pence: number): string => currency.format(pence / 100);
