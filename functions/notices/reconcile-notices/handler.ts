import middy from '@middy/core';
import * as z from 'zod';
import { readEnv } from '../../shared/env.ts';
import type { Key } from '../../shared/ids.ts';
import { failedOn, loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { type CountDeps, countAtNotify } from './count-at-notify.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { type Reconciling, reconcileNotices } from './reconcile-notices.ts';

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
        failed: failedOn(logger),
      }),
    ),
    parse: (json) => message.parse(json),
    core: async (deps: Deps & CountDeps, message: Reconciling) => {
      try {
        return await reconcileNotices(deps, message);
      } finally {
        // Also where one notice failed: it does so again each minute until somebody mends it.
        if (!message.body.notice) await countAtNotify(deps, message.remainingMs);
      }
    },
  }),
);
