// What the sandbox remembers: every message that was accepted, the texts that came in, and the counters.
import type { Counters } from './access/limits.ts';
import type { KeptFile } from './messages/kept-files.ts';
import type { Channel, KeyType, World } from './world/world.ts';

export type Status =
  | 'created'
  | 'sending'
  | 'sent'
  | 'pending-virus-check'
  | 'validation-failed'
  | 'virus-scan-failed'
  | 'delivered'
  | 'permanent-failure'
  | 'temporary-failure'
  | 'returned-letter';

export type Message = {
  sequence: number;
  id: string;
  service_id: string;
  key_type: KeyType;
  type: Channel;
  reference: string | null;
  /** The caller's own spelling, trimmed; of a letter, its address lines. */
  to: string;
  status: Status;
  /** Where the message ends up; null is never: countries that return no receipts stay at `sent`. */
  outcome: Status | null;
  created_at: string;
  sent_at: string | null;
  updated_at: string | null;
  template: { id: string; version: number; name: string };
  subject: string | null;
  body: string;
  /** What the resident sees: texts with the service's name in front where the service does that. */
  shown: string;
  from: string;
  /** Texts only. `billable` is 0 until the message has gone to a network. */
  sms: { fragments: number; billable: number; multiplier: number; international: boolean } | null;
  /** Letters only: lines 1 to 6 and postcode as the caller gave them. */
  lines: unknown[];
  postage: string | null;
  one_click_unsubscribe_url: string | null;
  /** The pages of a letter, or what an email links to. */
  file?: KeptFile;
};

export type ReceivedText = {
  id: string;
  service_id: string;
  notify_number: string;
  user_number: string;
  content: string;
  created_at: string;
};

export type Store = {
  messages: Message[];
  byId: Map<string, Message>;
  byReference: Map<string, Message[]>;
  receivedTexts: ReceivedText[];
  counters: Counters;
  /** Next moment's stamp: see stamp(). */
  lastStampMicros: number;
};

const referenceName = (serviceId: string, reference: string): string => `${serviceId} ${reference}`;

function index(store: Store, message: Message): void {
  store.messages.push(message);
  store.byId.set(message.id, message);
  if (message.reference === null) return;
  const name = referenceName(message.service_id, message.reference);
  const same = store.byReference.get(name);
  if (same) same.push(message);
  else store.byReference.set(name, [message]);
}

/** A JSON-able picture of everything, from which newStore starts again. */
export const snapshot = (store: Store) => ({
  messages: store.messages,
  receivedTexts: store.receivedTexts,
  buckets: [...store.counters.buckets],
  daily: [...store.counters.daily],
  lastStampMicros: store.lastStampMicros,
});
export type Snapshot = ReturnType<typeof snapshot>;

/** What was stored, with the stamp that it was given: enough to have it again without a newer picture of everything. */
export type Stored = { message: Message; stampMicros: number } | { received: ReceivedText; stampMicros: number };

/** Adds to a picture what was stored after it was taken. What is in it already is left as it is. */
export function addStored(saved: Snapshot, stored: Stored[]): Snapshot {
  const known = new Set([...saved.messages, ...saved.receivedTexts].map(({ id }) => id));
  const added = stored.filter((each) => !known.has('message' in each ? each.message.id : each.received.id));
  return {
    ...saved,
    messages: [...saved.messages, ...added.flatMap((each) => ('message' in each ? [each.message] : []))],
    receivedTexts: [...saved.receivedTexts, ...added.flatMap((each) => ('received' in each ? [each.received] : []))],
    lastStampMicros: added.reduce((last, { stampMicros }) => Math.max(last, stampMicros), saved.lastStampMicros),
  };
}

/** A store with the world's received texts, or as a snapshot left it. */
export function newStore(world: World, saved?: Snapshot): Store {
  const store: Store = {
    messages: [],
    byId: new Map(),
    byReference: new Map(),
    receivedTexts:
      saved?.receivedTexts ??
      world.services.flatMap((service) =>
        service.received_texts.map((received) => ({ ...received, service_id: service.id })),
      ),
    counters: { buckets: new Map(saved?.buckets ?? []), daily: new Map(saved?.daily ?? []) },
    lastStampMicros: saved?.lastStampMicros ?? 0,
  };
  for (const message of saved?.messages ?? []) index(store, message);
  return store;
}

/**
 * A time as the API writes it (UTC, six decimals), later than all stamps before it: lists are paged by created_at, and
 * two rows of the same microsecond would hide each other.
 */
export function stamp(store: Store, now: Date): string {
  const micros = Math.max(now.getTime() * 1000, store.lastStampMicros + 1);
  store.lastStampMicros = micros;
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  return iso.replace('Z', `${String(micros % 1000).padStart(3, '0')}Z`);
}

export function addMessage(store: Store, message: Omit<Message, 'sequence'>): Message {
  const added = { sequence: (store.messages.at(-1)?.sequence ?? 0) + 1, ...message };
  index(store, added);
  return added;
}

/** Messages of a service and key type, newest first; with a reference only those that have exactly it. */
export function messagesOf(store: Store, of: { serviceId: string; keyType: KeyType; reference?: string }): Message[] {
  const candidates =
    of.reference === undefined
      ? store.messages
      : (store.byReference.get(referenceName(of.serviceId, of.reference)) ?? []);
  return candidates.filter((each) => each.service_id === of.serviceId && each.key_type === of.keyType).reverse();
}
