import { createHash } from 'node:crypto';

export const LICENCE = {
  url: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
  name: 'OGL-UK-3.0',
  title: 'Open Government Licence v3.0',
};

export const MEDIA_TYPES = {
  csv: 'text/csv',
  csvw: 'application/csvm+json',
  json: 'application/json',
  jsonld: 'application/ld+json',
  sql: 'application/sql',
} as const;

/** Where everything lies under the site's root. */
export const ROOT = 'open-data/';
export const stable = (name: string, file: string): string => `${ROOT}${name}/${file}`;
export const dated = (name: string, asOf: string, file: string): string => `${ROOT}${name}/v/${asOf}/${file}`;

const SUMS = new WeakMap<Uint8Array, string>();

/** The bytes of a file never change once it is made, and many lists tell its sum: it is computed once. */
export function sha256(bytes: Uint8Array): string {
  const known = SUMS.get(bytes);
  if (known !== undefined) return known;
  const sum = createHash('sha256').update(bytes).digest('hex');
  SUMS.set(bytes, sum);
  return sum;
}

/** JSON for people and machines: two spaces, a line end at the end. */
export const jsonBytes = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

export const areaUri = (code: string): string => `http://statistics.data.gov.uk/id/statistical-geography/${code}`;
