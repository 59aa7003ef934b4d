import middy from '@middy/core';
import * as z from 'zod';
import { readEnv } from '../../shared/env.ts';
import type { Key } from '../../shared/ids.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { logThrownOn } from '../steps/log-thrown.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { noteSetUpAndReconcile } from './note-set-up.ts';

const logger = loggerFor('reconcile-notices');
const message = z.object({
  notice: z
    .string()
    .optional()
    .transform((key) => key as Key | undefined),
});

export const handler = middy(
  sqsWorker({
    logger,
    deps: once(async () =>
      buildDeps(readEnv(ENV, process.env), {
        alarm: (what, details) => logger.error(what, details),
        logThrown: logThrownOn(logger),
      }),
    ),
    parse: (json) => message.parse(json),
    core: noteSetUpAndReconcile,
  }),
);
