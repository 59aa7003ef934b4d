import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { FactStore } from './store.ts';

/** Facts on S3. */
export function factsOn(client: S3Client, bucket: string): FactStore {
  async function* list(prefix = 'facts/') {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key, ETag } of Contents) if (Key) yield { key: Key, etag: ETag ?? '' };
    }
  }
  return {
    write: async ({ key, body }) => {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: 'application/x-ndjson; charset=utf-8',
        IfNoneMatch: '*',
      });
      await unlessThere(client.send(put));
    },
    list,
    read: async (key) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return { key, body: (await Body?.transformToString('utf-8')) ?? '' };
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return null;
        throw error;
      }
    },
  };
}

/** Resolves also where a conditional put found an object of that name: names are of contents. */
export async function unlessThere(put: Promise<unknown>): Promise<void> {
  try {
    await put;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error;
  }
}
