import { objects, queues, secrets } from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { putOn } from '../../shared/queue.ts';
import { keptTokens, type Tokens } from '../../shared/secret.ts';
import { factsOn } from '../facts/bucket.ts';
import type { Fact } from '../facts/fact.ts';
import type { Command } from '../publication/as-of.ts';
import { factsByDay } from './day-of-facts.ts';
import type { ENV } from './env.ts';

export type Deps = {
  officers: Tokens;
  /** The facts of one London day as they come in, each once. */
  facts: (day: string) => Promise<Fact[]>;
  /** Puts a command on the queue of publish-datasets. */
  publish: (command: Command) => Promise<void>;
  /** Puts on record who asked for what. */
  record: (what: 'publication-asked', about: { officer: string; as_of: string }) => void;
  now: Now;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const logger = loggerFor('answer-officers');
  const publish = putOn<Command>(queues(), env.PUBLISH_QUEUE_URL);
  const now = clockFrom(env);
  return {
    officers: keptTokens(secrets(), { id: env.OFFICERS_SECRET, name: 'OFFICERS_SECRET' }, now),
    facts: factsByDay(factsOn(objects(), env.FACTS_BUCKET)),
    publish: (command) => publish(command),
    record: (what, about) => logger.info(what, about),
    now,
  };
}
