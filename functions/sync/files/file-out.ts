import type { Encoding } from '../../../contracts/subscriber.ts';
import { windows1252 } from './windows-1252.ts';

/** A row of a file that goes out: what a subscriber calls its subject, the fact's place in its order, and what else its layout names. */
export type RowOut = { ref: string; sequence: string; values: Readonly<Record<string, string | null>> };

/** What a file is: its columns in their order, and how it is written. */
export type Written = { columns: readonly string[]; encoding: Encoding };

/** The name of a subscriber's nth file. */
export const fileName = (subscriber: string, number: number): string =>
  `${subscriber}-${String(number).padStart(6, '0')}.csv`;

/** What stands in `<file>.sha256`, as `sha256sum` writes it. */
export const checksumLine = (sha256: string, name: string): string => `${sha256}  ${name}\n`;

/**
 * The bytes of a file: header, rows by reference (by its UTF-8 bytes) and then sequence, and a trailer with the number of rows and the sum
 * of their sequences, exact however large. The same rows give the same bytes.
 */
export function bytesOfFile(rows: readonly RowOut[], { columns, encoding }: Written): Buffer {
  const sum = rows.reduce((total, { sequence }) => total + BigInt(sequence), 0n);
  const lines = [
    columns.join(','),
    ...rows.toSorted(inOrder).map((row) => columns.map((column) => cell(valueIn(row, column))).join(',')),
    `TRAILER,${rows.length},${sum}`,
  ];
  const text = lines.map((line) => `${line}\r\n`).join('');
  return encoding === 'utf-8' ? Buffer.from(text) : windows1252(text);
}

const valueIn = ({ ref, sequence, values }: RowOut, column: string): string => {
  if (column === 'ref') return ref;
  if (column === 'sequence') return sequence;
  return values[column] ?? '';
};

const inOrder = (one: RowOut, other: RowOut): number =>
  Buffer.compare(Buffer.from(one.ref), Buffer.from(other.ref)) || Number(BigInt(one.sequence) - BigInt(other.sequence));

/** A spreadsheet takes what begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A mobile as people write it here: `+447700900123` is `07700 900123`, which needs no apostrophe. */
export const nationally = (mobile: string): string => mobile.replace(/^\+44(\d{4})(\d{6})$/, '0$1 $2');
