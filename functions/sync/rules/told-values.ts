import { COMPARED, type Compared } from '../../../contracts/officers/drift.ts';
import type { Encoding } from '../../../contracts/subscriber.ts';
import type { Key, MakeKey } from '../../shared/ids.ts';
import { windows1252 } from '../files/windows-1252.ts';

/** What a subscriber was told of each column that is compared; undefined where it was told nothing of it. */
export type Values = Partial<Record<Compared, string | null>>;

/** Whom it is of, and to whom: the same value of another is another digest. */
export type Of = { subscriber: string; subject: Key };

/** Enough to tell one value from another, and far too little to find one. */
const DIGEST_LENGTH = 8;
const NOT_TOLD = '-';

/** How a value is written makes no difference, as far as systems write it differently. */
const ALIKE: Partial<Record<Compared, (value: string) => string>> = {
  mobile: (value) => value.replace(/\D/g, '').replace(/^(0044|0)/, '44'),
  postcode: (value) => value.replace(/\s/g, '').toUpperCase(),
};

const alike = (column: Compared, value: string): string =>
  (ALIKE[column] ?? ((text: string) => text.trim().replace(/\s+/g, ' ')))(value.normalize('NFC'));

const digestOf = (key: MakeKey, { subscriber, subject }: Of, [column, value]: [Compared, string | null]): string =>
  key('told', subscriber, subject, column, alike(column, value ?? '')).slice(0, DIGEST_LENGTH);

/** Keyed digests of what was told, in the order of the columns: no value can be read from them. */
export const digestsOf = (key: MakeKey, of: Of, values: Values): string =>
  COMPARED.map((column) => {
    const value = values[column];
    return value === undefined ? NOT_TOLD : digestOf(key, of, [column, value]);
  }).join(' ');

/** The columns of which a copy has something else than was told. */
export function differing(key: MakeKey, of: Of, { told, copy }: { told: string; copy: Values }): Compared[] {
  const digests = told.split(' ');
  return COMPARED.filter((column, i) => {
    const value = copy[column];
    return value !== undefined && digests[i] !== NOT_TOLD && digests[i] !== digestOf(key, of, [column, value]);
  });
}

/** A value as it is left of in an encoding that lacks some letters. */
export const asWritten = (value: string | null, encoding: Encoding): string | null =>
  value === null || encoding === 'utf-8' ? value : new TextDecoder(encoding).decode(windows1252(value));
