// Standard queues as Amazon SQS promises them: at least once, in any order, and not always as much as was asked for.

import type { SqsQueue } from '../fauxqs.ts';
import type { Queues, Taken } from '../sqs/queues.ts';
import type { Chains } from './chains.ts';
import type { Unkind } from './unkind.ts';

/** How often a message is delivered twice. AWS does it far more seldom, and a test has to see it. */
const TWICE = 0.1;
const TWICE_WITHIN_SECONDS = 3;

export function unkindQueues(queues: Queues, { random }: Unkind, chains: Pick<Chains, 'copying'>): Queues {
  const oneOf = (count: number) => Math.floor(random() * count);
  const shuffle = ({ messages }: SqsQueue, count: number) => {
    for (let at = 0; at < Math.min(count, messages.length); at += 1) {
      const other = at + oneOf(messages.length - at);
      [messages[at], messages[other]] = [messages[other]!, messages[at]!];
    }
  };
  const again = (queue: SqsQueue, { Body, MessageId }: Taken) =>
    chains.copying(MessageId, () => queues.send(queue, Body, { delaySeconds: oneOf(TWICE_WITHIN_SECONDS + 1) }));
  return {
    ...queues,
    take: (queue, max) => {
      if (queue.attributes['FifoQueue'] === 'true') return queues.take(queue, max);
      const some = 1 + oneOf(max);
      shuffle(queue, some);
      const taken = queues.take(queue, some);
      // What failed comes again by itself.
      const first = taken.filter((message) => message.Attributes['ApproximateReceiveCount'] === '1');
      for (const message of first) if (random() < TWICE) again(queue, message);
      return taken;
    },
  };
}
