import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { officersDoor } from '../../shared/officers/door.ts';
import { once } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { explainNotices } from './explain-notices.ts';

export const handler = officersDoor({
  logger: loggerFor('explain-notices'),
  name: 'explain-notices',
  deps: once(() => buildDeps(readEnv(ENV, process.env))),
  core: explainNotices,
});
