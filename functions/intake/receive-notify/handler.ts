import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { fault, requestOf, responseOf } from '../http.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { receiveNotify } from './receive-notify.ts';

const logger = loggerFor('receive-notify');
const deps = once(async () => buildDeps(readEnv(ENV, process.env)));

export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(async (event) => {
  try {
    const answer = await receiveNotify(await deps(), requestOf(event));
    // Nobody else takes note: a function URL has no access log.
    if (answer.status >= 400)
      logger.warn('request refused', { status: answer.status, error: (answer.body as { error?: string }).error });
    return responseOf(answer);
  } catch (error) {
    logger.error('request failed', errorForLog(error));
    return responseOf(fault);
  }
});
