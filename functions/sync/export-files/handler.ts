import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { type FileMessage, fileMessage } from '../steps/messages.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { exportFiles } from './export-files.ts';
import type { Deps } from './ports.ts';

const logger = loggerFor('export-files');

export const handler = middy(
  sqsWorker<Deps, FileMessage>({
    logger,
    deps: once(() => buildDeps(readEnv(ENV, process.env), (what, details) => logger.error(what, details))),
    parse: (json) => fileMessage.parse(json),
    core: exportFiles,
  }),
);
