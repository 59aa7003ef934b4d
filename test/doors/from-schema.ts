// Values that fit a JSON Schema, by chance: fast-check arbitraries for what our generated schemas use.
import * as fc from 'fast-check';
import { MARK } from './door.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema, as it comes
type Schema = any;

/** Times and days that are long past, so that no door takes them for the future. */
const day = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2026-09-28'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const instant = fc.tuple(
  fc.date({ min: new Date('2001-01-01'), max: new Date('2026-09-28'), noInvalidDate: true }),
  fc.constantFrom('Z', '+01:00', '-05:00', '.5Z', '.123456+00:00'),
);
const text = fc.oneof(
  fc.string({ maxLength: 20, unit: 'grapheme' }),
  fc.constant(MARK),
  fc.stringMatching(/^[A-Z0-9-]{1,12}$/),
);

/** @param schema one that `npm run schemas` writes: no references, patterns without look-behind. */
export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fromSchema));
  if (schema.type === 'object') return fromObject(schema);
  if (schema.type === 'array') return fc.array(fromSchema(schema.items), { maxLength: 5 });
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'null') return fc.constant(null);
  if (schema.type === 'integer')
    return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1e9, 2 ** 31 - 1) });
  if (schema.type === 'number') return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1e9, noNaN: true });
  if (schema.type === 'string') return fromText(schema);
  return fc.jsonValue({ maxDepth: 2 });
}

function fromObject({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, fromSchema(each)]));
  return fc.record(parts, { requiredKeys: required, noNullPrototype: true });
}

function fromText({ format, pattern, minLength = 0, maxLength = 100 }: Schema): fc.Arbitrary<unknown> {
  if (format === 'date') return day;
  if (format === 'date-time') return instant.map(([date, zone]) => `${date.toISOString().slice(0, 19)}${zone}`);
  // Bill years are two years in a row, which a pattern cannot say.
  if (pattern?.startsWith('^\\d{4}-'))
    return fc.integer({ min: 1993, max: 2098 }).map((year) => `${year}-${String((year + 1) % 100).padStart(2, '0')}`);
  // fast-check knows no look-ahead: the name of a service.
  if (pattern?.startsWith('^(?!')) return fc.stringMatching(/^[a-z][a-z_-]{0,40}$/);
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  const fits = (value: string) => value.trim().length >= minLength && value.length <= maxLength;
  return text.map((value) => (fits(value) ? value : `${MARK}1`.slice(0, Math.max(minLength, Math.min(maxLength, 12)))));
}

/** The value of a seed. */
export const sampleOf = <T>(arbitrary: fc.Arbitrary<T>, seed: number): T =>
  fc.sample(arbitrary, { seed, numRuns: 1 })[0] as T;
