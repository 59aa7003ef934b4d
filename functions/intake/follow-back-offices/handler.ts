import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { readOpen311 } from '../../shared/open311/settings.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { followBackOffices } from './follow-back-offices.ts';

const logger = loggerFor('follow-back-offices');
const env = () => readEnv(ENV, process.env);
const deps = once(() => buildDeps(env(), logger));

export const handler = middy(async (_: unknown, context: Context) => {
  try {
    if (readOpen311(env().OPEN311).back_offices.length === 0) return; // no secret is read, and nobody asked
    await followBackOffices(await deps(), () => context.getRemainingTimeInMillis());
  } catch (error) {
    logger.error('following failed', errorForLog(error));
    throw new Error('following failed'); // Lambda logs what is thrown as it is
  }
});
