import { BatchGetCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../shared/ids.ts';
import type { About, MatterName } from '../shared/matter.ts';
import { untilNoneLeft } from '../shared/throttled.ts';
import { together } from '../shared/together.ts';
import { addressesOf } from './contacts.ts';
import type { Matter, NewestExtract, ReadRegister, References } from './register.ts';
import { withEvents } from './stored-events.ts';
import { HAS_OWN_CONTACTS, personsOf, type StoredFacts, withOwnContacts } from './stored-facts.ts';
import {
  addressOf,
  contactsOf,
  FACTS,
  LINK,
  linkedTo,
  matterPlace,
  newestPlace,
  type Place,
  personOf,
  referencesPlace,
  subjectOf,
  toldOf,
} from './table.ts';
import { viewOf } from './view-of.ts';

/** What of a matter is no attribute of its own. */
type Body = Pick<Matter, 'ref' | 'people' | 'state'> & { of: Omit<About, keyof MatterName> };

const KEYS_AT_ONCE = 100; // BatchGetItem takes 100 keys, and answers 16 MB at most

/**
 * The register as its readers see it, on DynamoDB.
 * @param reads what of it is read consistently: all, the matter alone, or nothing. Other reads may miss what was stored within
 *   the last second or so, and cost half.
 */
export function registerReader(
  client: DynamoDBDocumentClient,
  tableName: string,
  reads: 'consistent' | 'matter-consistent' | 'eventual' = 'consistent',
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
      // Matters of one extract ask for the same newest one, and a key may stand in a request only once.
      const found = await items([...new Map(places.map((place) => [place.pk, place])).values()], consistent);
      return places.map(({ pk }) => found.get(pk));
    });
  const matterItem = itemRead(reads !== 'eventual');
  const item = itemRead(reads === 'consistent');
  const factsAt = async (pk: string) => (await item({ pk, sk: FACTS })) as StoredFacts | undefined;
  const ofPerson = async (person: Key) =>
    viewOf.person(withOwnContacts(...(await Promise.all([factsAt(personOf(person)), factsAt(contactsOf(person))]))));
  /** Contacts of their own are read where there are any, since most people of matters have none: a look costs a read less. */
  const ofPersonOfMatter = async (person: Key) => {
    const facts = await factsAt(personOf(person));
    return viewOf.person(withOwnContacts(facts, facts?.[HAS_OWN_CONTACTS] && (await factsAt(contactsOf(person)))));
  };

  return {
    matter: async (name) => {
      const Item = await matterItem(matterPlace(name));
      if (!Item) return null;
      const matter = matterIn(name, Item);
      const persons = personsOf(matter.people);
      const aboutAddresses = async (addresses: Key[]) =>
        Promise.all(addresses.map(async (each) => [each, viewOf.address(await factsAt(addressOf(each)))] as const));
      const addresses = addressesOf(matter.people);
      const [newest, told, ofPersons, ofAddresses] = await Promise.all([
        item(newestPlace),
        factsAt(toldOf(matter.about)),
        Promise.all(persons.map(async (each) => [each, await ofPersonOfMatter(each)] as const)),
        aboutAddresses(addresses),
      ]);
      const people = new Map(ofPersons);
      // People's own, which the matter does not know.
      const further = addressesOf(people.values()).filter((each) => !addresses.includes(each));
      return {
        matter,
        told: viewOf.matter(told, Item as StoredFacts),
        people,
        addresses: new Map([...ofAddresses, ...(await aboutAddresses(further))]),
        newest: newestIn(newest),
      };
    },

    mattersOf: async (subject) => {
      if ('matter' in subject) return [subject.matter];
      const links: Record<string, unknown>[] = [];
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :link)',
        ExpressionAttributeValues: { ':pk': subjectOf(subject), ':link': LINK },
        ConsistentRead: reads === 'consistent',
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) links.push(...Items);
      const year = (link: Record<string, unknown>) => String(link['bill_year'] ?? '');
      const newestFirst = links.sort((a, b) => (year(a) < year(b) ? 1 : -1));
      return newestFirst.map(({ sk }) => linkedTo(String(sk)));
    },

    person: ofPerson,

    references: async (event) => ((await item(referencesPlace(event)))?.['refs'] as References | undefined) ?? null,
  };
}

function matterIn({ kind, id }: MatterName, item: Record<string, unknown>): Matter {
  const { run, told_at } = item as Pick<Matter, 'run' | 'told_at'>;
  const { of, ...body } = JSON.parse(item['body'] as string) as Body;
  return withEvents({ about: { kind, id, ...of }, ...body, run, told_at }, item as StoredFacts);
}

function newestIn(item: Record<string, unknown> | undefined): NewestExtract | null {
  if (!item) return null;
  const { run, extracted_at, payments_posted_to } = item as NewestExtract;
  return { run, extracted_at, payments_posted_to };
}
