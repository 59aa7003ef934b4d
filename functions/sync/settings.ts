import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Subscriber, Webhook } from '../../contracts/subscriber.ts';

/** What a function needs to know of a webhook's entry. */
export type WebhookEntry = Omit<Subscriber<Webhook>, 'owner'>;

/** AWS gives a function 4 KB of variables in all: the addresses of the queues take most of it. */
const MOST_BYTES = 1_200;

/**
 * The webhooks of a council's configuration as one variable.
 * @throws Error if they are too many for it
 */
export function packSubscribers(subscribers: readonly Subscriber<Webhook>[]): string {
  const entries: WebhookEntry[] = subscribers.map(({ owner: _, ...entry }) => entry);
  const packed = deflateRawSync(JSON.stringify(entries), { level: 9 }).toString('base64');
  if (packed.length <= MOST_BYTES) return packed;
  throw new Error(
    `subscribers: the ${entries.length} webhooks take ${packed.length} bytes, and AWS lets a function have ${MOST_BYTES} for them`,
  );
}

export const readSubscribers = (packed: string): Subscriber<Webhook>[] =>
  (JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()) as WebhookEntry[]).map((entry) => ({
    ...entry,
    owner: '',
  }));
