import type * as z from 'zod';
import { plainWords } from '../../contracts/plain-words.ts';

/**
 * A variable that holds JSON, checked.
 * @throws Error that names the variable and the field that is wrong, and repeats nothing of what stands there: lists of
 * recipients are among it.
 */
export function readJson<T>(name: string, text: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${name}: is not JSON`);
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  throw new Error(
    `${name}: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${plainWords(message)}`).join('; ')}`,
  );
}
