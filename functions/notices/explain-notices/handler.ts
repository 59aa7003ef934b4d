import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { type Answer, problem } from './answer.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { explainNotices } from './explain-notices.ts';
import { requestOf } from './request.ts';

const logger = loggerFor('explain-notices');
const deps = once(() => buildDeps(readEnv(ENV, process.env)));
const FAULT = 'Crier could not answer. Try again; if it goes on, see explain-notices in the runbook.';

async function answer(event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> {
  let given: Answer;
  try {
    given = await explainNotices(await deps(), requestOf(event, context));
  } catch (error) {
    logger.error('request failed', errorForLog(error));
    given = problem(500, 'fault', FAULT);
  }
  return {
    statusCode: given.status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...given.headers },
    body: JSON.stringify(given.body),
  };
}

export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(answer);
