import { BatchGetCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Key, MakeKey } from '../shared/ids.ts';
import { untilNoneLeft } from '../shared/throttled.ts';
import { together } from '../shared/together.ts';
import { addressesOf } from './contacts.ts';
import type { Debt, NewestExtract, ReadRegister } from './register.ts';
import { personsOn, type StoredFacts, viewOf } from './stored-facts.ts';
import { accountOf, addressOf, debtPlace, FACTS, LINK, newestPlace, type Place, personOf } from './table.ts';

const KEYS_AT_ONCE = 100; // BatchGetItem takes 100 keys, and answers 16 MB at most

/**
 * The register as its readers see it, on DynamoDB.
 * @param key the council's reference key, by which facts about a number or email are found
 * @param reads what of it is read consistently: all, the debt alone, or nothing. Other reads may miss what was stored within
 *   the last second or so, and cost half.
 */
export function registerReader(
  client: DynamoDBDocumentClient,
  tableName: string,
  key: MakeKey,
  reads: 'consistent' | 'debt-consistent' | 'eventual' = 'consistent',
): ReadRegister {
  /** Of places with different partition keys. */
  const items = async (places: Place[], ConsistentRead: boolean): Promise<Map<string, Record<string, unknown>>> => {
    const found = new Map<string, Record<string, unknown>>();
    await untilNoneLeft<Record<string, unknown>>(places, async (left) => {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead } } }),
      );
      for (const item of Responses?.[tableName] ?? []) found.set(item['pk'] as string, item);
      return UnprocessedKeys?.[tableName]?.Keys ?? [];
    });
    return found;
  };
  const itemRead = (consistent: boolean) =>
    together(KEYS_AT_ONCE, async (places: Place[]) => {
      // Debts of one extract ask for the same newest one, and a key may stand in a request only once.
      const found = await items([...new Map(places.map((place) => [place.pk, place])).values()], consistent);
      return places.map(({ pk }) => found.get(pk));
    });
  const debtItem = itemRead(reads !== 'eventual');
  const item = itemRead(reads === 'consistent');

  return {
    debt: async (id) => {
      const Item = await debtItem(debtPlace(id));
      if (!Item) return null;
      const debt = debtIn(id, Item);
      const persons = personsOn(debt.rows);
      const addresses = addressesOf(debt.rows, key);
      const factsOf = async (pk: string) => (await item({ pk, sk: FACTS })) as StoredFacts | undefined;
      const [newest, account, ofPersons, ofAddresses] = await Promise.all([
        item(newestPlace),
        factsOf(accountOf(debt.account)),
        Promise.all(persons.map(async (each) => [each, viewOf.person(await factsOf(personOf(each)))] as const)),
        Promise.all(addresses.map(async (each) => [each, viewOf.address(await factsOf(addressOf(each)))] as const)),
      ]);
      return {
        debt,
        account: viewOf.account(account),
        persons: new Map(ofPersons),
        addresses: new Map(ofAddresses),
        newest: newestIn(newest),
      };
    },

    debtsOf: async (subject) => {
      const pk = 'account' in subject ? accountOf(subject.account) : personOf(subject.person);
      const links: Record<string, unknown>[] = [];
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :link)',
        ExpressionAttributeValues: { ':pk': pk, ':link': LINK },
        ConsistentRead: reads === 'consistent',
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) links.push(...Items);
      const newestFirst = links.sort((a, b) => (String(a['bill_year']) < String(b['bill_year']) ? 1 : -1));
      return newestFirst.map(({ sk }) => String(sk).slice(LINK.length) as Key);
    },
  };
}

function debtIn(debt: Key, item: Record<string, unknown>): Debt {
  const { account, bill_year, extract_id, extracted_at } = item as Omit<Debt, 'debt' | 'rows' | 'refused'>;
  const body = JSON.parse(item['body'] as string) as Pick<Debt, 'rows' | 'refused'>;
  return { debt, account, bill_year, extract_id, extracted_at, ...body };
}

function newestIn(item: Record<string, unknown> | undefined): NewestExtract | null {
  if (!item) return null;
  const { extract_id, extracted_at, payments_posted_to } = item as NewestExtract;
  return { extract_id, extracted_at, payments_posted_to };
}
