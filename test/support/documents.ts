import { createHash } from 'node:crypto';
import {
  DocumentChanged,
  type DocumentName,
  lookAt,
  type ReadDocuments,
  readAll,
} from '../../functions/shared/documents.ts';

/** A PDF as small as may be, that says so of itself. */
export const pdfThatSays = (words: string): Buffer => Buffer.from(`%PDF-1.4\n% ${words}\n%%EOF\n`);

export const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Documents in memory. They pass the same suite as the bucket (test/support/documents-port-suite.ts). */
export function inMemoryDocuments() {
  const objects = new Map<string, Uint8Array>();
  async function* chunksOf(key: string): AsyncGenerator<Uint8Array> {
    const bytes = objects.get(key);
    if (!bytes) throw new DocumentChanged('document-missing');
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  }
  const port: ReadDocuments = {
    look: async (name) =>
      objects.has(name.key) ? lookAt(chunksOf(name.key), name) : { ok: false, reason: 'document-missing' },
    read: async (name, mostBytes) => readAll(chunksOf(name.key), name, mostBytes),
  };
  return {
    ...port,
    put: (key: string, bytes: Uint8Array): DocumentName => {
      objects.set(key, bytes);
      return { key, sha256: sumOf(bytes) };
    },
    remove: (key: string) => void objects.delete(key),
  };
}
