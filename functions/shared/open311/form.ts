import { Refused } from '../http/answer.ts';
import type { Request } from '../http/request.ts';
import { type Format, faultsIn } from './format.ts';

/** The fields of a form, each with what was sent under its name. */
export type Form = ReadonlyMap<string, readonly string[]>;

const LARGEST_BODY_BYTES = 100_000;
const MOST_FIELDS = 200;
const FORM = 'application/x-www-form-urlencoded';
/** Control characters but for tabs and ends of lines, and what stands for bytes that were no text. */
const NO_TEXT = /[^\P{Cc}\t\r\n]|\ufffd/u;
/** Fields that may stand in a form several times. */
const MANY = /^(attribute\[[^\]]*\](\[\])?|media_url)$/;

/** @throws Refused where the body is no form, is too large, or says one thing twice. */
export function formOf(format: Format, { body, contentType }: Pick<Request, 'body' | 'contentType'>): Form {
  const refuse = (status: number, message: string) => new Refused(faultsIn(format, status, [message]));
  if (contentType !== FORM) throw refuse(400, `The body must be a form: ${FORM}.`);
  if (body === null) throw refuse(400, 'The body must be a form in UTF-8.');
  if (Buffer.byteLength(body) > LARGEST_BODY_BYTES)
    throw refuse(413, `The body has more than ${LARGEST_BODY_BYTES} bytes.`);
  const pairs = [...new URLSearchParams(body)];
  if (pairs.length > MOST_FIELDS) throw refuse(400, `The form has more than ${MOST_FIELDS} fields.`);
  const form = Map.groupBy(pairs, ([name]) => name);
  for (const [name, all] of form)
    if (all.length > 1 && !MANY.test(name)) throw refuse(400, 'A field stands in the form twice: send each once.');
  if (pairs.flat().some((text) => NO_TEXT.test(text)))
    throw refuse(400, 'The form has characters that are no text: send UTF-8 without control characters.');
  return new Map([...form].map(([name, all]) => [name, all.map(([, value]) => value)]));
}

/** What one field says; undefined where it is left out or empty. */
export function fieldOf(form: Form, name: string): string | undefined {
  const value = form.get(name)?.[0]?.trim();
  return value === '' ? undefined : value;
}
