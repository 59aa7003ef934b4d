import type { Retained } from './retention.ts';

/** Where things rest: names of the stack's parts as `infra/` has them, each encrypted. */
type Place =
  | 'inbox'
  | 'documents'
  | 'outbox'
  | 'register table'
  | 'notices table'
  | 'decisions table'
  | 'sync table'
  | 'intake table'
  | 'requests table';

/**
 * Why it may be held, of the UK GDPR: `task` article 6(1)(e), a public task; `law` article 6(1)(c), a duty that an Act puts on the council.
 * Of benefits also article 9(2)(g), with Schedule 1 to the Data Protection Act 2018, since what is decided may tell of health.
 */
export type Basis = 'task' | 'law';

export type Held = {
  where: Place;
  /** Of whom and what it tells. */
  what: string;
  /** `contact` can be read as it is; `reference` is of a person whom only the register can name; `none` is of nobody. */
  personal: 'contact' | 'reference' | 'none';
  basis: Basis;
};

/** What each kind of item that is kept for a time holds. How long, and why, stands in `retention.ts`. */
export const HELD = {
  'raw file': { where: 'inbox', what: 'files as systems sent them', personal: 'contact', basis: 'task' },
  document: { where: 'documents', what: 'bills, decisions and summonses as PDF', personal: 'contact', basis: 'law' },
  'old version of a document': { where: 'documents', what: 'the same', personal: 'contact', basis: 'law' },
  matter: {
    where: 'register table',
    what: 'a debt, claim, report or booking, with its people, their addresses, numbers and emails',
    personal: 'contact',
    basis: 'task',
  },
  'own contact': {
    where: 'register table',
    what: 'how somebody said they are reached, what they agreed to and opted out of',
    personal: 'contact',
    basis: 'task',
  },
  'link to a matter': { where: 'register table', what: 'whose matter it is', personal: 'reference', basis: 'task' },
  'ended fact': { where: 'register table', what: 'holds that ended, payments', personal: 'reference', basis: 'task' },
  'history of a fact': {
    where: 'register table',
    what: 'when a hold, a payment or a choice was told, and by whom',
    personal: 'reference',
    basis: 'task',
  },
  'references of an event': {
    where: 'register table',
    what: 'by which references of its source an event named people',
    personal: 'reference',
    basis: 'task',
  },
  notice: {
    where: 'notices table',
    what: 'what somebody was told or not, when, by which channel and why',
    personal: 'reference',
    basis: 'law',
  },
  'wait for an address': {
    where: 'notices table',
    what: 'that an address is told once a week',
    personal: 'reference',
    basis: 'task',
  },
  'wait at an address': { where: 'notices table', what: 'the same', personal: 'reference', basis: 'task' },
  'claim of an address': { where: 'notices table', what: 'the same', personal: 'reference', basis: 'task' },
  'question to a resident': {
    where: 'notices table',
    what: 'that a reply of NO is awaited from a number',
    personal: 'reference',
    basis: 'task',
  },
  'count of a day': { where: 'notices table', what: 'how many messages were sent', personal: 'none', basis: 'task' },
  'decision with a notice': {
    where: 'decisions table',
    what: 'what was decided of a matter, with every reason',
    personal: 'reference',
    basis: 'law',
  },
  'decision without one': { where: 'decisions table', what: 'the same', personal: 'reference', basis: 'task' },
  run: { where: 'decisions table', what: 'how many of a file were told', personal: 'none', basis: 'task' },
  reply: {
    where: 'decisions table',
    what: 'that somebody replied, not what they wrote',
    personal: 'reference',
    basis: 'task',
  },
  'subject at a subscriber': {
    where: 'sync table',
    what: 'what another system is to be told of somebody, and by which name it knows them',
    personal: 'reference',
    basis: 'task',
  },
  delivery: {
    where: 'sync table',
    what: 'which contact fields of whom were told to which system, and when',
    personal: 'reference',
    basis: 'law',
  },
  'id at a door': { where: 'intake table', what: 'ids of events', personal: 'none', basis: 'task' },
  'version of a file': {
    where: 'intake table',
    what: 'which version of a file was seen',
    personal: 'none',
    basis: 'task',
  },
  'name of an extract': { where: 'intake table', what: 'digests of files', personal: 'none', basis: 'task' },
  'update that is done with': {
    where: 'intake table',
    what: 'ids of what back offices said',
    personal: 'none',
    basis: 'task',
  },
  'reference at a back office': {
    where: 'register table',
    what: 'by which number a back office knows a request',
    personal: 'reference',
    basis: 'task',
  },
  'request as everybody sees it': {
    where: 'requests table',
    what: 'what was reported where, without who reported it or what they wrote',
    personal: 'none',
    basis: 'task',
  },
} as const satisfies Readonly<Record<Retained, Held>>;
