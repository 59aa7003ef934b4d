import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../contracts/retention.ts';
import type { Now } from '../shared/clock.ts';
import { wentThrough } from '../shared/conditional-write.ts';
import { keepFact } from './keep-fact.ts';
import { quarterOf, writeLinksTo } from './links.ts';
import { writeReferencesTo } from './references.ts';
import type { NewestExtract, Stored, WriteRegister } from './register.ts';
import { personsOf } from './stored-facts.ts';
import { bodyOf, matterPlace, newestPlace } from './table.ts';

/** The register as its writers see it, on DynamoDB. Nothing that is stored goes back in the source's own order. */
export function registerTable(client: DynamoDBDocumentClient, tableName: string, now: Now): WriteRegister {
  let guess = { run: '', linksAreThere: true };
  const link = writeLinksTo(client, tableName);

  return {
    keep: async (matter) => {
      const { about, run, told_at, people } = matter;
      const persons = personsOf(people);
      const linked = `${quarterOf(told_at)} ${persons.toSorted()}`;
      // What events told of the matter stands on the same item, and stays.
      const update = (condition: string, more: Record<string, unknown> = {}) =>
        new UpdateCommand({
          TableName: tableName,
          Key: matterPlace(about),
          UpdateExpression: 'SET #run = :run, told_at = :at, #linked = :linked, body = :body, expires_at = :expires',
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#run': 'run', '#linked': 'linked' },
          ExpressionAttributeValues: {
            ...{ ':run': run, ':at': told_at, ':linked': linked, ':body': bodyOf(matter) },
            ':expires': expiry('matter', told_at).expires_at,
          },
          ...more,
        });
      // Night after night the people are the same and their links are there: then one write does.
      if (guess.run !== run) guess = { run, linksAreThere: true };
      if (guess.linksAreThere && (await wentThrough(client.send(update('#linked = :linked AND told_at <= :at')))))
        return 'stored';
      await link(about, persons, told_at);
      let before: Record<string, unknown> | undefined;
      const anyway = update('attribute_not_exists(pk) OR told_at <= :at', { ReturnValues: 'ALL_OLD' });
      const stored = await wentThrough(client.send(anyway).then(({ Attributes }) => (before = Attributes)));
      // What this one would have needed is the best guess at what the next one of its file needs.
      guess = { run, linksAreThere: before?.['linked'] === linked };
      return stored ? 'stored' : 'stale';
    },
    newestExtract: async (extract: NewestExtract): Promise<Stored> => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...newestPlace, ...extract },
        ConditionExpression: 'attribute_not_exists(pk) OR extracted_at < :at OR (extracted_at = :at AND run <> :run)',
        ExpressionAttributeValues: { ':at': extract.extracted_at, ':run': extract.run },
      });
      if (await wentThrough(client.send(put))) return 'stored';
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: newestPlace, ConsistentRead: true }),
      );
      return Item?.['run'] === extract.run ? 'already' : 'stale';
    },
    fact: (fact) => keepFact({ client, tableName, now, link }, fact),
    keepReferences: writeReferencesTo(client, tableName, now),
  };
}
