import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Engine, EngineOptions } from '../../infra/local/engine/engine.ts';
import type { Place } from './marks.ts';
import { clientsOf } from './operator.ts';

/** What rests in a stack that runs: tables by item, objects with their names, dead letters. */
export async function resting(engine: Engine): Promise<Place[]> {
  const { tables, s3, sqs } = clientsOf(engine);
  return [...(await tableItems(engine, tables)), ...(await objects(engine, s3)), ...(await deadLetters(engine, sqs))];
}

/** What passes a stack on its bus and its queues, as its `onCall`. */
export const passing =
  (say: (name: string, content: string) => void): NonNullable<EngineOptions['onCall']> =>
  ({ service, operation, body }) => {
    if (service === 'eventbridge') say(`event (${operation})`, String(body ?? ''));
    if (service === 'sqs' && operation.startsWith('Send')) say('queue message', String(body ?? ''));
  };

const physical = ({ resources }: Engine, type: string) =>
  [...resources]
    .filter(([, each]) => each.type === type)
    .map(([logicalId, { physicalId }]) => ({ logicalId, physicalId }));

async function tableItems(engine: Engine, client: DynamoDBClient): Promise<Place[]> {
  const places: Place[] = [];
  for (const { logicalId, physicalId } of physical(engine, 'AWS::DynamoDB::Table')) {
    for await (const { Items } of paginateScan({ client }, { TableName: physicalId }))
      places.push({ name: `table ${logicalId}`, content: JSON.stringify(Items) });
  }
  return places;
}

/** Back offices name their documents themselves. */
const KEPT_BY_NAME = /documents/i;

async function objects(engine: Engine, client: S3Client): Promise<Place[]> {
  const places: Place[] = [];
  for (const { logicalId, physicalId } of physical(engine, 'AWS::S3::Bucket')) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: physicalId }))
      for (const { Key = '' } of Contents) {
        const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket: physicalId, Key }));
        const content = `${JSON.stringify(Metadata)} ${await Body?.transformToString()}`;
        places.push(
          { name: `object ${logicalId} ${Key}`, content },
          { name: `url of ${KEPT_BY_NAME.test(logicalId) ? 'a document' : 'an object'}`, content: Key },
        );
      }
  }
  return places;
}

async function deadLetters(engine: Engine, sqs: SQSClient): Promise<Place[]> {
  const given = new Set(engine.queues().flatMap((each) => (each.deadLetterOf.length > 0 ? [each.logicalId] : [])));
  const places: Place[] = [];
  for (const { logicalId, physicalId } of physical(engine, 'AWS::SQS::Queue')) {
    if (!given.has(logicalId)) continue;
    const asked = { QueueUrl: physicalId, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
    places.push(...Messages.map(({ Body }) => ({ name: `dead letter of ${logicalId}`, content: Body ?? '' })));
  }
  return places;
}

/** The data folder: SQLite by table and row, everything else by file. LevelDB holds all tables of DynamoDB in one. */
export function onDisk(folder: string): Place[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  return files.flatMap((file) => {
    const path = join(folder, file);
    if (/-(wal|shm)$/.test(file)) return [];
    if (!file.endsWith('.db')) return [{ name: `disk ${relative('.', file)}`, content: readFileSync(path) }];
    const db = new DatabaseSync(path, { readOnly: true });
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
    const rows = tables.flatMap(({ name }) =>
      (db.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[]).map((row) => {
        const place = [row['bucket'], row['key']].flatMap((each) => (typeof each === 'string' ? ` ${each}` : []));
        const bytes = Object.values(row).map((value) =>
          value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(`${value} `),
        );
        return { name: `disk ${file} ${name}${place.join('')}`, content: Buffer.concat(bytes) };
      }),
    );
    db.close();
    return rows;
  });
}
