import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { watchDeadLetters } from '../../../functions/operations/watch-dead-letters/watch-dead-letters.ts';
import { countOf } from '../../../functions/shared/queue.ts';

const queues = {
  'keep-register': 'https://sqs/one',
  'record-facts': 'https://sqs/two',
  'route-events': 'https://sqs/three',
};

function looking(holds: Record<string, number | Error>) {
  const cried: object[] = [];
  const count = async (url: string) => {
    const found = holds[url] ?? 0;
    if (found instanceof Error) throw found;
    return found;
  };
  const look = () => watchDeadLetters({ queues, count, alarm: (what, details) => cried.push({ what, ...details }) });
  return { look, cried };
}

describe('dead letters that wake nobody', () => {
  it('are cried by the name of their queue, at each look for as long as they lie there', async () => {
    const holds: Record<string, number> = { 'https://sqs/two': 3 };
    const { look, cried } = looking(holds);
    const three = { what: 'dead-letters', queue: 'record-facts', letters: 3 };
    await look();
    await look();
    expect(cried).toEqual([three, three]);
    delete holds['https://sqs/two'];
    await look();
    expect(cried).toHaveLength(2);
  });

  it('are cried also where another queue cannot be counted, and that is not hidden', async () => {
    const { look, cried } = looking({ 'https://sqs/one': new Error('no access'), 'https://sqs/three': 1 });
    await expect(look()).rejects.toThrow('no access');
    expect(cried).toEqual([{ what: 'dead-letters', queue: 'route-events', letters: 1 }]);
  });

  it('count when somebody looks at them, too', async () => {
    const sqs = mockClient(SQSClient);
    sqs.on(GetQueueAttributesCommand, { QueueUrl: 'https://sqs/one' }).resolves({
      Attributes: { ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1' },
    });
    expect(await countOf(new SQSClient({}))('https://sqs/one')).toBe(3);
  });
});
