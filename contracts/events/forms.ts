import * as z from 'zod';
import { CHANNELS } from '../channels.ts';
import { HOLD_CODES } from '../codes.ts';

/**
 * Forms that several facts share. Texts are bounded, so that a source cannot fill our tables. Made when a contract that
 * needs them is: a function that starts has no use for them yet.
 */

/** A source's own reference, or, on the bus, the keyed hash that stands for it. */
export const reference = () => z.string().trim().min(1).max(100);

/** A keyed hash: 22 characters of base64url. */
export const keyed = () => z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'must be a keyed hash of 22 characters');

/** RFC 3339 with an offset, or `Z`. */
export const instant = () => z.iso.datetime({ offset: true });

/** A London day, `YYYY-MM-DD`. */
export const day = () => z.iso.date();

/** Whole pence. */
export const pence = () => z.int().min(0).max(100_000_000_000);

/** Whole pence that are owed; less than nothing for an account in credit. */
export const balance = () => z.int().min(-100_000_000_000).max(100_000_000_000);

/** A council tax year: `2026-27`. */
export const billYear = () =>
  z
    .string()
    .regex(/^\d{4}-\d\d$/, { error: 'must be like 2026-27', abort: true })
    .refine((year) => (Number(year.slice(0, 4)) + 1) % 100 === Number(year.slice(5)), {
      message: 'must be two years in a row, like 2026-27',
    });

/** The codes that a hold can bring. */
export const holdCode = () => z.enum(HOLD_CODES);

export const channel = () => z.enum(CHANNELS);

/** What a person may opt out of: nobody opts out of letters. */
export const optOutChannel = () => z.enum(['sms', 'email']);

/** The name of a run: what the sender of a file calls its extract, or the day of a source's events. */
export const runName = () => z.string().min(1).max(200);

/** The layout of a nightly file: its name in `contracts/files/`. */
export const fileLayout = () => z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the name of a layout');

/** An outside system, as the council's configuration names it. */
export const systemName = () => z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the name of a source');

/** Of up to 20 different people, in the order of their liability. */
export const personRefs = () =>
  z
    .array(reference())
    .min(1)
    .max(20)
    .refine((refs) => new Set(refs).size === refs.length, 'must not name anybody twice');

/** Words or contact data: bounded as they are written, then trimmed. */
export const words = (most: number) => z.string().max(most).trim().min(1);

/** A code that configuration puts into words. */
export const code = () =>
  z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'must be a code: small letters, digits and hyphens, at most 60');

/** Which benefit. */
export const scheme = () => z.enum(['hb', 'cts']);

/** What somebody may agree to have by email. */
export const purpose = () => z.enum(['ct-statutory', 'hb', 'cts']);

/** A postal address. The postcode is a UK one, spaces and case aside. */
export const postalAddress = () =>
  z.object({
    lines: z.array(words(320)).min(2).max(6),
    postcode: z
      .string()
      .max(100)
      .regex(/^\s*[A-Za-z]\s*([A-Za-z]\s*)?\d\s*([A-Za-z\d]\s*)?\d\s*[A-Za-z]\s*[A-Za-z]\s*$/, 'must be a UK postcode'),
  });

/**
 * Either of two forms, of which another field says which: the contract that uses it checks that, and names the field
 * within.
 */
export const oneOfForms = (...forms: [z.ZodType, z.ZodType]) =>
  z.unknown().meta({
    anyOf: forms.map((form) => {
      const { $schema: _, ...schema } = z.toJSONSchema(form, { io: 'input' });
      return schema;
    }),
  });

/** The name of a document in the documents bucket, and the digest of its bytes. */
export const documentName = () =>
  z.object({
    key: z
      .string()
      .max(200)
      .regex(/^\.?([A-Za-z0-9_/-]+\.)+pdf$/, 'must be the name of a PDF: letters, digits, ., _, - and /, without ..'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 small hexadecimal digits'),
  });
