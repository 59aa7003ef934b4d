import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { errorForLog } from '../log.ts';
import { type Answer, responseOf } from './answer.ts';
import { type Request, requestOf } from './request.ts';

type Door<Deps> = {
  logger: Logger;
  deps: () => Promise<Deps>;
  core: (deps: Deps, request: Request) => Promise<Answer>;
  /** What is answered when the core, or the making of its dependencies, threw: it is logged. */
  fault: Answer;
  /** Whether what is refused is to be logged here: a function URL has no access log. */
  logsRefusals?: true;
};

/** The handler of a function that is asked over HTTP, by an HTTP API or a function URL. Nothing is thrown out of it. */
export function httpDoor<Deps>({ logger, deps, core, fault, logsRefusals }: Door<Deps>) {
  const answer = async (event: APIGatewayProxyEventV2, context: Context): Promise<Answer> => {
    try {
      const given = await core(await deps(), requestOf(event, context));
      if (logsRefusals && given.status >= 400)
        logger.warn('request refused', { status: given.status, error: (given.body as { error?: string }).error });
      return given;
    } catch (error) {
      logger.error('request failed', errorForLog(error));
      return fault;
    }
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(async (event, context) =>
    responseOf(await answer(event, context)),
  );
}
