import middy from '@middy/core';
import * as z from 'zod';
import { readEnv } from '../../shared/env.ts';
import type { Key } from '../../shared/ids.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { sendNotices } from './send-notices.ts';

const logger = loggerFor('send-notices');
const message = z.object({
  notice: z.string().transform((key) => key as Key),
  times_planned: z.int(),
  slot_at: z.number(),
});

export const handler = middy(
  sqsWorker({
    logger,
    deps: once(async () => buildDeps(readEnv(ENV, process.env), (what, details) => logger.error(what, details))),
    parse: (json) => message.parse(json),
    core: sendNotices,
  }),
);
