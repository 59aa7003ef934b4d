import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { logThrownOn } from '../steps/log-thrown.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { releaseNotices } from './release-notices.ts';

const logger = loggerFor('release-notices');
const deps = once(async () =>
  buildDeps(readEnv(ENV, process.env), {
    logThrown: logThrownOn(logger),
    tellDue: (found) => logger.info('due', found),
    alarm: (what, details) => logger.error(what, details),
  }),
);
/** The schedule's own message: infra/capabilities/notices.ts. */
const isEachMinute = (body: string): boolean => body.includes('each_minute');

/** However many wake messages have come, there is one round: it looks at all that is due. */
async function wake(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  try {
    await releaseNotices(await deps(), {
      owner: context.awsRequestId,
      remainingMs: () => context.getRemainingTimeInMillis(),
      tellsOverdue: event.Records.some(({ body }) => isEachMinute(body)),
    });
    return { batchItemFailures: [] };
  } catch (error) {
    logger.error('round failed', errorForLog(error));
    return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }
}

export const handler = middy(wake);
