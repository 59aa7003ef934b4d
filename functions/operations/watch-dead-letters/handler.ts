import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { watchDeadLetters } from './watch-dead-letters.ts';

const logger = loggerFor('watch-dead-letters');
const deps = once(async () => buildDeps(readEnv(ENV, process.env), (what, details) => logger.error(what, details)));

export const handler = middy(async () => {
  try {
    await watchDeadLetters(await deps());
  } catch (error) {
    logger.error('watching failed', errorForLog(error));
    throw new Error('watching failed'); // Lambda logs what is thrown as it is
  }
});
