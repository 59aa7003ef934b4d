import { createHash } from 'node:crypto';

/**
 * Documents that back offices made, as a port. A document is named by its key and the sum of its bytes, so that what is
 * sent is what was meant. Its bytes are read when they are looked at or sent, and kept nowhere else.
 */

/** The object's key in the documents bucket, and its sha256 in small hexadecimal digits. */
export type DocumentName = { key: string; sha256: string };

/** What a look finds: nothing there, nothing that is the PDF of this sum, or more than anybody looks through. */
export type DocumentLook = { ok: true; bytes: number } | { ok: false; reason: DocumentFault };
export type DocumentFault = 'document-missing' | 'document-unreadable' | 'document-too-large';

const NAME = 'DocumentChanged';

/** What there is under the name is not what was looked at: gone, longer than it may be, or other bytes. */
export class DocumentChanged extends Error {
  override readonly name = NAME;
  readonly reason: DocumentFault;
  constructor(reason: DocumentFault) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * What an error says of a document; null for any other error. By its name: what throws it may be bundled apart from what catches it
 * (`later.mjs`), and has a class of its own then.
 */
export const faultIn = (error: unknown): DocumentFault | null =>
  error instanceof Error && error.name === NAME ? (error as DocumentChanged).reason : null;

export type ReadDocuments = {
  /** Whether it is there, begins and ends as a PDF does, and has this sum; however large, in constant memory. */
  look(name: DocumentName): Promise<DocumentLook>;
  /**
   * Its bytes.
   * @throws DocumentChanged if it is gone, has more bytes than `mostBytes`, or another sum
   */
  read(name: DocumentName, mostBytes: number): Promise<Uint8Array>;
};

const BEGINS = Buffer.from('%PDF-');
const ENDS = Buffer.from('%%EOF');
/** Many times what GOV.UK Notify prints: whoever looks has other documents to look at. */
export const MOST_LOOKED_BYTES = 64 * 1024 * 1024;
/** Readers of PDF look for its end in so many last bytes. */
const END_WITHIN_BYTES = 1024;

/** Looks at a document as it streams by, and no longer than anybody would print it: one that never ends is too large. */
export async function lookAt(chunks: AsyncIterable<Uint8Array>, { sha256 }: DocumentName): Promise<DocumentLook> {
  const hash = createHash('sha256');
  let bytes = 0;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > MOST_LOOKED_BYTES) return { ok: false, reason: 'document-too-large' };
    if (head.length < BEGINS.length) head = Buffer.concat([head, chunk.subarray(0, BEGINS.length - head.length)]);
    tail = Buffer.concat([tail, chunk.subarray(-END_WITHIN_BYTES)]).subarray(-END_WITHIN_BYTES);
  }
  const isPdf = head.equals(BEGINS) && tail.includes(ENDS);
  return isPdf && hash.digest('hex') === sha256 ? { ok: true, bytes } : { ok: false, reason: 'document-unreadable' };
}

/**
 * All of a document, if it is the one that was named.
 * @throws DocumentChanged if there are more bytes than may be, or others
 */
export async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  { sha256 }: DocumentName,
  mostBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new DocumentChanged('document-unreadable');
    parts.push(chunk);
  }
  const all = Buffer.concat(parts);
  if (createHash('sha256').update(all).digest('hex') !== sha256) throw new DocumentChanged('document-unreadable');
  return all;
}
