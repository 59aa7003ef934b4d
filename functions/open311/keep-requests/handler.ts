import middy from '@middy/core';
import { type CloudEvent, envelope } from '../../../contracts/envelope.ts';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { busFacts, once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { keepRequests } from './keep-requests.ts';

export const handler = middy(
  sqsWorker<Deps, CloudEvent>({
    logger: loggerFor('keep-requests'),
    deps: once(() => buildDeps(readEnv(ENV, process.env))),
    split: busFacts,
    parse: (json) => envelope.parse(json) as CloudEvent,
    core: (deps, { body }) => keepRequests(deps, body),
  }),
);
