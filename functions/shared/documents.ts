/**
 * Documents that back offices made, as a port. A document is named by its key and the sum of its bytes, so that what is sent is
 * what was meant. Its bytes are read when they are looked at or sent, and kept nowhere else.
 */

/** The object's key in the documents bucket, and its sha256 in small hexadecimal digits. */
export type DocumentName = { key: string; sha256: string };

/** What a look finds: nothing there, or nothing that is the PDF of this sum. */
export type DocumentLook = { ok: true; bytes: number } | { ok: false; reason: DocumentFault };
export type DocumentFault = 'document-missing' | 'document-unreadable';

/** What there is under the name is not what was looked at: gone, longer than it may be, or other bytes. */
export class DocumentChanged extends Error {
  readonly reason: DocumentFault;
  constructor(reason: DocumentFault) {
    super(reason);
    this.reason = reason;
  }
}

export type ReadDocuments = {
  /** Whether it is there, begins and ends as a PDF does, and has this sum; however large, in constant memory. */
  look(name: DocumentName): Promise<DocumentLook>;
  /**
   * Its bytes.
   * @throws DocumentChanged if it is gone, has more bytes than `mostBytes`, or another sum
   */
  read(name: DocumentName, mostBytes: number): Promise<Uint8Array>;
};
