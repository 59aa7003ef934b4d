// Run by cpu.ts in a process of its own: `node same-calls.ts FILE`. Makes the AWS and Notify calls that the functions
// made, with the same clients and the same input, and does nothing else: first those of the warm-up. Prints the CPU seconds
// that the others took.

import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
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
import axios from 'axios';
import { NotifyClient } from 'notifications-node-client';
import type { AwsCall } from './bench-stack.ts';

/** As they were made, or one ten after the other: many at once are cheaper, since one wake-up then serves them all. */
export type Pace = 'as made' | 'ten at a time';

export type SameCalls = {
  pace: Pace;
  endpoint: string;
  calls: AwsCall[];
  warmUp: AwsCall[];
  notify: {
    url: string;
    key: string;
    template: string;
    personalisation: Record<string, string>;
    /** When each message was posted. */
    at: number[];
    /** How many were posted before. */
    warmUp: number;
  };
};

const AT_ONCE = 10;

const { pace, endpoint, calls, warmUp, notify } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as SameCalls;
const config = { endpoint, region: 'eu-west-2', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } };
const tables = DynamoDBDocumentClient.from(new DynamoDBClient(config));
const bus = new EventBridgeClient(config);
const queues = new SQSClient(config);
const client = new NotifyClient(notify.url, notify.key);
// As the functions have it: connections that stay, and no library between for redirects.
const request = axios.create({ httpAgent: new http.Agent({ keepAlive: true }), maxRedirects: 0 });
client.setClient(request as unknown as Parameters<typeof client.setClient>[0]);

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

type Work = { at: number; name: string; go: () => Promise<unknown> }[];

const workOf = (some: AwsCall[]): Work =>
  some.flatMap(({ at, service, operation, input }) => {
    const maker = makers[`${service}.${operation}`];
    return maker && input ? [{ at, name: `${service}.${operation}`, go: maker(input) }] : [];
  });

const posts = (at: number[]): Work =>
  at.map((when, n) => ({
    at: when,
    name: 'notify.post',
    go: () =>
      client.sendEmail(notify.template, `resident.${n}@example.org`, {
        personalisation: notify.personalisation,
        reference: `bench-notice-reference-${when}-${n}.email`,
      }),
  }));

// A condition that does not hold is an answer like any other: of strangers none of the guesses at what is there does.
const make = ({ name, go }: Work[number]) =>
  go().catch((error: Error) => {
    if (error.name !== 'ConditionalCheckFailedException') failed.set(name, (failed.get(name) ?? 0) + 1);
  });

async function tenAtATime(work: Work): Promise<void> {
  for (let at = 0; at < work.length; at += AT_ONCE) await Promise.all(work.slice(at, at + AT_ONCE).map(make));
}

async function asMade(work: Work): Promise<void> {
  const later = Date.now() - (work[0]?.at ?? 0);
  const going: Promise<unknown>[] = [];
  for (const each of work) {
    const early = each.at + later - Date.now();
    if (early > 0) await pause(early);
    going.push(make(each));
  }
  await Promise.all(going);
}

await tenAtATime([...workOf(warmUp), ...posts(Array(notify.warmUp).fill(0))]);
failed.clear();
const then = [...workOf(calls), ...posts(notify.at)].sort((a, b) => a.at - b.at);
const before = process.cpuUsage();
await (pace === 'as made' ? asMade(then) : tenAtATime(then));
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    cpu_seconds: (user + system) / 1e6,
    made: then.length,
    failed: Object.fromEntries(failed),
  }),
);
process.exit(0);
