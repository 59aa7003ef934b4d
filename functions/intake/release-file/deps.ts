import * as aws from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { putOn } from '../../shared/queue.ts';
import { keptTokens, type Tokens } from '../../shared/secret.ts';
import type { IntakeTable } from '../ports.ts';
import { intakeTable } from '../table.ts';
import type { ENV } from './env.ts';

export type Deps = {
  officers: Tokens;
  table: Pick<IntakeTable, 'heldSnapshot' | 'lastSnapshot'>;
  /** Puts a message on the queue of import-file. */
  wake: (message: unknown) => Promise<void>;
  /** Puts on record who released what. */
  record: (what: 'snapshot-released', about: Readonly<Record<string, string | number>>) => void;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const logger = loggerFor('release-file');
  const put = putOn(aws.queues(), env.IMPORT_QUEUE_URL);
  return {
    officers: keptTokens(aws.secrets(), { id: env.OFFICERS_SECRET, name: 'OFFICERS_SECRET' }, clockFrom(env)),
    table: intakeTable(aws.tables(), env.INTAKE_TABLE),
    wake: (message) => put(message),
    record: (what, about) => logger.info(what, about),
  };
}
