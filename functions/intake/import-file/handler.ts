import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { importFile } from './import-file.ts';
import { lookForSilence } from './look-for-silence.ts';
import { message } from './messages.ts';

const logger = loggerFor('import-file');

export const handler = middy(
  sqsWorker({
    logger,
    deps: once(async () =>
      buildDeps(readEnv(ENV, process.env), {
        root: process.env['LAMBDA_TASK_ROOT'] ?? '.',
        alarm: (what, details) => logger.error(what, details),
      }),
    ),
    parse: (json) => message.parse(json),
    core: (deps: Deps, { body, messageId, remainingMs }) => {
      if (!('detail' in body)) return lookForSilence(deps, body.look_for_silence);
      const { slowed_since, ...arrival } = body;
      const { bucket, object } = arrival.detail;
      const version = { version_id: object['version-id'] ?? null, etag: object.etag };
      return importFile(deps, {
        object: { bucket: bucket.name, key: object.key, ...version },
        messageId,
        message: arrival,
        turn: arrival.turn,
        released: arrival.released,
        slowed_since,
        remainingMs,
      });
    },
  }),
);
