import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue } from '../../../contracts/catalogue.ts';
import { envelope } from '../../../contracts/envelope.ts';
import { plainWords } from '../../../contracts/plain-words.ts';
import { validSamples } from '../../support/samples.ts';

const wordsOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => plainWords(message))[0];

describe('what is wrong with a field, as the library that checks it has it, in plain words', () => {
  it.each([
    [z.object({ a: z.string() }), {}, 'is missing'],
    [z.object({ a: z.unknown().nonoptional() }), {}, 'is missing'],
    [z.object({}), null, 'must be an object, not null'],
    [z.object({}), [], 'must be an object, not a list'],
    [z.string(), 7, 'must be text, not a number'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.int(), 'x', 'must be a number, not text'],
    [z.literal('1.0'), '0.3', 'must be "1.0"'],
    [z.enum(['sms', 'email']), 'fax', 'must be one of "sms", "email"'],
    [z.number().min(0), -5, 'must be at least 0'],
    [z.number().positive(), 0, 'must be more than 0'],
    [z.number().max(9), 10, 'must be at most 9'],
    [z.string().min(1), '', 'must have at least 1 character'],
    [z.string().max(3), 'long', 'must have at most 3 characters'],
    [z.iso.datetime({ offset: true }), 'today', /^must be a time with its offset, like 2026-/],
    [z.iso.date(), '28/09/2026', 'must be a day like 2026-09-28'],
    [z.email(), 'sam', 'must be an email address'],
    [z.url(), 'here', 'must be a web address such as https://example.org'],
    [z.array(z.string()).min(1), [], 'must have at least 1 item'],
    [z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 item'],
    [z.literal([1, 2]), 3, 'must be one of 1, 2'],
    [z.record(z.string(), z.string()), 7, 'must be an object, not a number'],
    [z.strictObject({}), { x: 1 }, 'must not have "x"'],
    [z.string().refine(() => false, 'must be a day'), '', 'must be a day'],
  ])('%#: %j is told as "%s"', (schema, value, words) => {
    if (words instanceof RegExp) expect(wordsOf(schema, value)).toMatch(words);
    else expect(wordsOf(schema, value)).toBe(words);
  });

  // Whatever a field of a contract is asked to hold: nobody outside reads what the library says by itself.
  const ODD = [undefined, null, 7, 1.5, -1, 1e15, '', ' ', 'x', 'x'.repeat(2_000), true, {}, [], ['x', 7]];
  const odd = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? [
          ...ODD,
          ...Object.entries(value).flatMap(([field, each]) => odd(each).map((other) => ({ ...value, [field]: other }))),
        ]
      : Array.isArray(value) && value.length > 0
        ? [...ODD, ...odd(value[0]).map((other) => [other])]
        : ODD;
  const LIBRARY = /^[A-Z]|[Ee]xpected |, received/;

  it.each(catalogue.map((contract) => [contract.type, contract.data] as const))('of %s', (type, schema) => {
    const { data } = validSamples.find((each) => each.type === type)!.event;
    const said = odd(data).flatMap((each) => schema.safeParse(each).error?.issues ?? []);
    const words = [...new Set(said.map(({ message }) => plainWords(message)))];
    expect(words.length).toBeGreaterThan(2);
    expect(words.filter((each) => LIBRARY.test(each))).toEqual([]);
  });

  it('of the envelope', () => {
    const said = odd({ ...validSamples[0]!.event }).flatMap((each) => envelope.safeParse(each).error?.issues ?? []);
    const words = [...new Set(said.map(({ message }) => plainWords(message)))];
    expect(words.length).toBeGreaterThan(5);
    expect(words.filter((each) => LIBRARY.test(each))).toEqual([]);
  });
});
