import { expect } from 'vitest';
import { DocumentChanged, type ReadDocuments } from '../../functions/shared/documents.ts';
import type { AddCase } from './add-case.ts';
import { pdfThatSays, sumOf } from './documents.ts';

const MOST = 1_000_000;

/** Documents of one kind of keeping, and how a back office puts one there. */
type Kept = { documents: ReadDocuments; put: (key: string, bytes: Uint8Array) => Promise<void> };

/** What every keeping of documents does, in memory or on S3. */
export function documentsCases(open: () => Promise<Kept>, test: AddCase): void {
  const pdf = pdfThatSays('hello');
  const named = (bytes: Uint8Array, key = 'a/b.pdf') => ({ key, sha256: sumOf(bytes) });
  const changed = (reason: string) => expect.objectContaining({ reason, constructor: DocumentChanged });
  const keptAs = async (bytes: Uint8Array) => {
    const { documents, put } = await open();
    await put('a/b.pdf', bytes);
    return documents;
  };

  test('finds a PDF of the sum that was named, and says how long it is', async () => {
    const documents = await keptAs(pdf);
    expect(await documents.look(named(pdf))).toEqual({ ok: true, bytes: pdf.length });
    expect(Buffer.from(await documents.read(named(pdf), MOST))).toEqual(pdf);
  });

  test('misses what is not there', async () => {
    const { documents } = await open();
    expect(await documents.look(named(pdf))).toEqual({ ok: false, reason: 'document-missing' });
    await expect(documents.read(named(pdf), MOST)).rejects.toEqual(changed('document-missing'));
  });

  test('cannot use other bytes than those that were named', async () => {
    const documents = await keptAs(pdfThatSays('something else'));
    expect(await documents.look(named(pdf))).toEqual({ ok: false, reason: 'document-unreadable' });
    await expect(documents.read(named(pdf), MOST)).rejects.toEqual(changed('document-unreadable'));
  });

  test('cannot use what neither begins nor ends as a PDF does', async () => {
    const long = Buffer.concat([pdf, Buffer.alloc(2_000, ' ')]);
    for (const bytes of [
      Buffer.from('x%PDF-1.4 %%EOF'),
      Buffer.from('%PDF-1.4'),
      Buffer.from('%PD'),
      Buffer.alloc(0),
      long,
    ])
      expect(await (await keptAs(bytes)).look(named(bytes))).toEqual({ ok: false, reason: 'document-unreadable' });
  });

  test('finds the end of a PDF within the last 1,024 bytes', async () => {
    const bytes = Buffer.concat([
      Buffer.from('%PDF-1.7'),
      Buffer.alloc(9_000, 'x'),
      Buffer.from('%%EOF'),
      Buffer.alloc(1_019, ' '),
    ]);
    expect(await (await keptAs(bytes)).look(named(bytes))).toMatchObject({ ok: true });
  });

  test('is not read beyond what may be sent', async () => {
    const documents = await keptAs(pdf);
    await expect(documents.read(named(pdf), pdf.length - 1)).rejects.toEqual(changed('document-unreadable'));
    expect(await documents.read(named(pdf), pdf.length)).toHaveLength(pdf.length);
  });
}
