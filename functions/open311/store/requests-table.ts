import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../../contracts/retention.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import { digest } from '../../shared/ids.ts';
import { sortable } from '../../shared/sortable.ts';
import { untilNoneLeft } from '../../shared/throttled.ts';
import type { PublicRequest } from '../public/request.ts';
import { monthOf, monthsIn } from './months.ts';
import type { Noted, RequestsStore, Span, Stored } from './ports.ts';

const KEYS_AT_ONCE = 100; // BatchGetItem takes so many

const KIND = 'request as everybody sees it';

const requestPlace = (place: string) => ({ pk: `REQUEST#${place}`, sk: 'REQUEST' });

/** What everybody may see of requests, on DynamoDB. */
export function requestsTable(client: DynamoDBDocumentClient, tableName: string): RequestsStore {
  const put = (Item: Record<string, unknown>, more: object = {}) =>
    client.send(new PutCommand({ TableName: tableName, Item, ...more }));
  const get = async (Key: { pk: string; sk: string }) =>
    (await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item;

  /** Items of one month within a span. */
  const within = (kind: 'MADE' | 'NOTED', month: string, { from, to }: Span, newestFirst: boolean) =>
    paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :month AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':month': `${kind}#${month}`,
          ':from': sortable(from),
          ':to': `${sortable(to)}~`, // after whatever stands behind that instant,
        },
        ScanIndexForward: !newestFirst,
        ConsistentRead: true,
      },
    );

  const requestsAt = async (places: string[]): Promise<Map<string, PublicRequest>> => {
    const found = new Map<string, PublicRequest>();
    await untilNoneLeft<Record<string, unknown>>(places.map(requestPlace), async (left) => {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
      );
      for (const { pk, request } of Responses?.[tableName] ?? [])
        found.set((pk as string).slice('REQUEST#'.length), request as PublicRequest);
      return UnprocessedKeys?.[tableName]?.Keys ?? [];
    });
    return found;
  };

  async function* listed(span: Span): AsyncGenerator<PublicRequest> {
    for (const month of monthsIn(span).toReversed())
      for await (const { Items = [] } of within('MADE', month, span, true))
        for (let i = 0; i < Items.length; i += KEYS_AT_ONCE) {
          const entries = Items.slice(i, i + KEYS_AT_ONCE).map(
            ({ sk }) => (sk as string).split('#') as [string, string],
          );
          const found = await requestsAt([...new Set(entries.map(([, place]) => place))]);
          for (const [made, place] of entries) {
            const request = found.get(place);
            if (request && sortable(request.requested_at) === made) yield request;
          }
        }
  }

  return {
    request: async (id) => {
      const item = await get(requestPlace(digest(id)));
      return item ? { request: item['request'] as Stored['request'], version: item['version'] as number } : null;
    },
    put: async (request, before, at) => {
      const place = digest(request.id);
      const kept = expiry(KIND, at);
      // What leads to it comes first: without the request it is passed over, and the request alone would be in no list.
      const made = `${sortable(request.requested_at)}#${place}`;
      await put({ pk: `MADE#${monthOf(request.requested_at)}`, sk: made, ...kept });
      const condition =
        before === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': before } };
      return wentThrough(put({ ...requestPlace(place), request, version: before + 1, ...kept }, condition));
    },
    note: async (update, at) => {
      const Key = { pk: `UPDATE#${update.update_id}`, sk: 'UPDATE' };
      const first = { ...Key, at, ...expiry(KIND, at) };
      const isNew = await wentThrough(put(first, { ConditionExpression: 'attribute_not_exists(pk)' }));
      const since = isNew ? at : ((await get(Key))?.['at'] as number);
      const sk = `${sortable(since)}#${update.update_id}`;
      await put({ pk: `NOTED#${monthOf(since)}`, sk, update: { ...update, at: since }, ...expiry(KIND, since) });
    },
    listed,
    updates: async (span, most) => {
      const found: Noted[] = [];
      for (const month of monthsIn(span))
        for await (const { Items = [] } of within('NOTED', month, span, false)) {
          found.push(...Items.map(({ update }) => update as Noted));
          if (found.length >= most) return found.slice(0, most);
        }
      return found;
    },
  };
}
