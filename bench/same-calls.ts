// Run by cpu.ts in a process of its own: `node same-calls.ts FILE`. Makes the AWS and Notify calls that the functions
// made, with the same clients and the same input, ten at a time, and does nothing else: first those of the warm-up. Prints
// the CPU seconds that the others took.

import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { NotifyClient } from 'notifications-node-client';
import type { AwsCall } from './bench-stack.ts';

export type SameCalls = {
  endpoint: string;
  calls: AwsCall[];
  warmUp: AwsCall[];
  notify: {
    url: string;
    key: string;
    template: string;
    personalisation: Record<string, string>;
    messages: number;
    warmUp: number;
  };
};

const AT_ONCE = 10;

const { endpoint, calls, warmUp, notify } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as SameCalls;
const config = { endpoint, region: 'eu-west-2', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } };
const tables = DynamoDBDocumentClient.from(new DynamoDBClient(config));
const bus = new EventBridgeClient(config);
const queues = new SQSClient(config);
const client = new NotifyClient(notify.url, notify.key);

/** What was recorded is as it went over the wire; the functions speak plain objects. */
const MARSHALLED = ['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey'] as const;
type Marshalled = Parameters<typeof unmarshall>[0];
type OfTable = { Keys: Marshalled[] } | { PutRequest: { Item: Marshalled } }[];
type Input = Record<string, unknown>;

function plain(input: Input): Input {
  const out: Input = { ...input };
  for (const name of MARSHALLED) if (out[name]) out[name] = unmarshall(out[name] as Marshalled);
  const requests = Object.entries((out['RequestItems'] ?? {}) as Record<string, OfTable>);
  if (requests.length > 0)
    out['RequestItems'] = Object.fromEntries(requests.map(([table, of]) => [table, plainOf(of)]));
  return out;
}

const plainOf = (of: OfTable) =>
  Array.isArray(of)
    ? of.map(({ PutRequest }) => ({ PutRequest: { Item: unmarshall(PutRequest.Item) } }))
    : { ...of, Keys: of.Keys.map((key) => unmarshall(key)) };

const failed = new Map<string, number>();
type Maker = (input: Input) => () => Promise<unknown>;

/** The send of a document client takes each command's own types; here any of them is sent. */
const send = tables.send.bind(tables) as (command: object) => Promise<unknown>;
const onTable =
  (make: (input: never) => object): Maker =>
  (input) => {
    const given = plain(input) as never;
    return () => send(make(given));
  };

const makers: Record<string, Maker> = {
  'sqs.SendMessage': (input) => () => queues.send(new SendMessageCommand(input as never)),
  'sqs.SendMessageBatch': (input) => () => queues.send(new SendMessageBatchCommand(input as never)),
  'eventbridge.PutEvents': ({ Entries }) => {
    const entries = (Entries as { Time: number }[]).map((each) => ({ ...each, Time: new Date(each.Time * 1000) }));
    return () => bus.send(new PutEventsCommand({ Entries: entries }));
  },
  'dynamodb.GetItem': onTable((input) => new GetCommand(input)),
  'dynamodb.PutItem': onTable((input) => new PutCommand(input)),
  'dynamodb.UpdateItem': onTable((input) => new UpdateCommand(input)),
  'dynamodb.DeleteItem': onTable((input) => new DeleteCommand(input)),
  'dynamodb.Query': onTable((input) => new QueryCommand(input)),
  'dynamodb.BatchGetItem': onTable((input) => new BatchGetCommand(input)),
  'dynamodb.BatchWriteItem': onTable((input) => new BatchWriteCommand(input)),
};

type Work = { name: string; go: () => Promise<unknown> }[];

const workOf = (some: AwsCall[]): Work =>
  some.flatMap(({ service, operation, input }) => {
    const maker = makers[`${service}.${operation}`];
    return maker && input ? [{ name: `${service}.${operation}`, go: maker(input) }] : [];
  });
const messages: Work = Array.from({ length: notify.warmUp + notify.messages }, (_, n) => ({
  name: 'notify.post',
  go: () =>
    client.sendEmail(notify.template, `resident.${n}@example.org`, {
      personalisation: notify.personalisation,
      reference: `bench-notice-reference-${n}.email`,
    }),
}));

async function make(work: Work): Promise<void> {
  for (let at = 0; at < work.length; at += AT_ONCE) {
    await Promise.all(
      work.slice(at, at + AT_ONCE).map(({ name, go }) =>
        // A condition that does not hold is an answer like any other.
        go().catch(() => failed.set(name, (failed.get(name) ?? 0) + 1)),
      ),
    );
  }
}

const [first, then] = [workOf(warmUp), workOf(calls)];
await make(first);
await make(messages.slice(0, notify.warmUp));
failed.clear();
const before = process.cpuUsage();
await make(then);
await make(messages.slice(notify.warmUp));
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    cpu_seconds: (user + system) / 1e6,
    made: then.length + notify.messages,
    failed: Object.fromEntries(failed),
  }),
);
process.exit(0);
