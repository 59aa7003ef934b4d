import '@aws-sdk/signature-v4a'; // what the pointer's client signs with
import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  PutKeyCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unlessThere } from '../facts/bucket.ts';
import { contentTypeOf } from './content-types.ts';
import { isDated, type Memory, type Site } from './site.ts';

/** The keys that the site's viewer-request function reads: which release of open data, which catalogue. */
export type PointerKey = 'release' | 'catalogue';

/**
 * How long a browser may keep a page that the next release changes. CloudFront keeps it for good: to CloudFront each
 * release has addresses of its own.
 */
const STABLE = 'public, max-age=300, s-maxage=31536000';
const FOR_GOOD = 'public, max-age=31536000, immutable';

type On = {
  objects: S3Client;
  bucket: string;
  pointers: CloudFrontKeyValueStoreClient;
  /** ARN of the store. */
  pointer: string;
  key: PointerKey;
};

/** The site in a bucket behind CloudFront, its pointer in a CloudFront KeyValueStore. */
export function siteOn({ objects, bucket, pointers, pointer: KvsARN, key: Key }: On): Site {
  return {
    pointer: async () => {
      // The version first: a run that switches the pointer in between makes our own switch fail.
      const { ETag = '' } = await pointers.send(new DescribeKeyValueStoreCommand({ KvsARN }));
      const digest = await missing('ResourceNotFoundException', pointers.send(new GetKeyCommand({ KvsARN, Key })));
      return { digest: digest?.Value ?? null, version: ETag };
    },
    point: async (digest, { version }) => {
      const put = new PutKeyCommand({ KvsARN, Key, Value: digest, IfMatch: version });
      return (await missing('ConflictException', pointers.send(put))) !== null;
    },
    read: (key) => bytesOf(objects, { bucket, key }),
    write: async (key, bytes, { keep }) => {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        ContentType: contentTypeOf(key),
        CacheControl: isDated(key) ? FOR_GOOD : STABLE,
        ...(keep && { IfNoneMatch: '*' }),
      });
      await (keep ? unlessThere(objects.send(put)) : objects.send(put));
    },
  };
}

const stateKey = (digest: string): string => `releases/${digest}/state.json`;

/** What releases remember, in the bucket of the facts, which no reader reaches. */
export function memoryOn(objects: S3Client, bucket: string): Memory {
  return {
    recall: (digest) => bytesOf(objects, { bucket, key: stateKey(digest) }),
    remember: async (digest, state) => {
      const ContentType = 'application/json; charset=utf-8';
      await objects.send(new PutObjectCommand({ Bucket: bucket, Key: stateKey(digest), Body: state, ContentType }));
    },
  };
}

async function bytesOf(
  objects: S3Client,
  { bucket, key }: { bucket: string; key: string },
): Promise<Uint8Array | null> {
  const found = await missing('NoSuchKey', objects.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  return (await found?.Body?.transformToByteArray()) ?? null;
}

/** Null where an answer says that there is none, or not any more. */
async function missing<Answer>(name: string, answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === name) return null;
    throw error;
  }
}
