import middy from '@middy/core';
import * as z from 'zod';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { type Deps, publishOnCommand } from './publish-on-command.ts';

const logger = loggerFor('publish-datasets');
const root = process.env['LAMBDA_TASK_ROOT'] ?? '.';
const command = z.object({ as_of: z.iso.date().optional() });

export const handler = middy(
  sqsWorker({
    logger,
    deps: once(() => buildDeps(readEnv(ENV, process.env), { root, log: logger })),
    parse: (json) => command.parse(json),
    core: (deps: Deps, { body }) => publishOnCommand(deps, body),
  }),
);
