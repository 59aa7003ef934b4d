import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Address, Receipt } from '../../../contracts/files/receipt.ts';
import type { Now } from '../../shared/clock.ts';
import type { Deliveries, Sha256 } from './ports.ts';

/** An hour takes 2 GB over a slow line, and is less than a function's own credentials last. */
const ADDRESS_SECONDS = 3600;

const inBase64 = (sha256: Sha256): string => Buffer.from(sha256, 'hex').toString('base64');

/** Headers that a signed address stands for: S3 refuses the call without them, or with others. */
const ONCE = { 'if-none-match': '*', 'x-amz-checksum-sha256': '' };

/** Deliveries on S3, in one bucket. */
export function deliveriesOn(client: S3Client, bucket: string, now: Now): Deliveries {
  const place = (key: string) => ({ Bucket: bucket, Key: key });
  const address = async (
    method: Address['method'],
    command: GetObjectCommand | PutObjectCommand,
    headers: Record<string, string>,
  ): Promise<Address> => ({
    method,
    url: await getSignedUrl(client, command as GetObjectCommand, {
      expiresIn: ADDRESS_SECONDS,
      unhoistableHeaders: new Set(Object.keys(headers)),
      signableHeaders: new Set(['host', ...Object.keys(headers)]),
    }),
    headers,
    expires_at: new Date(now() + ADDRESS_SECONDS * 1000).toISOString(),
  });
  return {
    put: async (key, bytes, sha256) => {
      try {
        await client.send(
          new PutObjectCommand({
            ...place(key),
            Body: bytes,
            IfNoneMatch: ONCE['if-none-match'],
            ChecksumSHA256: inBase64(sha256),
          }),
        );
      } catch (error) {
        if ((error as Error).name !== 'PreconditionFailed') throw error;
      }
    },
    uploadAddress: (key, sha256) => {
      const checksum = inBase64(sha256);
      const command = new PutObjectCommand({
        ...place(key),
        IfNoneMatch: ONCE['if-none-match'],
        ChecksumSHA256: checksum,
      });
      return address('PUT', command, { ...ONCE, 'x-amz-checksum-sha256': checksum });
    },
    found: async (key) => {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 10 }),
      );
      const keys = Contents.map(({ Key }) => Key);
      return { file: keys.includes(key), receipt: keys.includes(`${key}.receipt.json`) };
    },
    receipt: async (key) => {
      const { Body } = await client.send(new GetObjectCommand(place(`${key}.receipt.json`)));
      return JSON.parse(await (Body as { transformToString: () => Promise<string> }).transformToString()) as Receipt;
    },
    rejectsAddress: (key) => address('GET', new GetObjectCommand(place(`${key}.rejects.json`)), {}),
  };
}
