import { readEnv } from '../../shared/env.ts';
import { comeAgain } from '../../shared/http/answer.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { receiveFile } from './receive-file.ts';

export const handler = httpDoor({
  logger: loggerFor('receive-file'),
  deps: once(async () => buildDeps(readEnv(ENV, process.env))),
  core: receiveFile,
  fault: comeAgain,
});
