import type { Key } from '../shared/ids.ts';

/**
 * The register table: a partition key `pk` and a sort key `sk`, both text, and no index, so that every read can be
 * consistent.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `DEBT#<debt>` | `DEBT` | one account and bill year as the newest extract has it, contact data and all |
 * | `ACCOUNT#<account>`, `PERSON#<person>` | `DEBT#<debt>` | this debt is theirs |
 * | `ACCOUNT#…`, `PERSON#…`, `ADDRESS#<address>` | `FACTS` | what events told, one attribute for each fact |
 * | the same | `FACT#<attribute>#<at>` | the history of those facts |
 * | `EXTRACT` | `NEWEST` | the newest extract that was imported |
 */
export const REGISTER = { partitionKey: 'pk', sortKey: 'sk' } as const;

/** Where an item stands. */
export type Place = { pk: string; sk: string };

export const FACTS = 'FACTS';
export const LINK = 'DEBT#';

export const debtPlace = (debt: Key): Place => ({ pk: `DEBT#${debt}`, sk: 'DEBT' });
export const accountOf = (account: Key): string => `ACCOUNT#${account}`;
export const personOf = (person: Key): string => `PERSON#${person}`;
export const addressOf = (address: Key): string => `ADDRESS#${address}`;
export const newestPlace: Place = { pk: 'EXTRACT', sk: 'NEWEST' };

/** The partition of what a fact is about. */
export const subjectOf = (subject: { account: Key } | { person: Key } | { address: Key }): string => {
  if ('account' in subject) return accountOf(subject.account);
  return 'person' in subject ? personOf(subject.person) : addressOf(subject.address);
};
