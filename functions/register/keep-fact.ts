import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { EXPIRES, expiry, expiryOfMatter } from '../../contracts/retention.ts';
import type { Now } from '../shared/clock.ts';
import { wentThrough } from '../shared/conditional-write.ts';
import type { WriteLinks } from './links.ts';
import type { Kept, RegisterFact } from './register.ts';
import { crowdedOut, type FactOfMatter, isOfMatter, matterOfEvents } from './stored-events.ts';
import {
  attributeOf,
  HAS_OWN_CONTACTS,
  isNewer,
  isOwnContact,
  isWarning,
  personsOf,
  removable,
  type StoredFact,
  type StoredFacts,
  storedFact,
  withoutContactData,
} from './stored-facts.ts';
import { bodyOf, CONTACTS, contactsOf, FACTS, matterPlace, type Place, subjectOf } from './table.ts';

type Table = { client: DynamoDBDocumentClient; tableName: string; now: Now; link: WriteLinks };

/** What one update does, and under which condition. */
type Change = {
  set: Record<string, unknown>;
  /** Set only where there is nothing yet. */
  first?: Record<string, unknown>;
  condition: string;
  values?: Record<string, unknown>;
};

/**
 * History first, so that what is in force always has its place there. Of what an event tells of a matter the links of its
 * people come before: a matter that is there is always found by them.
 */
export async function keepFact(table: Table, fact: RegisterFact): Promise<Kept> {
  const { client, tableName, now, link } = table;
  const pk = subjectOf(fact.subject);
  const name = attributeOf(fact);
  const word = storedFact(fact, now());
  if (fact.kind === 'event') await link(fact.subject.matter, personsOf(fact.value.people), word.stored_at);
  const past = {
    pk,
    sk: ['FACT', name, new Date(word.at).toISOString(), word.weight, ...(word.tie ? [word.tie] : [])].join('#'),
    ...withoutContactData(fact, word),
    ...expiry('history of a fact', word.stored_at),
  };
  await wentThrough(
    client.send(new PutCommand({ TableName: tableName, Item: past, ConditionExpression: 'attribute_not_exists(pk)' })),
  );
  // What is newer than a warning takes its place, since it is the newer word of its source.
  if (isWarning(fact)) await moveOn(table, { pk, sk: FACTS }, { name, word, fact });
  const place = placeOf(fact, pk);
  if (isOwnContact(fact)) await noteOwnContacts(table, { pk, sk: FACTS });
  const facts = await moveOn(table, place, { name, word, fact });
  if (facts) {
    const gone = isOfMatter(fact) ? crowdedOut(facts) : removable(facts, now());
    await remove(table, place, gone);
    return { stored: 'stored', stored_at: word.stored_at };
  }
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: place, ConsistentRead: true }));
  const has = Item?.[name] as StoredFact;
  // The word that is there may itself be older than this one: then this one is not stored yet, and comes again.
  if (isNewer(word, has)) throw new Error('a fact was not stored, though it is newer than the one that is');
  if (!isNewer(has, word)) return { stored: 'already', stored_at: has.stored_at };
  return { stored: 'stale', stored_at: has.stored_at, known: has.value };
}

function placeOf(fact: RegisterFact, pk: string): Place {
  if (isOfMatter(fact)) return matterPlace(fact.subject.matter);
  return { pk: isOwnContact(fact) ? contactsOf(fact.subject.person) : pk, sk: FACTS };
}

/** Before the first of them is there: who looks for contacts where this says so misses none. */
async function noteOwnContacts({ client, tableName }: Table, place: Place): Promise<void> {
  await client.send(
    new UpdateCommand({
      TableName: tableName,
      Key: place,
      UpdateExpression: 'SET #own = :true',
      ExpressionAttributeNames: { '#own': HAS_OWN_CONTACTS },
      ExpressionAttributeValues: { ':true': true },
    }),
  );
}

type Moved = { name: string; word: StoredFact; fact: RegisterFact };

