import { readEnv } from '../../shared/env.ts';
import { faultOf } from '../../shared/http/answer.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { answerOfficers } from './answer-officers.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';

export const handler = httpDoor({
  logger: loggerFor('answer-officers'),
  deps: once(() => buildDeps(readEnv(ENV, process.env))),
  core: answerOfficers,
  fault: faultOf('answer-officers'),
});
