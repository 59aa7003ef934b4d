import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { publishCatalogue } from './publish-catalogue.ts';

const logger = loggerFor('publish-catalogue');
const root = process.env['LAMBDA_TASK_ROOT'] ?? '.';
const deps = once(() => buildDeps(readEnv(ENV, process.env), root));

export const handler = middy(async () => {
  try {
    const { kind, digest } = await publishCatalogue(await deps());
    logger.info(`catalogue-${kind}`, { digest });
  } catch (error) {
    logger.error('catalogue-failed', errorForLog(error));
    throw new Error('the catalogue was not published'); // Lambda logs what is thrown as it is
  }
});
