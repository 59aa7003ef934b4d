import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { busFacts, once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { type Deps, recordFacts } from './record-facts.ts';

const logger = loggerFor('record-facts');

export const handler = middy(
  sqsWorker({
    logger,
    // Source and code only: an event's id and the text may be anything that its source wrote.
    deps: once(() =>
      buildDeps(readEnv(ENV, process.env), ({ source, code }) => logger.warn('no-fact', { source, code })),
    ),
    split: busFacts,
    parse: (event) => event,
    core: (deps: Deps, { body }) => recordFacts(deps, body),
  }),
);
