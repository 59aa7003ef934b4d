// The stack's tables on dynalite, in this process. It has no transactions and streams; what has a time to live goes by
// expiry.ts.

import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Stack } from '../stack/stack.ts';
import { type Resource, TemplateRefused } from '../stack/template.ts';
import { prepareStore } from './dynamodb-indexes.ts';

const require = createRequire(import.meta.url);

export type Tables = {
  handle(request: { url: string; headers: IncomingHttpHeaders; body: Buffer }, res: ServerResponse): void;
  close(): Promise<void>;
};

/** Parameters that dynalite would drop without a word. */
const ignored = ['ReturnValuesOnConditionCheckFailure'];

/**
 * Opens the store and creates the tables that are not there yet.
 * @param options.rebuild whether the last engine may have been killed, which can leave items and indexes apart.
 */
export async function openTables(stack: Stack, options: { dataDir?: string; rebuild: boolean }): Promise<Tables> {
  const path = options.dataDir && join(options.dataDir, 'dynamodb');
  if (path) await prepareStore(path, options);
  const create = require('dynalite') as (options: object) => Server;
  const server = create({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const answering = answersUnderWay();
  const tables: Tables = {
    // dynalite throws when a request breaks off, so it gets requests that were read to their end.
    handle: ({ url, headers, body }, res) => {
      const named = ignored.find((name) => body.includes(`"${name}"`));
      if (named) {
        const answer = { __type: 'ValidationException', message: `The local engine does not run ${named}` };
        res.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
        return;
      }
      const req = Object.assign(new EventEmitter(), { method: 'POST', url, headers });
      answering.begin(res);
      server.emit('request', req, res);
      if (body.length) req.emit('data', body);
      req.emit('end');
    },
    // It closes its database only after its server, which never listened. A request that is still at work then throws
    // where it cannot be caught, also when the worker that asked is dead.
    close: async () => {
      await answering.ended();
      await new Promise<void>((done) => {
        server.listen(0, '127.0.0.1', () => server.close(() => done()));
      });
    },
  };
  const problems: string[] = [];
  for (const resource of stack.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    const fault = await ensureTable(tables, resource, stack.identity(resource.logicalId).name);
    if (fault) problems.push(`${resource.logicalId} (${resource.type}): ${fault}`);
  }
  if (problems.length) {
    await tables.close();
    throw new TemplateRefused(problems);
  }
  return tables;
}

/** Requests that have no answer yet, whether or not a worker still waits for it. */
function answersUnderWay() {
  let count = 0;
  const waiting: (() => void)[] = [];
  return {
    begin(res: ServerResponse) {
      count += 1;
      const end = res.end;
      res.end = ((...args: Parameters<typeof end>) => {
        res.end = end;
        count -= 1;
        if (count === 0) for (const go of waiting.splice(0)) go();
        return end.apply(res, args);
      }) as typeof end;
    },
    ended: async () => {
      if (count > 0) await new Promise<void>((go) => waiting.push(go));
    },
  };
}

async function ensureTable(tables: Tables, { properties }: Resource, name: string): Promise<string | undefined> {
  const indexes = (list: unknown) =>
    Array.isArray(list)
      ? list.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }))
      : undefined;
  const wanted = {
    TableName: name,
    AttributeDefinitions: properties['AttributeDefinitions'],
    KeySchema: properties['KeySchema'],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: indexes(properties['GlobalSecondaryIndexes']),
    LocalSecondaryIndexes: indexes(properties['LocalSecondaryIndexes']),
  };
  const known = await callTables(tables, 'DescribeTable', { TableName: name });
  if (known.status === 200) {
    const same = JSON.stringify(shapeOf(known.body['Table'] as Shape)) === JSON.stringify(shapeOf(wanted as Shape));
    return same
      ? undefined
      : 'its keys or indexes differ from those in the data folder; start with another --data folder';
  }
  const created = await callTables(tables, 'CreateTable', wanted);
  if (created.status !== 200) return `it cannot be created: ${created.body['message']}`;
  while ((await statusOf(tables, name)) !== 'ACTIVE') await new Promise((go) => setTimeout(go, 1));
  return undefined;
}

type Index = {
  IndexName: string;
  KeySchema: unknown;
  Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
};
type Shape = { KeySchema: unknown; GlobalSecondaryIndexes?: Index[]; LocalSecondaryIndexes?: Index[] };

function shapeOf({ KeySchema, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: Shape) {
  const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map((index) =>
    JSON.stringify([
      index.IndexName,
      keysOf(index.KeySchema),
      index.Projection.ProjectionType,
      [...(index.Projection.NonKeyAttributes ?? [])].sort(),
    ]),
  );
  return [keysOf(KeySchema), indexes.sort()];
}

const keysOf = (schema: unknown) =>
  (schema as { AttributeName: string; KeyType: string }[]).map(({ AttributeName, KeyType }) => [
    AttributeName,
    KeyType,
  ]);

async function statusOf(tables: Tables, TableName: string): Promise<unknown> {
  const { body } = await callTables(tables, 'DescribeTable', { TableName });
  return (body['Table'] as { TableStatus?: string } | undefined)?.TableStatus;
}

/** Calls dynalite without a network. It wants to see a signature, and checks no more of it. */
export function callTables(
  tables: Tables,
  operation: string,
  input: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=engine, SignedHeaders=host, Signature=none',
    };
    const res = {
      statusCode: 200,
      setHeader: () => undefined,
      end: (text: string) => resolve({ status: res.statusCode, body: JSON.parse(text || '{}') }),
    };
    tables.handle({ url: '/', headers, body: Buffer.from(JSON.stringify(input)) }, res as unknown as ServerResponse);
  });
}
