import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { EXPIRES, expiry } from '../../contracts/retention.ts';
import { wentThrough } from '../shared/conditional-write.ts';
import type { Key } from '../shared/ids.ts';
import type { About } from '../shared/matter.ts';
import { batchPut } from './batch-put.ts';
import { accountOf, contactsOf, FACTS, matterOf, type Place, personOf } from './table.ts';

type Link = Place & { bill_year?: string; expires_at: number };

/**
 * Links are written anew each quarter, and outlive it by one: they go when no source has told of their matter for so
 * long, and until then an ordinary night writes none.
 */
const QUARTER_MS = 90 * 24 * 3_600_000;
export const quarterOf = (told_at: number): number => Math.floor(told_at / QUARTER_MS);
const beginOf = (quarter: number): number => quarter * QUARTER_MS;

/** Writes the links of a matter from its account and these people. */
export type WriteLinks = (about: About, persons: readonly Key[], told_at: number) => Promise<void>;

export function writeLinksTo(client: DynamoDBDocumentClient, tableName: string): WriteLinks {
  const write = batchPut<Link>(client, tableName);
  /** What somebody told of how to reach them is kept for as long as a link leads from them. */
  const keepContacts = (person: Key, link: number) =>
    wentThrough(
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: contactsOf(person), sk: FACTS },
          UpdateExpression: 'SET #expires = :until',
          ConditionExpression: 'attribute_exists(pk) AND #expires < :until',
          ExpressionAttributeNames: { '#expires': EXPIRES },
          ExpressionAttributeValues: { ':until': link },
        }),
      ),
    );
  return async (about, persons, told_at) => {
    const { account, bill_year } = about;
    const partitions = [...(account ? [accountOf(account)] : []), ...persons.map(personOf)];
    const sk = matterOf(about);
    const rest = { ...expiry('link to a matter', beginOf(quarterOf(told_at))), ...(bill_year && { bill_year }) };
    await Promise.all([
      ...partitions.map((pk) => write({ pk, sk, ...rest })),
      ...persons.map((person) => keepContacts(person, rest.expires_at)),
    ]);
  };
}
