import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { plainWords } from '../../functions/intake/receive-events/plain-words.ts';

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
    [z.string().refine(() => false, 'must be a day'), '', 'must be a day'],
  ])('%#: %j is told as "%s"', (schema, value, words) => {
    expect(wordsOf(schema, value)).toBe(words);
  });
});
