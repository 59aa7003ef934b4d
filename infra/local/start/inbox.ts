import { createReadStream, statSync } from 'node:fs';
import { DeleteObjectsCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { InputFile } from './input.ts';
import { OPERATOR } from './operator.ts';
import type { Receipt, Reject } from './report.ts';

/** The bucket that nightly files are dropped into, as their sender sees it. */
export type Inbox = {
  drop(file: InputFile): Promise<void>;
  /** What was written beside a file; nulls where nothing was. */
  answers(name: string): Promise<{ receipt: string | null; rejects: string | null }>;
};

export const parseReceipt = (text: string): Receipt => JSON.parse(text) as Receipt;
export const parseRejects = (text: string): Reject[] => JSON.parse(text) as Reject[];

/** @param endpoint of the engine's front proxy. */
export function inboxAt(endpoint: string, bucket: string): Inbox {
  const s3 = new S3Client({ ...OPERATOR, endpoint, forcePathStyle: true });
  const read = async (key: string): Promise<string | null> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? null;
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return null;
      throw error;
    }
  };
  return {
    async drop({ name, path }) {
      // Answers to an earlier file of this name would be taken for answers to this one.
      const Objects = ['receipt', 'rejects'].map((kind) => ({ Key: `${name}.${kind}.json` }));
      await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
      const Body = createReadStream(path);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body, ContentLength: statSync(path).size }));
    },
    async answers(name) {
      return { receipt: await read(`${name}.receipt.json`), rejects: await read(`${name}.rejects.json`) };
    },
  };
}
