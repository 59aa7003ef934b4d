import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from 'vitest';
import { arnOf, cleanUp, clientOf, lambda, queue, start, urlOf } from './stack-under-test.ts';

afterEach(cleanUp);

const Bucket = {
  Type: 'AWS::S3::Bucket',
  Properties: {
    VersioningConfiguration: { Status: 'Enabled' },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  },
};

const Rule = {
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: ['aws.s3'], detail: { bucket: { name: [{ Ref: 'Bucket' }] } } },
    Targets: [{ Id: 'f', Arn: arnOf('Function') }],
  },
};

const echo = `export const handler = async (event) => console.log(JSON.stringify({ type: event['detail-type'], ...event.detail }));`;

const startWithBucket = async () => {
  const engine = await start({ Bucket, Rule, Function: lambda('echo') }, { handlers: { echo } });
  const s3 = new S3Client(clientOf(engine));
  const events = async () => {
    await engine.untilIdle();
    return engine.said.map((line) => JSON.parse(line));
  };
  return { engine, s3, Bucket: urlOf(engine, 'Bucket'), events };
};

const text = async (s3: S3Client, input: { Bucket: string; Key: string; VersionId?: string; Range?: string }) =>
  (await s3.send(new GetObjectCommand(input))).Body?.transformToString();

describe('a bucket', () => {
  test('keeps an earlier version that can be read after it was overwritten and deleted', async () => {
    const { s3, Bucket } = await startWithBucket();
    const Key = 'in/a b+c.csv';
    const first = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: 'one', Metadata: { sender: 'r' }, ContentType: 'text/csv' }),
    );
    const second = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'two' }));
    expect(first.VersionId).toBeTruthy();
    expect(second.VersionId).not.toBe(first.VersionId);
    expect(await text(s3, { Bucket, Key })).toBe('two');
    expect(await text(s3, { Bucket, Key, VersionId: first.VersionId })).toBe('one');
    expect(await text(s3, { Bucket, Key, VersionId: second.VersionId })).toBe('two');
    expect(await text(s3, { Bucket, Key, VersionId: first.VersionId, Range: 'bytes=1-' })).toBe('ne');
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId: first.VersionId }));
    expect(head).toMatchObject({ VersionId: first.VersionId, ContentType: 'text/csv', Metadata: { sender: 'r' } });
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(text(s3, { Bucket, Key })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await text(s3, { Bucket, Key, VersionId: second.VersionId })).toBe('two');
    await expect(text(s3, { Bucket, Key, VersionId: 'none' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents ?? []).toEqual([]);
  });

  test('tells the default bus of each write and deletion, in the form of AWS', async () => {
    const { s3, Bucket, events } = await startWithBucket();
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'a/é.csv', Body: 'one' }));
    await s3.send(
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent('a/é.csv')}` }),
    );
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'never there' }));
    const said = await events();
    expect(said).toHaveLength(3);
    expect(said.find((event) => event.reason === 'PutObject')).toMatchObject({
      type: 'Object Created',
      bucket: { name: Bucket },
      object: { key: 'a/é.csv', size: 3, etag: put.ETag?.replaceAll('"', ''), 'version-id': put.VersionId },
    });
    expect(said.find((event) => event.reason === 'CopyObject')).toMatchObject({
      type: 'Object Created',
      object: { key: 'copy' },
    });
    expect(said.find((event) => event.reason === 'DeleteObject')).toMatchObject({
      type: 'Object Deleted',
      object: { key: 'copy' },
    });
  });

  test('takes a file of 100 MB in one piece, from memory and as a stream', async () => {
    const { s3, Bucket, events } = await startWithBucket();
    const megabyte = Buffer.alloc(1024 ** 2, 'x');
    const stream = Readable.from(Array.from({ length: 100 }, () => megabyte));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body: stream, ContentLength: 100 * 1024 ** 2 }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: Buffer.alloc(30 * 1024 ** 2, 'y') }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
    let length = 0;
    for await (const chunk of got.Body as Readable) length += chunk.length;
    expect(length).toBe(100 * 1024 ** 2);
    expect((await events()).map((event) => event.object.size).sort()).toEqual([100 * 1024 ** 2, 30 * 1024 ** 2]);
  });

  test('takes parts, and gives the whole a version', async () => {
    const { s3, Bucket, events } = await startWithBucket();
    const Key = 'parts';
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const sizes = [5 * 1024 ** 2, 10];
    const Parts = await Promise.all(
      sizes.map(async (size, i) => {
        const part = { Bucket, Key, UploadId, PartNumber: i + 1, Body: Buffer.alloc(size, 'z') };
        const { ETag } = await s3.send(new UploadPartCommand(part));
        return { ETag, PartNumber: i + 1 };
      }),
    );
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done.VersionId).toBeTruthy();
    expect(await events()).toMatchObject([
      { reason: 'CompleteMultipartUpload', object: { size: 5 * 1024 ** 2 + 10, 'version-id': done.VersionId } },
    ]);
  });

  test('stores a file only if there is none when asked so, and refuses what it does not run', async () => {
    const { s3, Bucket } = await startWithBucket();
    const once = () => s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'x', IfNoneMatch: '*' }));
    await once();
    await expect(once()).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'once' }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(s3.send(new PutObjectCommand({ Bucket: 'no-such', Key: 'x', Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  test('is found by a handler with a plain client', async () => {
    const writer = `import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      const s3 = new S3Client({});
      export const handler = ({ body }) => s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: 'k', Body: body })).then(() => 'ok');`;
    const Environment = { Variables: { BUCKET: { Ref: 'Bucket' } } };
    const engine = await start(
      { Bucket, Function: lambda('writer', { Environment }), Q: queue() },
      { handlers: { writer } },
    );
    expect(await engine.invoke('Function', { body: 'from inside' })).toBe('ok');
    expect(await text(new S3Client(clientOf(engine)), { Bucket: urlOf(engine, 'Bucket'), Key: 'k' })).toBe(
      'from inside',
    );
    expect(engine.callsByOperation()).toMatchObject({ 's3.PutObject': 1, 's3.GetObject': 1 });
  });
});
