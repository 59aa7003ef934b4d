import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { officersDoor } from '../../shared/officers/door.ts';
import { once } from '../../shared/sqs-worker.ts';
import { answerOfficers } from './answer-officers.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';

export const handler = officersDoor({
  logger: loggerFor('answer-officers'),
  name: 'answer-officers',
  deps: once(() => buildDeps(readEnv(ENV, process.env))),
  core: answerOfficers,
});
