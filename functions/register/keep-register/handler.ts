import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { busFacts, once, sqsWorker } from '../../shared/sqs-worker.ts';
import type { RegisterFact } from '../register.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { keepRegister } from './keep-register.ts';
import { readFact } from './read-fact.ts';

const logger = loggerFor('keep-register');

export const handler = middy(
  sqsWorker<Deps, RegisterFact>({
    logger,
    deps: once(() => buildDeps(readEnv(ENV, process.env))),
    split: busFacts,
    parse: readFact,
    core: (deps, { body }) => keepRegister(deps, body),
  }),
);