const IS_NEWER = 'attribute_not_exists(#fact) OR #fact.#at < :at OR (#fact.#at = :at AND #fact.weight < :weight)';
/** Of the words under one attribute all have a tie, or none has. */
const OR_BY_TIE = ' OR (#fact.#at = :at AND #fact.weight = :weight AND #fact.tie < :tie)';

/** Puts a word in force, if it is newer than the one that is. All facts of its item then, or null. */
async function moveOn(table: Table, place: Place, { name, word, fact }: Moved): Promise<StoredFacts | null> {
  const set = { [name]: word };
  const values = { ':at': word.at, ':weight': word.weight, ...(word.tie && { ':tie': word.tie }) };
  const isNewest = word.tie ? IS_NEWER + OR_BY_TIE : IS_NEWER;
  const isOwn = place.pk.startsWith(CONTACTS);
  if (!isOfMatter(fact) && !isOwn) return update(table, place, { name, set, condition: isNewest, values });
  const until = isOfMatter(fact)
    ? expiryOfMatter(word.stored_at, fact.open_until)
    : expiry('own contact', word.stored_at);
  const first = isOfMatter(fact) ? itemOf(fact) : {};
  const longer = await update(table, place, {
    name,
    set: { ...set, ...until },
    first,
    condition: `(${isNewest}) AND (attribute_not_exists(#expires) OR #expires <= :until)`,
    values: { ...values, ':until': until[EXPIRES] },
  });
  // What keeps it open for longer keeps it open for so long.
  return longer ?? update(table, place, { name, set, first: { ...first, ...until }, condition: isNewest, values });
}

/** The matter itself, where no extract and no event has told of it before. */
function itemOf(fact: FactOfMatter): Record<string, unknown> {
  const { run, told_at, ...matter } = matterOfEvents(fact);
  return { run, told_at, body: bodyOf(matter) };
}

async function update(
  { client, tableName }: Table,
  place: Place,
  { name, set, first = {}, condition, values }: Change & { name: string },
): Promise<StoredFacts | null> {
  const sets = Object.keys(set).map((_, i) => `#s${i} = :s${i}`);
  const firsts = Object.keys(first).map((_, i) => `#f${i} = if_not_exists(#f${i}, :f${i})`);
  const named = (prefix: string, of: object) => Object.keys(of).map((each, i) => [`#${prefix}${i}`, each]);
  const valued = (prefix: string, of: object) => Object.values(of).map((each, i) => [`:${prefix}${i}`, each]);
  let facts: StoredFacts | null = null;
  await wentThrough(
    client
      .send(
        new UpdateCommand({
          TableName: tableName,
          Key: place,
          UpdateExpression: `SET ${[...sets, ...firsts].join(', ')}`,
          ConditionExpression: condition,
          ExpressionAttributeNames: {
            ...Object.fromEntries([...named('s', set), ...named('f', first)]),
            ...{ '#fact': name, '#at': 'at', ...(condition.includes('#expires') && { '#expires': EXPIRES }) },
          },
          ExpressionAttributeValues: { ...Object.fromEntries([...valued('s', set), ...valued('f', first)]), ...values },
          ReturnValues: 'ALL_NEW',
        }),
      )
      .then(({ Attributes = {} }) => (facts = Attributes as StoredFacts)),
  );
  return facts;
}

/** Takes away what need not be kept any more: each night's payments would fill the item in time. */
async function remove({ client, tableName }: Table, place: Place, gone: [string, StoredFact][]): Promise<void> {
  if (gone.length === 0) return;
  const names = Object.fromEntries(gone.map(([name], i) => [`#f${i}`, name]));
  const command = new UpdateCommand({
    TableName: tableName,
    Key: place,
    UpdateExpression: `REMOVE ${Object.keys(names).join(', ')}`,
    // A newer word may have come since: then the next one looks again.
    ConditionExpression: gone.map((_, i) => `#f${i}.#at = :at${i}`).join(' AND '),
    ExpressionAttributeNames: { ...names, '#at': 'at' },
    ExpressionAttributeValues: Object.fromEntries(gone.map(([, { at }], i) => [`:at${i}`, at])),
  });
  await wentThrough(client.send(command));
}
