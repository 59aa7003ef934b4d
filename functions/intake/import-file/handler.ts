import middy from '@middy/core';
import * as z from 'zod';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { importFile } from './import-file.ts';

/** What EventBridge says of a new object; `version-id` is missing where the bucket keeps no versions. */
const arrival = z.looseObject({
  detail: z.looseObject({
    bucket: z.looseObject({ name: z.string().min(1) }),
    object: z.looseObject({
      key: z.string().min(1),
      'version-id': z.string().optional(),
      etag: z.string().default(''),
    }),
  }),
});

export const handler = middy(
  sqsWorker({
    logger: loggerFor('import-file'),
    deps: once(async () => buildDeps(readEnv(ENV, process.env))),
    parse: (json) => arrival.parse(json),
    core: (deps: Deps, { body, messageId, remainingMs }) => {
      const { bucket, object } = body.detail;
      const version = { version_id: object['version-id'] ?? null, etag: object.etag };
      return importFile(deps, {
        object: { bucket: bucket.name, key: object.key, ...version },
        messageId,
        message: body,
        remainingMs,
      });
    },
  }),
);
