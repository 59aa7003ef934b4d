import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../../contracts/retention.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import type { Key } from '../../shared/ids.ts';
import type { NoticeStore } from './ports.ts';
import { claimPlace, noticesPartition, WAITS_AT, waitsAtPlace, waitsFor, waitsPlace } from './table.ts';

type Claim = { notice: Key; version: number; until: number };
type Values = { ExpressionAttributeValues: Record<string, unknown> };

/** Which notice has which address, and until when: an item for each address. And which notice waits for which. */
export function claimsOn(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<
  NoticeStore,
  'takeAddress' | 'giveBackAddress' | 'addressHolder' | 'lastHolder' | 'waitFor' | 'waitingFor' | 'waitAt' | 'waitingAt'
> {
  const idsUnder = async (pk: string, before: string): Promise<Key[]> => {
    const found: Key[] = [];
    const query = {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :before)',
      ExpressionAttributeValues: { ':pk': pk, ':before': before },
      ConsistentRead: true,
    };
    for await (const { Items = [] } of paginateQuery({ client }, query))
      found.push(...Items.map(({ sk }) => (sk as string).slice(before.length) as Key));
    return found;
  };
  const claim = async (address: Key) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: claimPlace(address), ConsistentRead: true }),
    );
    return Item as Claim | undefined;
  };
  const put = (address: Key, item: Claim, condition: Pick<PutCommandInput, 'ConditionExpression'> & Values) =>
    wentThrough(
      client.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...claimPlace(address), ...item, ...expiry('claim of an address', item.until) },
          ExpressionAttributeNames: { '#until': 'until' },
          ...condition,
        }),
      ),
    );
  const takeAddress: NoticeStore['takeAddress'] = async (address, { id, version }, until, now) => {
    const taken = await put(
      address,
      { notice: id, version, until },
      {
        ConditionExpression:
          'attribute_not_exists(pk) OR (notice <> :notice AND #until <= :now) OR (notice = :notice AND #until <= :until AND version <= :version)',
        ExpressionAttributeValues: { ':notice': id, ':now': now, ':until': until, ':version': version },
      },
    );
    if (taken) return true;
    const has = await claim(address);
    if (has?.notice !== id) return false;
    // Refused, and yet ours: it has the address for longer already, or for a later version. It keeps the later of both.
    const later = { notice: id, version: Math.max(has.version, version), until: Math.max(has.until, until) };
    const kept = await put(address, later, {
      ConditionExpression: 'notice = :notice AND #until = :until AND version = :version',
      ExpressionAttributeValues: { ':notice': id, ':until': has.until, ':version': has.version },
    });
    return kept || takeAddress(address, { id, version }, until, now);
  };
  return {
    takeAddress,
    giveBackAddress: async (address, { id, version }) =>
      wentThrough(
        client.send(
          new DeleteCommand({
            TableName: tableName,
            Key: claimPlace(address),
            ConditionExpression: 'notice = :notice AND version <= :version',
            ExpressionAttributeValues: { ':notice': id, ':version': version },
          }),
        ),
      ),
    addressHolder: async (address, now) => {
      const has = await claim(address);
      return has && has.until > now ? has.notice : null;
    },
    lastHolder: async (address) => (await claim(address))?.notice ?? null,
    waitFor: async (holder, waiting, at) => {
      const Item = { ...waitsPlace(holder, waiting), ...expiry('wait for an address', at) };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },
    waitingFor: (holder) => idsUnder(noticesPartition(holder), waitsFor(holder)),
    waitAt: async (address, { id, due_at }) => {
      const Item = { ...waitsAtPlace(address, id), ...expiry('wait at an address', due_at) };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },
    waitingAt: (address) => idsUnder(waitsAtPlace(address, '' as Key).pk, WAITS_AT),
  };
}
