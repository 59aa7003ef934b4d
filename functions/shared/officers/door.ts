import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { errorForLog } from '../log.ts';
import { type Answer, problem, type Request } from './answer.ts';
import { requestOf } from './request.ts';

type Door<Deps> = {
  logger: Logger;
  /** The function's name, as the runbook has it. */
  name: string;
  deps: () => Promise<Deps>;
  core: (deps: Deps, request: Request) => Promise<Answer>;
};

/** The handler of a function that officers' programs ask over HTTP. What it throws is logged, and answered with 500. */
export function officersDoor<Deps>({ logger, name, deps, core }: Door<Deps>) {
  const fault = `Crier could not answer. Try again; if it goes on, see ${name} in the runbook.`;
  const answer = async (
    event: APIGatewayProxyEventV2,
    context: Context,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    let given: Answer;
    try {
      given = await core(await deps(), requestOf(event, context));
    } catch (error) {
      logger.error('request failed', errorForLog(error));
      given = problem(500, 'fault', fault);
    }
    return {
      statusCode: given.status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...given.headers },
      body: JSON.stringify(given.body),
    };
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(answer);
}
