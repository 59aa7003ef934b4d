import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** How an operator calls AWS here: as no function. */
export const OPERATOR = {
  region: 'eu-west-2',
  credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  maxAttempts: 2,
} as const;

/** Puts one message on a queue, as an operator does from the command line of AWS. */
export async function tellQueue(endpoint: string, queueUrl: string, message: object): Promise<void> {
  const sqs = new SQSClient({ ...OPERATOR, endpoint });
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  sqs.destroy();
}
