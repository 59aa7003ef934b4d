import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Engine } from '../../infra/local/engine/engine.ts';
import { event, extract, payment } from './marked-input.ts';
import { clientsOf } from './operator.ts';

/** Whose data is put where it must not be. */
export type Spied = { first_name: string; last_name: string; mobile: string; email: string };

/** A stack under watch: where Notify's callbacks come in, and where its state is on the disk. */
export type Watched = {
  engine: Engine;
  doorUrl: string;
  folder: string;
  events: (body: unknown) => Promise<unknown>;
  drop: (name: string, text: string) => Promise<unknown>;
};

/** Kinds of places in which something is planted. */
export const PLANTED = [
  ...['table notices', 'object intakeinbox', 'object performancesite', 'url of an object', 'url of a callback'],
  ...['dead letter', 'queue message', 'event', 'log', 'answer of /events', 'answer of /officers', 'report'],
];
/** And on the disk. */
export const PLANTED_ON_DISK = [/disk engine\.log/, /sqs_messages/, /s3_objects \S*performancesite\S* open-data/];

/** Physical id of the first resource of a type whose logical id fits. */
export const physicalOf = ({ resources }: Engine, type: string, name: RegExp): string =>
  [...resources].find(([id, each]) => each.type === type && name.test(id))?.[1].physicalId ?? '';

/**
 * Leaks a resident's data on purpose: as an operator past all functions, and through real workers and doors, which log
 * the source of an event that they cannot use, name events in answers and accounts in reports, all by their own names.
 */
export async function plantLeaks({ engine, doorUrl, folder, events, drop }: Watched, spied: Spied): Promise<void> {
  const { s3, tables, sqs, bus } = clientsOf(engine);
  const secret = JSON.stringify({ name: spied.first_name, to: spied.mobile });
  const notices = physicalOf(engine, 'AWS::DynamoDB::Table', /^notices/);
  await tables.send(new PutItemCommand({ TableName: notices, Item: { pk: { S: 'X' }, sk: { S: spied.email } } }));
  const inbox = engine.outputs['InboxBucketName'];
  await s3.send(new PutObjectCommand({ Bucket: inbox, Key: `x/${spied.last_name}.receipt.json`, Body: secret }));
  const site = physicalOf(engine, 'AWS::S3::Bucket', /sitebucket/i);
  await s3.send(new PutObjectCommand({ Bucket: site, Key: 'open-data/contacts.csv', Body: secret }));
  const dead = engine.queues().find(({ deadLetterOf }) => deadLetterOf.length > 0)!;
  const QueueUrl = physicalOf(engine, 'AWS::SQS::Queue', new RegExp(`^${dead.logicalId}$`));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: secret }));
  const EventBusName = physicalOf(engine, 'AWS::Events::EventBus', /./);
  const put = (DetailType: string, Detail: string) =>
    bus.send(new PutEventsCommand({ Entries: [{ EventBusName, Source: 'x', DetailType, Detail }] }));
  await put('x', secret);
  await fetch(`${doorUrl}/nowhere?q=${encodeURIComponent(spied.mobile)}`);
  const unusable = { ...event('council.notices.notice-sent.v1', {}), source: spied.first_name };
  await put(unusable.type, JSON.stringify({ events: [unusable] }));
  await events([event('council.payments.payment-received.v1', payment, { id: spied.email })]);
  const account_ref = spied.mobile.replaceAll(' ', '');
  const misplaced = { ...spied, address_line_1: '', note: '', account_ref, person_ref: 'SPY' };
  await drop('9-misplaced.csv', extract('RE-9', [misplaced]));
  writeFileSync(join(folder, 'engine.log'), Buffer.from(spied.mobile).toString('base64'));
}
