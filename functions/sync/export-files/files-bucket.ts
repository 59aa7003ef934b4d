import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Files, Settled } from './ports.ts';

const GONE = ['NoSuchKey', 'NotFound'];

/** The outbox bucket on S3: a folder for each subscriber, and `_settled/`, which none of them may read. */
export const filesOn = (client: S3Client, Bucket: string): Files => ({
  putSettled: async (Key, settled) => {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(settled) }));
  },
  settled: async (Key) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return Body ? (JSON.parse(await Body.transformToString()) as Settled) : null;
    } catch (error) {
      if (error instanceof Error && GONE.includes(error.name)) return null;
      throw error;
    }
  },
  removeSettled: async (Key) => {
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
  },
  put: async (subscriber, name, Body) => {
    await client.send(new PutObjectCommand({ Bucket, Key: `${subscriber}/${name}`, Body }));
  },
  unfetched: async (subscriber) => {
    const Prefix = `${subscriber}/`;
    const found: { name: string; at: number }[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
      for (const { Key = '', LastModified } of Contents)
        found.push({ name: Key.slice(Prefix.length), at: LastModified?.getTime() ?? 0 });
    return found;
  },
});
