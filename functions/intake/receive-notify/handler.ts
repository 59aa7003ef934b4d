import { readEnv } from '../../shared/env.ts';
import { comeAgain } from '../../shared/http/answer.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { receiveNotify } from './receive-notify.ts';

export const handler = httpDoor({
  logger: loggerFor('receive-notify'),
  deps: once(async () => buildDeps(readEnv(ENV, process.env))),
  core: receiveNotify,
  fault: comeAgain,
  logsRefusals: true,
});
