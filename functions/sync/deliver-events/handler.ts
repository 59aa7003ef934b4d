import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { type DeliverMessage, deliverMessage } from '../steps/messages.ts';
import { deliverEvents } from './deliver-events.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import type { Deps } from './ports.ts';

const logger = loggerFor('deliver-events');

export const handler = middy(
  sqsWorker<Deps, DeliverMessage>({
    logger,
    deps: once(() => buildDeps(readEnv(ENV, process.env), (what, details) => logger.error(what, details))),
    parse: (json) => deliverMessage.parse(json),
    core: (deps, { body, remainingMs }) => deliverEvents(deps, { body, remainingMs }),
  }),
);
