import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { OPERATOR } from './operator.ts';

/**
 * Puts the files of a folder into the documents bucket, under their paths in it, as back offices do before they tell of them.
 * @param endpoint of the engine's front proxy
 * @returns how many there were
 */
export async function putDocuments(
  folder: string,
  { endpoint, bucket }: { endpoint: string; bucket: string },
): Promise<number> {
  const s3 = new S3Client({ ...OPERATOR, endpoint, forcePathStyle: true });
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  for (const name of names) {
    const path = join(folder, name);
    const Key = name.replaceAll('\\', '/');
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key, Body: createReadStream(path), ContentLength: statSync(path).size }),
    );
  }
  s3.destroy();
  return names.length;
}
