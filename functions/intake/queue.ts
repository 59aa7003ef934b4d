import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Puts messages on a queue, one by one, as JSON. */
export const putOn =
  <Body>(client: SQSClient, queueUrl: string) =>
  async (body: Body): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(body) }));
  };
