import { createHash } from 'node:crypto';
import { problem, Refused } from '../../shared/http/answer.ts';
import type { Sha256 } from './ports.ts';

/** S3 takes keys of 1,024 bytes; what the source, the layout, the sum and our reports add has room in the rest. */
const LONGEST_NAME_BYTES = 200;
const REPORTS = /\.(receipt|rejects)\.json$/i;
const NO_NAME = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\\ufffd]/u;

/**
 * The name of a file as its sender gives it: anything that stays one name wherever it is written down.
 * @throws Refused
 */
export function checkName(name: string): string {
  const wrong =
    NO_NAME.test(name) || name.trim() === '' || /^\.+$/.test(name)
      ? 'must be one name: no slash, no control characters, and not only dots'
      : Buffer.byteLength(name) > LONGEST_NAME_BYTES
        ? `must have at most ${LONGEST_NAME_BYTES} bytes`
        : REPORTS.test(name)
          ? 'must not end as our reports do, in .receipt.json or .rejects.json'
          : null;
  if (wrong) throw new Refused(problem(400, 'wrong-name', `The name of the file ${wrong}.`));
  return name;
}

/**
 * Where these bytes of a file stand in the inbox. Their sum is part of it: a file that comes again is the same object, and a
 * mended one under the same name is another, each with a receipt of its own.
 */
export const keyOf = (source: string, layout: string, sha256: Sha256, name: string): string =>
  `${source}/${layout}/${sha256.slice(0, 32)}/${name}`;

export const sha256Of = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('hex');

/** @throws Refused */
export function checkSum(written: unknown, where: string): Sha256 {
  if (typeof written === 'string' && /^[0-9a-f]{64}$/i.test(written)) return written.toLowerCase();
  throw new Refused(
    problem(400, 'wrong-sum', `${where} must be the SHA-256 of the file: 64 hexadecimal digits.`, '/sha256'),
  );
}
