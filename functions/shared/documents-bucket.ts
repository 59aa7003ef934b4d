import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DocumentChanged, faultIn, lookAt, type ReadDocuments, readAll } from './documents.ts';

const GONE = ['NoSuchKey', 'NotFound'];

/** The documents bucket on S3. */
export function documentsOn(client: S3Client, bucket: string): ReadDocuments {
  /** @throws DocumentChanged if there is none */
  async function* chunksOf(key: string): AsyncGenerator<Uint8Array> {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      yield* Body as unknown as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (error instanceof Error && GONE.includes(error.name)) throw new DocumentChanged('document-missing');
      throw error;
    }
  }
  return {
    look: async (name) => {
      try {
        return await lookAt(chunksOf(name.key), name);
      } catch (error) {
        const reason = faultIn(error);
        if (reason === null) throw error;
        return { ok: false, reason };
      }
    },
    read: (name, mostBytes) => readAll(chunksOf(name.key), name, mostBytes),
  };
}
