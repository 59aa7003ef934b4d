// UUIDs as the server takes them: Python's parser first, PostgreSQL's second.
import { createHash } from 'node:crypto';

/** What Python's uuid.UUID() makes of a text, in canonical form, or undefined: urn:uuid:, braces and no dashes are fine. */
export function parseUuid(text: string): string | undefined {
  const hex = text
    .replace('urn:', '')
    .replace('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) return undefined;
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const POSTGRES = /^\{(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}\}$|^(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}$/i;

/** Whether PostgreSQL would take it as well: it does not know urn:uuid:, and the API then answers 404 DataError. */
export const postgresTakes = (text: string): boolean => POSTGRES.test(text);

/** A UUID (version 4 in form) that is always the same for the same name. */
export function uuidFrom(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex').slice(0, 32).split('');
  hex[12] = '4';
  hex[16] = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
