import { readEnv } from '../../shared/env.ts';
import { faultOf } from '../../shared/http/answer.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { showRequests } from './show-requests.ts';

export const handler = httpDoor({
  logger: loggerFor('show-requests'),
  deps: once(async () => buildDeps(readEnv(ENV, process.env))),
  core: showRequests,
  fault: faultOf('show-requests'),
});
