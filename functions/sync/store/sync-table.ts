import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Newness } from '../../../contracts/order.ts';
import { EXPIRES, expiry } from '../../../contracts/retention.ts';
import { agendasOn } from '../../shared/agenda-pages.ts';
import type { Now } from '../../shared/clock.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { Key } from '../../shared/ids.ts';
import { type Ended, roundOf, type Subject } from '../rules/subject.ts';
import { circuitOn } from './circuit-table.ts';
import { deadOn } from './dead-table.ts';
import { outboxOn } from './outbox-table.ts';
import type { Entry, SyncStore } from './ports.ts';
import { DELIVERY, deliveryPlace, partitionOf, subjectPlace } from './table.ts';

type Item = Record<string, unknown>;

/** What is kept of subscribers, on DynamoDB: one subject is one item, and one write moves it. */
export function syncTable(client: DynamoDBDocumentClient, TableName: string, now: Now): SyncStore {
  const get = async (Key: { pk: string; sk: string }): Promise<Item | undefined> =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const { enterDead, ...list } = deadOn(client, TableName);
  const putEnd = (ended: Ended) => ({ TableName, Item: endedItem(ended) });
  return {
    ...agendasOn<string, Entry>(client, TableName, { written: entryWritten, read: entryRead }),
    ...circuitOn(client, TableName),
    ...outboxOn(client, TableName),
    ...list,

    subject: async (place) => {
      const item = await get(subjectPlace(place));
      return item ? subjectIn(item) : null;
    },
    putSubject: (subject) =>
      wentThrough(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...subjectItem(subject), ...expiry('subject at a subscriber', now()) },
            ...(subject.version === 1
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :before',
                  ExpressionAttributeValues: { ':before': subject.version - 1 },
                }),
          }),
        ),
      ),
    ended: async (place, id) => {
      const item = await get(deliveryPlace(place, id));
      return item ? endedIn(item) : null;
    },
    putEnded: async (ended) => {
      if (ended.state === 'dead') await enterDead(ended);
      await wentThrough(
        client.send(
          new PutCommand({
            ...putEnd(ended),
            ConditionExpression: 'attribute_not_exists(pk) OR size(tries) <= :tries',
            ExpressionAttributeValues: { ':tries': ended.tries.length },
          }),
        ),
      );
    },
    forgetEnded: async (ended) => {
      const round = roundOf(ended);
      const { subscriber, subject, event, at, state } = ended;
      await wentThrough(
        client.send(
          new DeleteCommand({
            TableName,
            Key: deliveryPlace({ subscriber, subject }, event.id),
            ConditionExpression: `#at = :at AND ${round === 0 ? 'attribute_not_exists(again)' : 'again.#round = :round'}`,
            ExpressionAttributeNames: { '#at': 'at', ...(round > 0 && { '#round': 'round' }) },
            ExpressionAttributeValues: { ':at': at, ...(round > 0 && { ':round': round }) },
          }),
        ),
      );
      if (state === 'dead') await list.strikeDead(subscriber, { id: event.id, at });
    },
    noteSuperseded: async (ended) => {
      const round = roundOf(ended);
      // What was delivered before it was to be told again stays so: of one round it is the end that says more.
      const same = '(#state = :state AND again.#round = :round AND size(tries) <= :tries)';
      const before = round === 0 ? '' : ` OR attribute_not_exists(again) OR again.#round < :round OR ${same}`;
      await wentThrough(
        client.send(
          new PutCommand({
            ...putEnd(ended),
            ConditionExpression: `attribute_not_exists(pk) OR (#state = :superseded AND size(tries) <= :tries)${before}`,
            ExpressionAttributeNames: { '#state': 'state', ...(round > 0 && { '#round': 'round' }) },
            ExpressionAttributeValues: {
              ':superseded': 'superseded',
              ':tries': ended.tries.length,
              ...(round > 0 && { ':round': round, ':state': ended.state }),
            },
          }),
        ),
      );
    },
    ofSubject: async (place) => {
      const items: Item[] = [];
      const query = {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': partitionOf(place) },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) items.push(...Items);
      return {
        waiting: items.filter((item) => !isEnd(item)).flatMap((item) => subjectIn(item).waiting),
        ended: items.filter(isEnd).map(endedIn),
      };
    },
    all: async (after) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName,
          FilterExpression: 'begins_with(pk, :subject)',
          ExpressionAttributeValues: { ':subject': 'SUBJECT#' },
          ConsistentRead: true,
          ...(after && { ExclusiveStartKey: JSON.parse(after) as Item }),
        }),
      );
      return {
        subjects: Items.filter((item) => !isEnd(item)).map(subjectIn),
        ended: Items.filter(isEnd).map(endedIn),
        next: LastEvaluatedKey ? JSON.stringify(LastEvaluatedKey) : null,
      };
    },
  };
}

const isEnd = ({ sk }: Item): boolean => String(sk).startsWith(DELIVERY);

const entryWritten = ({ subject, entered_at }: Entry): string => `${entered_at} ${subject}`;

function entryRead(text: string): Entry {
  const [entered_at, ...subject] = text.split(' ');
  return { subject: subject.join(' ') as Key, entered_at: Number(entered_at) };
}

const placeIn = (pk: unknown) => {
  const [, subscriber = '', ...rest] = String(pk).split('#');
  return { subscriber, subject: rest.join('#') as Key };
};

// As texts: half of what the same would take as maps, and what is begun over a kilobyte is billed as two.
const subjectItem = ({ version, newest, waiting, under_way, ...place }: Subject): Item => ({
  ...subjectPlace(place),
  version,
  newest: Object.fromEntries(
    Object.entries(newest).map(([told, { sequence, time, id }]) => [told, `${sequence} ${time} ${id}`]),
  ),
  ...(waiting.length > 0 && { waiting: waiting.map((each) => JSON.stringify(each)) }),
  ...(under_way && { under_way }),
});

function subjectIn({ pk, version, newest, waiting = [], under_way = null }: Item): Subject {
  return {
    ...placeIn(pk),
    version: version as number,
    newest: Object.fromEntries(
      Object.entries(newest as Record<string, string>).map(([told, text]) => [told, read(text)]),
    ),
    waiting: (waiting as string[]).map((text) => JSON.parse(text)),
    under_way: under_way as Subject['under_way'],
  };
}

function read(text: string): Newness {
  const [sequence = '', time = '', ...id] = text.split(' ');
  return { sequence, time, id: id.join(' ') };
}

const endedItem = ({ subscriber, subject, ...ended }: Ended): Item => ({
  ...deliveryPlace({ subscriber, subject }, ended.event.id),
  ...ended,
  ...expiry('delivery', ended.at),
});

const endedIn = ({ pk, sk: _, [EXPIRES]: __, ...ended }: Item): Ended => ({ ...placeIn(pk), ...ended }) as Ended;
