import { createHash } from 'node:crypto';
import type { Encoding } from '../../../contracts/subscriber.ts';
import type { Copy } from './receiver.ts';

// A system that takes files, as small as it can be: it reads a file once its sum is there and right, and never puts an older fact in
// place of a newer one.

/** A file that goes out, or its sum. */
export type FileThere = { subscriber: string; name: string; bytes: Buffer };

export type FileReceiver = { take(file: FileThere): void; copies(): Copy[] };

export function fileReceiver(encoding: Encoding): FileReceiver {
  const files = new Map<string, Buffer>();
  const copies = new Map<string, Copy>();
  const takeRow = ({ ref = '', sequence = '', ...row }: Record<string, string>): void => {
    const before = copies.get(ref);
    if (before && BigInt(sequence) < BigInt(before.sequence)) return;
    copies.set(ref, { ref, sequence, contact: contactOf(row) });
  };
  return {
    take({ name, bytes }) {
      if (!name.endsWith('.sha256')) return void files.set(name, bytes);
      const [sum, of = ''] = bytes.toString().trim().split('  ');
      const file = files.get(of);
      if (!file || createHash('sha256').update(file).digest('hex') !== sum) return;
      for (const row of rowsIn(new TextDecoder(encoding).decode(file))) takeRow(row);
    },
    copies: () => [...copies.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

function contactOf({ first_name, mobile, email, postcode, ...row }: Record<string, string>): Record<string, unknown> {
  const lines = Object.keys(row)
    .filter((column) => column.startsWith('address_line_'))
    .sort()
    .map((column) => row[column]);
  return { first_name, mobile, email, postal_address: { lines, postcode } };
}

/**
 * The rows of a file by the names of its columns, without the apostrophe that keeps a spreadsheet from computing.
 * @throws Error if its last line does not count as many
 */
function rowsIn(text: string): Record<string, string>[] {
  const [columns = [], ...lines] = linesIn(text);
  const trailer = lines.pop() ?? [];
  if (trailer[0] !== 'TRAILER' || Number(trailer[1]) !== lines.length) throw new Error('a file was cut short');
  const plain = (cell = '') => cell.replace(/^'(?=[=+\-@\t\r])/, '');
  return lines.map((cells) => Object.fromEntries(columns.map((column, i) => [column, plain(cells[i])])));
}

const CELL = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n)/g;

function linesIn(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, cell = '', end] of text.matchAll(CELL)) {
    lines.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}
