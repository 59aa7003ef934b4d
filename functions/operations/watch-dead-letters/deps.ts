import * as aws from '../../shared/aws.ts';
import type { Env } from '../../shared/env.ts';
import { countOf } from '../../shared/queue.ts';
import type { ENV } from './env.ts';

export type Deps = {
  /** The address of each queue of dead letters, by its name. */
  queues: Readonly<Record<string, string>>;
  /** How many messages a queue holds, also those that somebody looks at. */
  count: (queueUrl: string) => Promise<number>;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (what: 'dead-letters', details: { queue: string; letters: number }) => void;
};

export async function buildDeps(env: Env<typeof ENV>, alarm: Deps['alarm']): Promise<Deps> {
  return {
    queues: JSON.parse(env.DEAD_LETTER_QUEUE_URLS) as Deps['queues'],
    count: countOf(aws.queues()),
    alarm,
  };
}
