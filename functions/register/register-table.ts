import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../contracts/retention.ts';
import type { Now } from '../shared/clock.ts';
import { wentThrough } from '../shared/conditional-write.ts';
import { untilNoneLeft } from '../shared/throttled.ts';
import { together } from '../shared/together.ts';
import type { Kept, Matter, NewestExtract, RegisterFact, Stored, WriteRegister } from './register.ts';
import {
  attributeOf,
  endedIn,
  isNewer,
  personsOf,
  type StoredFact,
  type StoredFacts,
  storedFact,
} from './stored-facts.ts';
import { accountOf, FACTS, matterOf, matterPlace, newestPlace, type Place, personOf, subjectOf } from './table.ts';

const LINKS_AT_ONCE = 25; // BatchWriteItem takes 25

type Link = Place & { bill_year?: string; expires_at: number };
type WriteRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

/** The register as its writers see it, on DynamoDB. Nothing that is stored goes back in the source's own order. */
export function registerTable(client: DynamoDBDocumentClient, tableName: string, now: Now): WriteRegister {
  let linksAreThere = true;

  /** `false` if the condition did not hold. */
  const putIf = async (item: Place & Record<string, unknown>, condition: string, values: Record<string, unknown>) =>
    wentThrough(
      client.send(
        new PutCommand({
          TableName: tableName,
          Item: item,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        }),
      ),
    );

  const writeLinks = together(LINKS_AT_ONCE, async (links: Link[]) => {
    // People of several debts come once for each, but no item may stand in a request twice.
    const each = new Map(links.map((link) => [`${link.pk}\n${link.sk}`, { PutRequest: { Item: link } }]));
    await untilNoneLeft<WriteRequest>([...each.values()], async (left) => {
      const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: left } }));
      return UnprocessedItems?.[tableName] ?? [];
    });
    return links.map(() => undefined);
  });

  /** Links first: a matter that is there is always found by its account and its people. */
  const link = async ({ about, people, told_at }: Matter) => {
    const { account, bill_year } = about;
    const partitions = [...(account ? [accountOf(account)] : []), ...personsOf(people).map(personOf)];
    const sk = matterOf(about);
    const rest = { ...expiry('link to a matter', beginOf(quarterOf(told_at))), ...(bill_year && { bill_year }) };
    await Promise.all(partitions.map((pk) => writeLinks({ pk, sk, ...rest })));
  };

  return {
    keep: async (matter) => {
      const { about, run, told_at, ref, people, state } = matter;
      const linked = `${quarterOf(told_at)} ${personsOf(people).sort()}`;
      const { kind: _, id: __, ...of } = about; // they are its place
      const item = {
        ...matterPlace(about),
        ...expiry('matter', told_at),
        run,
        told_at,
        linked,
        body: JSON.stringify({ of, ref, people, state }),
      };
      // Night after night the people are the same and their links are there: then one write does.
      if (linksAreThere) {
        if (await putIf(item, 'linked = :linked AND told_at <= :at', { ':linked': linked, ':at': told_at }))
          return 'stored';
      }
      await link(matter);
      let before: Record<string, unknown> | undefined;
      const write = new PutCommand({
        TableName: tableName,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk) OR told_at <= :at',
        ExpressionAttributeValues: { ':at': told_at },
        ReturnValues: 'ALL_OLD',
      });
      const stored = await wentThrough(client.send(write).then(({ Attributes }) => (before = Attributes)));
      // What this one would have needed is the best guess at what the next one needs.
      linksAreThere = before?.['linked'] === linked;
      return stored ? 'stored' : 'stale';
    },
    newestExtract: async (extract: NewestExtract): Promise<Stored> => {
      const item = { ...newestPlace, ...extract };
      const condition = 'attribute_not_exists(pk) OR extracted_at < :at OR (extracted_at = :at AND run <> :run)';
      if (await putIf(item, condition, { ':at': extract.extracted_at, ':run': extract.run })) {
        return 'stored';
      }
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: newestPlace, ConsistentRead: true }),
      );
      return Item?.['run'] === extract.run ? 'already' : 'stale';
    },
    fact: (fact) => keepFact({ client, tableName, now }, fact),
  };
}

/**
 * Links are written anew each quarter, and outlive it by one: they go when no source has told of their matter for so
 * long, and until then an ordinary night writes none.
 */
const QUARTER_MS = 90 * 24 * 3_600_000;
const quarterOf = (told_at: number): number => Math.floor(told_at / QUARTER_MS);
const beginOf = (quarter: number): number => quarter * QUARTER_MS;

/** History first, so that what is in force always has its place there. */
async function keepFact(
  { client, tableName, now }: { client: DynamoDBDocumentClient; tableName: string; now: Now },
  fact: RegisterFact,
): Promise<Kept> {
  const pk = subjectOf(fact.subject);
  const name = attributeOf(fact);
  const word = storedFact(fact, now());
  const past = {
    pk,
    sk: `FACT#${name}#${new Date(word.at).toISOString()}#${word.weight}`,
    ...word,
    ...expiry('history of a fact', word.stored_at),
  };
  await wentThrough(
    client.send(new PutCommand({ TableName: tableName, Item: past, ConditionExpression: 'attribute_not_exists(pk)' })),
  );
  let facts: Record<string, unknown> = {};
  const moved = await wentThrough(
    client
      .send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk, sk: FACTS },
          UpdateExpression: 'SET #fact = :word',
          ConditionExpression:
            'attribute_not_exists(#fact) OR #fact.#at < :at OR (#fact.#at = :at AND #fact.weight < :weight)',
          ExpressionAttributeNames: { '#fact': name, '#at': 'at' },
          ExpressionAttributeValues: { ':word': word, ':at': word.at, ':weight': word.weight },
          ReturnValues: 'ALL_NEW',
        }),
      )
      .then(({ Attributes = {} }) => (facts = Attributes)),
  );
  if (moved) await removeEnded({ client, tableName, now }, { pk, facts });
  if (moved) return { stored: 'stored', stored_at: word.stored_at };
  const { Item } = await client.send(
    new GetCommand({ TableName: tableName, Key: { pk, sk: FACTS }, ConsistentRead: true }),
  );
  const has = Item?.[name] as StoredFact;
  // The word that is there may itself be older than this one: then this one is not stored yet, and comes again.
  if (isNewer(word, has)) throw new Error('a fact was not stored, though it is newer than the one that is');
  if (!isNewer(has, word)) return { stored: 'already', stored_at: has.stored_at };
  return { stored: 'stale', stored_at: has.stored_at, known: has.value };
}

/** Takes away what of a subject's facts is over long since: each night's payments would fill the item in time. */
async function removeEnded(
  { client, tableName, now }: { client: DynamoDBDocumentClient; tableName: string; now: Now },
  { pk, facts }: { pk: string; facts: Record<string, unknown> },
): Promise<void> {
  const ended = endedIn(facts as StoredFacts, now());
  if (ended.length === 0) return;
  const names = Object.fromEntries(ended.map(([name], i) => [`#f${i}`, name]));
  const remove = new UpdateCommand({
    TableName: tableName,
    Key: { pk, sk: FACTS },
    UpdateExpression: `REMOVE ${Object.keys(names).join(', ')}`,
    // A newer word may have come since: then the next one looks again.
    ConditionExpression: ended.map((_, i) => `#f${i}.#at = :at${i}`).join(' AND '),
    ExpressionAttributeNames: { ...names, '#at': 'at' },
    ExpressionAttributeValues: Object.fromEntries(ended.map(([, { at }], i) => [`:at${i}`, at])),
  });
  await wentThrough(client.send(remove));
}
