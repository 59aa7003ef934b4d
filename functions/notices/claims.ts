import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { held } from '../shared/held.ts';
import type { Key } from '../shared/ids.ts';
import type { NoticeStore } from './store.ts';
import { claimPlace } from './table.ts';

/** Which notice has which address, and until when: an item for each address. */
export function claimsOn(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<NoticeStore, 'takeAddress' | 'giveBackAddress' | 'addressHolder'> {
  const claim = async (address: Key) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: claimPlace(address), ConsistentRead: true }),
    );
    return Item as { notice: Key; until: number } | undefined;
  };
  return {
    takeAddress: async (address, notice, until, now) => {
      const taken = await held(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...claimPlace(address), notice, until },
            ConditionExpression:
              'attribute_not_exists(pk) OR (notice <> :notice AND #until <= :now) OR (notice = :notice AND #until <= :until)',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':notice': notice, ':now': now, ':until': until },
          }),
        ),
      );
      // Refused, and yet ours: it has the address for longer already.
      return taken || (await claim(address))?.notice === notice;
    },
    giveBackAddress: async (address, notice) => {
      await held(
        client.send(
          new DeleteCommand({
            TableName: tableName,
            Key: claimPlace(address),
            ConditionExpression: 'notice = :notice',
            ExpressionAttributeValues: { ':notice': notice },
          }),
        ),
      );
    },
    addressHolder: async (address, now) => {
      const has = await claim(address);
      return has && has.until > now ? has.notice : null;
    },
  };
}
