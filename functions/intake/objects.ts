import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ObjectGone, type ObjectStore, type ObjectVersion, type SnapshotStore } from './ports.ts';

const GONE = ['NoSuchKey', 'NoSuchVersion', 'NotFound', 'PreconditionFailed'];

/** The inbox on S3. */
export function objectsOn(client: S3Client): ObjectStore {
  async function* read({ bucket, key, version_id, etag }: ObjectVersion): AsyncGenerator<Uint8Array> {
    const which = version_id ? { VersionId: version_id } : { IfMatch: etag };
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...which }));
      yield* Body as unknown as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (error instanceof Error && GONE.includes(error.name)) throw new ObjectGone();
      throw error;
    }
  }

  return {
    read: (object) => ({ [Symbol.asyncIterator]: () => read(object) }),
    writeJson: async ({ bucket, key }, path) => {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: createReadStream(path),
          ContentLength: (await stat(path)).size, // S3 must know before it takes a stream
          ContentType: 'application/json; charset=utf-8',
        }),
      );
    },
  };
}

/** What snapshots are compared with, on S3. */
export function snapshotsOn(client: S3Client, bucket: string): SnapshotStore {
  async function* read(name: string): AsyncGenerator<Uint8Array> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
    yield* Body as unknown as AsyncIterable<Uint8Array>;
  }
  return {
    read,
    write: async (name, path) => {
      const ContentLength = (await stat(path)).size; // S3 must know before it takes a stream
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: name, Body: createReadStream(path), ContentLength }),
      );
    },
    remove: async (name) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: name }));
    },
  };
}
