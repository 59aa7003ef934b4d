import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { together } from './together.ts';

const AT_ONCE = 10; // SendMessageBatch takes ten

/** Puts one message on a queue, to be seen after so many seconds (900 at most). */
export const putOn =
  <Body>(client: SQSClient, queueUrl: string) =>
  async (body: Body, delaySeconds = 0): Promise<void> => {
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(body), DelaySeconds: delaySeconds }),
    );
  };

/** How long a message waits for others that a worker's batch makes. */
const LINGER_MS = 40;

/** Puts messages on a queue, those of about the same instant in one request. */
export function putTogetherOn<Body>(
  client: SQSClient,
  queueUrl: string,
): (body: Body, delaySeconds?: number) => Promise<void> {
  const putAll = putAllOn<Body>(client, queueUrl);
  const put = together(
    AT_ONCE,
    async (messages: { body: Body; delaySeconds: number }[]) => {
      await putAll(messages);
      return messages.map(() => undefined);
    },
    LINGER_MS,
  );
  return (body, delaySeconds = 0) => put({ body, delaySeconds });
}

/**
 * Puts many messages on a queue. SendMessageBatch answers 200 for entries that failed, so each one's result is looked at.
 * @throws Error with the number of messages that are not on the queue.
 */
export const putAllOn =
  <Body>(client: SQSClient, queueUrl: string) =>
  async (messages: { body: Body; delaySeconds: number }[]): Promise<void> => {
    let lost = 0;
    for (let from = 0; from < messages.length; from += AT_ONCE) {
      const Entries = messages.slice(from, from + AT_ONCE).map(({ body, delaySeconds }, i) => ({
        Id: String(i),
        MessageBody: JSON.stringify(body),
        DelaySeconds: delaySeconds,
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      lost += Failed.length;
    }
    if (lost > 0) throw new Error(`${lost} of ${messages.length} messages could not be put on their queue`);
  };

const HELD = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

/** How many messages a queue holds, waiting or in somebody's hands. */
export const countOf =
  (client: SQSClient) =>
  async (queueUrl: string): Promise<number> => {
    const asked = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...HELD] });
    const { Attributes = {} } = await client.send(asked);
    return HELD.reduce((sum, each) => sum + Number(Attributes[each]), 0);
  };
