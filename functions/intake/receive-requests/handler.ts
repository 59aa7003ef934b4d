import { readEnv } from '../../shared/env.ts';
import { comeAgain } from '../../shared/http/answer.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { receiveRequests } from './receive-requests.ts';

const logger = loggerFor('receive-requests');

export const handler = httpDoor({
  logger,
  deps: once(async () => buildDeps(readEnv(ENV, process.env), logger)),
  core: receiveRequests,
  fault: comeAgain,
});
