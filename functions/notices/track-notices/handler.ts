import middy from '@middy/core';
import * as z from 'zod';
import { CHANNELS } from '../../../contracts/channels.ts';
import { readEnv } from '../../shared/env.ts';
import type { Key } from '../../shared/ids.ts';
import { loggerFor } from '../../shared/log.ts';
import { receiptMessage } from '../../shared/notify/receipt.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { trackNotices } from './track-notices.ts';

const logger = loggerFor('track-notices');
const key = z.string().transform((each) => each as Key);
const message = z.discriminatedUnion('kind', [
  receiptMessage,
  z.object({ kind: z.literal('refused'), notice: key, channel: z.enum(CHANNELS) }),
]);

export const handler = middy(
  sqsWorker({
    logger,
    deps: once(async () => buildDeps(readEnv(ENV, process.env), (what, details) => logger.error(what, details))),
    parse: (json) => message.parse(json),
    core: (deps: Deps, { body }) => trackNotices(deps, body),
  }),
);
