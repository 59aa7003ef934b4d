import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { messagesIn, readMessage } from './read-message.ts';
import { trackNotices } from './track-notices.ts';

const logger = loggerFor('track-notices');

export const handler = middy(
  sqsWorker({
    logger,
    deps: once(async () => buildDeps(readEnv(ENV, process.env), (what, details) => logger.error(what, details))),
    split: messagesIn,
    parse: readMessage,
    core: (deps: Deps, { body }) => trackNotices(deps, body),
  }),
);
