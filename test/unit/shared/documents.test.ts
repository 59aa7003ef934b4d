import { Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it, test } from 'vitest';
import { faultIn, lookAt, MOST_LOOKED_BYTES } from '../../../functions/shared/documents.ts';
import { documentsOn } from '../../../functions/shared/documents-bucket.ts';
import { inMemoryDocuments, sumOf } from '../../support/documents.ts';
import { documentsCases } from '../../support/documents-port-suite.ts';

describe('documents in memory', () => {
  documentsCases(async () => {
    const documents = inMemoryDocuments();
    return { documents, put: async (key, bytes) => void documents.put(key, bytes) };
  }, test);
});

/** A bucket that gives its objects in pieces of such a size. */
function bucketOf(objects: Map<string, () => Iterable<Uint8Array>>) {
  const client = new S3Client({ region: 'eu-west-2' });
  mockClient(client)
    .on(GetObjectCommand)
    .callsFake(async ({ Key }: { Key: string }) => {
      const object = objects.get(Key);
      if (!object) throw new NoSuchKey({ message: 'none', $metadata: {} });
      return { Body: Readable.from(object()) };
    });
  return documentsOn(client, 'documents');
}

describe('documents on S3', () => {
  documentsCases(async () => {
    const objects = new Map<string, () => Iterable<Uint8Array>>();
    return {
      documents: bucketOf(objects),
      put: async (key, bytes) => void objects.set(key, () => [bytes.subarray(0, 3), bytes.subarray(3)]),
    };
  }, test);

  it('are looked at in constant memory, and not read beyond what may be sent', async () => {
    const piece = Buffer.alloc(1_000_000, 'x');
    let given = 0;
    const objects = new Map([
      [
        'endless.pdf',
        function* () {
          for (given = 1; given <= 300; given += 1) yield piece;
        },
      ],
    ]);
    const documents = bucketOf(objects);
    const before = process.memoryUsage().rss;
    const name = { key: 'endless.pdf', sha256: sumOf(Buffer.of()) };
    expect(await documents.look(name)).toEqual({ ok: false, reason: 'document-too-large' });
    expect(given).toBeLessThan(130); // no further than anybody looks, and what a stream has taken ahead
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
    await expect(documents.read(name, 5_000_000)).rejects.toMatchObject({ reason: 'document-unreadable' });
    expect(given).toBeLessThan(60); // what a stream has taken ahead is little
  });

  it('are missed also where what reads them is bundled apart, with an error of its own class', () => {
    class Other extends Error {
      override readonly name = 'DocumentChanged';
      readonly reason = 'document-missing';
    }
    expect(faultIn(new Other())).toBe('document-missing');
    expect(faultIn(new Error('document-missing'))).toBeNull();
  });

  it('let a fault of S3 through, which says nothing of a document', async () => {
    const client = new S3Client({ region: 'eu-west-2' });
    mockClient(client).on(GetObjectCommand).rejects(new Error('Access Denied'));
    const documents = documentsOn(client, 'documents');
    const name = { key: 'a.pdf', sha256: 'x' };
    await expect(documents.look(name)).rejects.toThrow('Access Denied');
    await expect(documents.read(name, 10)).rejects.toThrow('Access Denied');
  });
});

test('a document that never ends is too large, and is not looked at for ever', async () => {
  let chunks = 0;
  let closed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    const chunk = Buffer.alloc(1024 * 1024, '%PDF-');
    try {
      for (;;) {
        chunks += 1;
        yield chunk;
      }
    } finally {
      closed = true;
    }
  }
  const name = { key: 'a.pdf', sha256: '0'.repeat(64) };
  expect(await lookAt(endless(), name)).toEqual({ ok: false, reason: 'document-too-large' });
  expect([chunks, closed]).toEqual([MOST_LOOKED_BYTES / (1024 * 1024) + 1, true]);
});
