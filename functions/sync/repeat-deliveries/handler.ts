import { readEnv } from '../../shared/env.ts';
import { faultOf } from '../../shared/http/answer.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { loggerFor } from '../../shared/log.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { repeatDeliveries } from './repeat-deliveries.ts';

export const handler = httpDoor({
  logger: loggerFor('repeat-deliveries'),
  deps: once(() => buildDeps(readEnv(ENV, process.env))),
  core: repeatDeliveries,
  fault: faultOf('repeat-deliveries'),
});
