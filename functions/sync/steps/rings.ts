import type { SQSClient } from '@aws-sdk/client-sqs';
import { putAllOn } from '../../shared/queue.ts';
import { together } from '../../shared/together.ts';
import type { DeliverMessage, Ring } from './messages.ts';

const AT_ONCE = 10; // SendMessageBatch takes ten

/** Rings on the subscribers' own queues: what is rung at the same time goes together. */
export function ringOn(client: SQSClient, queueUrls: Readonly<Record<string, string>>): Ring {
  const rings = new Map(
    Object.entries(queueUrls).map(([name, url]) => {
      const put = putAllOn<DeliverMessage>(client, url);
      const ring = together(AT_ONCE, async (messages: { body: DeliverMessage; delaySeconds: number }[]) => {
        await put(messages);
        return messages.map(() => undefined);
      });
      return [name, ring] as const;
    }),
  );
  return async (message, delaySeconds = 0) => {
    const ring = rings.get(message.subscriber);
    if (!ring) throw new Error(`there is no queue of the subscriber ${message.subscriber}`);
    await ring({ body: message, delaySeconds });
  };
}
