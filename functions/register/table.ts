import { digest, type Key } from '../shared/ids.ts';
import type { About, MatterName } from '../shared/matter.ts';
import type { Matter, Subject } from './register.ts';

/**
 * The register table: a partition key `pk` and a sort key `sk`, both text, and no index, so that every read can be
 * consistent.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `MATTER#<kind>#<id>` | `MATTER` | one matter in its newest state, contact data and all, and an attribute for each event told of it |
 * | `ACCOUNT#<account>`, `PERSON#<person>` | `MATTER#<kind>#<id>` | this matter is theirs |
 * | `ACCOUNT#…`, `PERSON#…`, `ADDRESS#<address>`, `MATTER#…` | `FACTS` | what events told, one attribute for each fact |
 * | the same | `FACT#<attribute>#<at>` | the history of those facts |
 * | `REFS#<event>` | `REFS` | the references of an event as its source wrote them |
 * | `CONTACTS#<person>` | `FACTS` | their own numbers, addresses and first names, which go with their last matter; that there are any is said by `own` on the person's `FACTS` |
 * | `CALLED#<digest of system and its reference>` | `REQUEST` | which request of ours a back office calls so |
 * | `EXTRACT` | `NEWEST` | the newest extract that was imported |
 */
export const REGISTER = { partitionKey: 'pk', sortKey: 'sk' } as const;

/** Where an item stands. */
export type Place = { pk: string; sk: string };

export const FACTS = 'FACTS';
export const LINK = 'MATTER#';

export const matterOf = ({ kind, id }: MatterName): string => `${LINK}${kind}#${id}`;
export const matterPlace = (name: MatterName): Place => ({ pk: matterOf(name), sk: 'MATTER' });
/** The matter that a link leads to. */
export function linkedTo(sk: string): MatterName {
  const [, kind, id] = sk.split('#') as [string, string, Key];
  return { kind, id };
}
export const accountOf = (account: Key): string => `ACCOUNT#${account}`;
export const personOf = (person: Key): string => `PERSON#${person}`;
export const CONTACTS = 'CONTACTS#';
export const contactsOf = (person: Key): string => `${CONTACTS}${person}`;
export const addressOf = (address: Key): string => `ADDRESS#${address}`;
export const referencesPlace = (event: string): Place => ({ pk: `REFS#${event}`, sk: 'REFS' });
export const calledPlace = (system: string, ref: string): Place => ({
  pk: `CALLED#${digest(system, ref)}`,
  sk: 'REQUEST',
});
export const newestPlace: Place = { pk: 'EXTRACT', sk: 'NEWEST' };

/** The partition of what a fact is about. */
export const subjectOf = (subject: Subject | { address: Key }): string => {
  if ('account' in subject) return accountOf(subject.account);
  if ('matter' in subject) return matterOf(subject.matter);
  return 'person' in subject ? personOf(subject.person) : addressOf(subject.address);
};

/** What of a matter is no attribute of its own: kind and id are its place. */
export function bodyOf({ about, ref, people, state }: Pick<Matter, 'about' | 'ref' | 'people' | 'state'>): string {
  const { kind: _, id: __, ...of } = about;
  return JSON.stringify({ of, ref, people, state });
}

/** Where facts about a matter are kept: those about a debt are told of its account. */
export const toldOf = (about: About): string => (about.account ? accountOf(about.account) : matterOf(about));
