import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type DeadLetter, lettersIn } from '../../operate/letters.ts';
import { moveBack } from '../../operate/redrive.ts';
import { OPERATOR } from './operator.ts';
import type { NamedQueue } from './queue-names.ts';

export type DeadLetters = {
  /** The dead letters of a function, up to fifty. */
  list(name: string): Promise<DeadLetter[]>;
  /** Sends the dead letters of a function round again. Returns how many. */
  redrive(name: string): Promise<number>;
};

const SHOWN = 50;

/** As an operator asks for them on AWS. */
export function deadLettersAt(endpoint: string, queues: () => NamedQueue[]): DeadLetters {
  const sqs = new SQSClient({ ...OPERATOR, endpoint });
  const urlOf = async ({ queue }: NamedQueue) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl ?? '';
  const deadOf = (name: string) => queues().find((each) => each.deadLetters && each.name === name && each.visible > 0);
  return {
    async list(name) {
      const dead = deadOf(name);
      return dead ? await lettersIn(sqs, await urlOf(dead), SHOWN) : [];
    },
    async redrive(name) {
      const dead = deadOf(name);
      if (!dead || dead.feeds.length === 0) return 0;
      const asked = { deadUrl: await urlOf(dead), dead: dead.visible };
      return (await moveBack({ sqs }, asked, () => Promise.resolve())).moved;
    },
  };
}
