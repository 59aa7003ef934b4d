import * as z from 'zod';
import { CHANNELS } from '../../../contracts/channels.ts';
import { envelope } from '../../../contracts/envelope.ts';
import { contract as letterReturned } from '../../../contracts/events/residents/letter-returned.v1.ts';
import type { Key } from '../../shared/ids.ts';
import { receiptMessage, returnedMessage } from '../../shared/notify/receipt.ts';
import { busFacts } from '../../shared/sqs-worker.ts';
import type { TrackMessage } from '../notice/notice.ts';

const key = z.string().transform((each) => each as Key);
const message = z.discriminatedUnion('kind', [
  receiptMessage,
  returnedMessage,
  z.object({ kind: z.literal('refused'), notice: key, channel: z.enum(CHANNELS) }),
]);
const returned = envelope.extend({ type: z.literal(letterReturned.type) });

/** What is on the queue: a message of our own, or what the bus brings, which has facts in it. */
export const messagesIn = (json: unknown): unknown[] =>
  typeof json === 'object' && json !== null && 'detail' in json ? busFacts(json) : [json];

/**
 * Reads a message of our own or a fact of the bus.
 * @throws Error for anything else
 */
export function readMessage(json: unknown): TrackMessage {
  const fact = returned.safeParse(json);
  if (!fact.success) return message.parse(json);
  const { data, origin, source } = fact.data;
  const { reference, returned_at } = letterReturned.data.parse(data);
  return { kind: 'returned', reference, returned_at: Date.parse(returned_at), source: origin ?? source };
}
