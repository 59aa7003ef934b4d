import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../contracts/retention.ts';
import { wentThrough } from '../shared/conditional-write.ts';
import { digest } from '../shared/ids.ts';
import type { ImportClaim, IntakeTable } from './ports.ts';
import { snapshotsIn } from './snapshots-table.ts';

// Names from outside are of any length and DynamoDB keys are not, so keys hold digests of them.
const fileKey = (file: string) => ({ pk: `FILE#${digest(file)}`, sk: 'FILE' });
const importKey = (name: string) => ({ pk: `IMPORT#${digest(name)}`, sk: 'IMPORT' });
export const layoutKey = (layout: string) => ({ pk: `LAYOUT#${layout}`, sk: 'NEWEST' });
const reportKey = (report: string) => ({ pk: `REPORT#${report}`, sk: 'REPORT' });
const eventKey = (source: string, id: string) => ({ pk: `EVENT#${digest(source, id)}`, sk: 'EVENT' });

/** That a source was heard at all: for whoever looks after the stack. */
export const heardKey = (source: string) => ({ pk: `SOURCE#${source}`, sk: 'HEARD' });
/** Nothing is taken from it, by word of an operator. */
export const pausedKey = (source: string) => ({ pk: `SOURCE#${source}`, sk: 'PAUSED' });

/** What intake remembers, on DynamoDB. Every write is conditional, so that the first one stands. */
export function intakeTable(client: DynamoDBDocumentClient, tableName: string): IntakeTable {
  /** Puts an item if there is none, and returns the one that is there then. */
  const first = async <Item extends Record<string, unknown>>(key: { pk: string; sk: string }, item: Item) => {
    const put = new PutCommand({
      TableName: tableName,
      Item: { ...key, ...item },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    if (await wentThrough(client.send(put))) return { item, isNew: true };
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
    return { item: Item as Item, isNew: false };
  };

  const heard = new Set<string>();
  const heardOf = async (source: string, at: number) => {
    if (heard.has(source)) return;
    await first(heardKey(source), { at });
    heard.add(source);
  };

  return {
    ...snapshotsIn(client, tableName),
    fileSeen: async (file, at) =>
      (await first(fileKey(file), { file, at, ...expiry('version of a file', at) })).item.at,
    claimImport: async (name, { file, at }) => {
      const claim: ImportClaim = { file, state: 'importing', done: 0 };
      const { item } = await first(importKey(name), {
        ...claim,
        name,
        at,
        ...expiry('name of an extract', at),
      });
      return { file: item.file, state: item.state, done: item.done };
    },
    importAt: async (name, done) => {
      await wentThrough(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: importKey(name),
            UpdateExpression: 'SET done = :done',
            ConditionExpression: 'done < :done',
            ExpressionAttributeValues: { ':done': done },
          }),
        ),
      );
    },
    importEnded: async (name) => {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: importKey(name),
          UpdateExpression: 'SET #state = :imported',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':imported': 'imported' },
        }),
      );
    },
    imported: async (layout, at) => {
      await wentThrough(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...layoutKey(layout), at },
            ConditionExpression: 'attribute_not_exists(pk) OR #at < :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      );
    },
    lastImport: async (layout) => {
      const get = new GetCommand({ TableName: tableName, Key: layoutKey(layout), ConsistentRead: true });
      const { Item } = await client.send(get);
      return (Item?.['at'] as number | undefined) ?? null;
    },
    paused: async (source) => {
      const get = new GetCommand({ TableName: tableName, Key: pausedKey(source), ConsistentRead: true });
      return (await client.send(get)).Item !== undefined;
    },
    takeEvent: async ({ source, id, digest: body, order, at }) => {
      await heardOf(source, at);
      const { item, isNew } = await first(eventKey(source, id), {
        body,
        order,
        at,
        ...expiry('id at a door', at),
      });
      return { known: isNew ? 'new' : item.body === body ? 'same' : 'different', order: item.order };
    },
    firstReported: async ({ report, at, again_ms }) => {
      const Key = reportKey(report);
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...Key, at, ...expiry('id at a door', at) },
        ConditionExpression: 'attribute_not_exists(pk) OR #at < :longAgo',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':longAgo': at - again_ms },
      });
      if (await wentThrough(client.send(put))) return at;
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item?.['at'] as number;
    },
  };
}
