import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { countLedger } from './count-ledger.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';

const logger = loggerFor('count-ledger');
const deps = once(() =>
  buildDeps(readEnv(ENV, process.env), {
    alarm: (what, details) => logger.error(what, details),
    counted: (figures) => logger.info('counted', figures),
  }),
);

export const handler = middy(async (_: unknown, context: Context) => {
  try {
    await countLedger(await deps(), () => context.getRemainingTimeInMillis());
  } catch (error) {
    logger.error('count failed', errorForLog(error));
    throw new Error('the count failed'); // Lambda logs what is thrown as it is
  }
});
