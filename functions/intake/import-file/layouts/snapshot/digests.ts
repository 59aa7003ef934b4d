import { hash } from 'node:crypto';
import type { Value } from '../../../../../contracts/files/forms.ts';
import type { MakeKey } from '../../../../shared/ids.ts';

/** Characters of one column's digest: 66 bits of base64url. */
const WIDTH = 11;
/** Of a column that was not compared then: it differs from nothing. */
const UNKNOWN = '-'.repeat(WIDTH);
const REMEMBERED = 4096;

/**
 * Digests values of compared columns, one after the other. They are keyed, since names and postcodes can be guessed, and stand
 * for values as they were read: no way of writing one makes another.
 */
export function digestsWith(
  key: MakeKey,
  layout: string,
  columns: readonly string[],
): (values: readonly Value[]) => string {
  const secret = key('record', 'digests', layout);
  const known = columns.map(() => new Map<Value, string>());
  const digestOf = (i: number, value: Value): string => {
    const memory = known[i] as Map<Value, string>;
    const before = memory.get(value);
    if (before !== undefined) return before;
    const text = typeof value === 'string' ? `s${plain(value)}` : `${typeof value}${value}`;
    const digest = hash('sha256', `${secret}\n${columns[i]}\n${text}`, 'base64url').slice(0, WIDTH);
    if (memory.size >= REMEMBERED) memory.clear();
    memory.set(value, digest);
    return digest;
  };
  return (values) => {
    let digests = '';
    for (let i = 0; i < columns.length; i += 1) digests += digestOf(i, values[i] as Value);
    return digests;
  };
}

/** Line ends, and the ways in which Unicode writes one letter, are no part of a value. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').normalize('NFC');

/** The columns of which two rows' digests differ. */
export function changedColumns(columns: readonly string[], one: string, other: string): string[] {
  return columns.filter((_, i) => {
    const [a, b] = [one, other].map((digests) => digests.slice(i * WIDTH, (i + 1) * WIDTH));
    return a !== b && a !== UNKNOWN && b !== UNKNOWN;
  });
}

/** Digests of some columns as those of others: a layout may compare others than it did. */
export const recut = (digests: string, from: readonly string[], to: readonly string[]): string =>
  to
    .map((column) => from.indexOf(column))
    .map((i) => (i === -1 ? UNKNOWN : digests.slice(i * WIDTH, (i + 1) * WIDTH)))
    .join('');
