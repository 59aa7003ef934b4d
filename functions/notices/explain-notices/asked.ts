import type * as z from 'zod';
import { plainWords } from '../../../contracts/plain-words.ts';
import { withoutBom } from '../../shared/bom.ts';
import { problem, Refused } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';

/** What an officer asks, and the part of the path that names one thing. */
export type Asked = { request: Request; officer: string; part: string };

/** @throws Refused (400) with a pointer to the first field that will not do. */
export function bodyOf<T>({ body }: Request, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(withoutBom(body ?? ''));
  } catch {
    throw new Refused(problem(400, 'not-json', 'The body must be a JSON object.', ''));
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0]!;
  throw new Refused(problem(400, 'bad-body', plainWords(message), path.map((each) => `/${String(each)}`).join('')));
}
