import middy from '@middy/core';
import { type CloudEvent, envelope } from '../../../contracts/envelope.ts';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { busFacts, once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { type Deps, routeEvents } from './route-events.ts';

export const handler = middy(
  sqsWorker<Deps, CloudEvent>({
    logger: loggerFor('route-events'),
    deps: once(() => buildDeps(readEnv(ENV, process.env))),
    split: busFacts,
    parse: (json) => envelope.parse(json) as CloudEvent,
    core: (deps, { body }) => routeEvents(deps, body),
  }),
);
