import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Engine } from '../../infra/local/engine/engine.ts';
import type { leakyWorkers } from './leaky-workers.ts';
import { event, extract, payment } from './marked-input.ts';
import { clientsOf } from './operator.ts';

/** Whose data is put where it must not be. */
export type Spied = { first_name: string; last_name: string; mobile: string; email: string };

/** A stack under watch: where Notify's callbacks come in, where Notify is, and where its state is on the disk. */
export type Watched = {
  engine: Engine;
  doorUrl: string;
  notifyUrl: string;
  folder: string;
  events: (body: unknown) => Promise<unknown>;
  drop: (name: string, text: string) => Promise<unknown>;
  leaking: ReturnType<typeof leakyWorkers>['leaking'];
};

/** Somebody's data, and the places in which it is to be found: while the stack runs, and on its disk. */
type Plant = { place?: RegExp; disk?: RegExp; put: (watched: Watched, spied: Spied) => Promise<unknown> };

const secretOf = ({ first_name, mobile }: Spied) => JSON.stringify({ name: first_name, to: mobile });

/** Physical id of the first resource of a type whose logical id fits. */
export const physicalOf = ({ resources }: Engine, type: string, name: RegExp): string =>
  [...resources].find(([id, each]) => each.type === type && name.test(id))?.[1].physicalId ?? '';

function putEvent(engine: Engine, DetailType: string, Detail: string): Promise<unknown> {
  const EventBusName = physicalOf(engine, 'AWS::Events::EventBus', /./);
  return clientsOf(engine).bus.send(
    new PutEventsCommand({ Entries: [{ EventBusName, Source: 'x', DetailType, Detail }] }),
  );
}

const putObject = (engine: Engine, Bucket: string | undefined, Key: string, Body: string) =>
  clientsOf(engine).s3.send(new PutObjectCommand({ Bucket, Key, Body }));

/** Onto a queue of dead letters, where no worker takes it. */
function putMessage(engine: Engine, spied: Spied): Promise<unknown> {
  const dead = engine.queues().find(({ deadLetterOf }) => deadLetterOf.length > 0)!;
  const QueueUrl = physicalOf(engine, 'AWS::SQS::Queue', new RegExp(`^${dead.logicalId}$`));
  return clientsOf(engine).sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: secretOf(spied) }));
}

/**
 * Leaks of residents' data, each of somebody else's: as an operator past all functions, and through real workers and doors,
 * which log the source of an event that they cannot use, name events in answers and accounts in reports, all by their own names.
 */
const PLANTS: readonly Plant[] = [
  {
    place: /^table notices/,
    put: ({ engine }, { email }) => {
      const TableName = physicalOf(engine, 'AWS::DynamoDB::Table', /^notices/);
      const Item = { pk: { S: 'X' }, sk: { S: email } };
      return clientsOf(engine).tables.send(new PutItemCommand({ TableName, Item }));
    },
  },
  {
    place: /^object intakeinbox/,
    put: ({ engine }, spied) =>
      putObject(engine, engine.outputs['InboxBucketName'], 'x/a.receipt.json', secretOf(spied)),
  },
  {
    place: /^url of an object/,
    put: ({ engine }, { last_name }) => putObject(engine, engine.outputs['InboxBucketName'], `x/${last_name}.txt`, 'x'),
  },
  {
    place: /^object performancesite/,
    disk: /s3_objects \S*performancesite\S* open-data/,
    put: ({ engine }, spied) => {
      const site = physicalOf(engine, 'AWS::S3::Bucket', /sitebucket/i);
      return putObject(engine, site, 'open-data/contacts.csv', secretOf(spied));
    },
  },
  {
    place: /^dead letter/,
    disk: /sqs_messages/,
    put: ({ engine }, spied) => putMessage(engine, spied),
  },
  { place: /^queue message/, put: ({ engine }, spied) => putMessage(engine, spied) },
  { place: /^event/, put: ({ engine }, spied) => putEvent(engine, 'x', secretOf(spied)) },
  {
    place: /^log/,
    put: ({ engine }, { first_name }) => {
      const unusable = { ...event('council.notices.notice-sent.v1', {}), source: first_name };
      return putEvent(engine, unusable.type, JSON.stringify({ events: [unusable] }));
    },
  },
  {
    place: /^log/, // an error that a worker ends with
    put: ({ doorUrl, leaking }, { email }) => leaking('error', email, () => postText(doorUrl)),
  },
  {
    place: /^answer of \/notify\/texts/,
    put: ({ doorUrl, leaking }, { mobile }) => leaking('answer', mobile, () => postText(doorUrl)),
  },
  {
    place: /^url of a callback/,
    put: ({ doorUrl }, { mobile }) => fetch(`${doorUrl}/notify/nowhere?q=${encodeURIComponent(mobile)}`),
  },
  {
    place: /^url to Notify/,
    put: ({ notifyUrl }, { email }) => fetch(`${notifyUrl}/v2/notifications?reference=${encodeURIComponent(email)}`),
  },
  {
    place: /^answer of \/events/,
    put: ({ events }, { email }) => events([event('council.payments.payment-received.v1', payment, { id: email })]),
  },
  { place: /^answer of \/officers/, put: dropMisplaced },
  { place: /^report/, put: dropMisplaced },
  {
    disk: /^disk \S*engine\.log/,
    put: async ({ folder }, { mobile }) =>
      writeFileSync(join(folder, 'engine.log'), Buffer.from(mobile).toString('base64')),
  },
];

/** A file whose account is a phone number: decisions name their accounts. */
function dropMisplaced({ drop }: Watched, spied: Spied): Promise<unknown> {
  const account_ref = spied.mobile.replaceAll(' ', '');
  const row = { ...spied, address_line_1: '', note: '', account_ref, person_ref: `SPY-${account_ref}` };
  return drop(`9-${account_ref.slice(-3)}.csv`, extract(`RE-9-${account_ref.slice(-3)}`, [row]));
}

/** As Notify would post it, but without its token: whatever the worker says of it, it has nobody's data from us. */
const postText = (doorUrl: string) => fetch(`${doorUrl}/notify/texts`, { method: 'POST', body: '{}' });

/** How many people's data is put somewhere. */
export const PLANTED = PLANTS.length;

/** Lets out the data of each of these people somewhere else. @param people so many as are planted */
export async function plantLeaks(watched: Watched, people: readonly Spied[]): Promise<void> {
  for (const [n, { put }] of PLANTS.entries()) await put(watched, people[n]!);
}

type Finder = { marksIn: (content: string) => string[] };

/**
 * Where the data of those who were let out was not found.
 * @param found lines of the finder's `leaks`
 * @param where which of a plant's places is looked at
 */
export function missingIn(
  found: readonly string[],
  { people, finder, where }: { people: readonly Spied[]; finder: Finder; where: 'place' | 'disk' },
): string[] {
  return PLANTS.flatMap((plant, n) => {
    const place = plant[where];
    const beginnings = finder.marksIn(Object.values(people[n]!).join(' \n ')).map((mark) => `${mark} is in `);
    const isThere = (line: string) =>
      beginnings.some((each) => line.startsWith(each) && place?.test(line.slice(each.length)));
    return place === undefined || found.some(isThere) ? [] : [String(place)];
  });
}
