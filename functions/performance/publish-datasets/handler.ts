import middy from '@middy/core';
import * as z from 'zod';
import { readEnv } from '../../shared/env.ts';
import { errorForLog, loggerFor } from '../../shared/log.ts';
import { done, retry } from '../../shared/outcome.ts';
import { once, sqsWorker } from '../../shared/sqs-worker.ts';
import { asOfFor } from './as-of.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { type Deps, publishDatasets } from './publish-datasets.ts';

const logger = loggerFor('publish-datasets');

const alarm = (word: string, about: Record<string, unknown>) => logger.error(word, about);

/** Whoever is overtaken looks again at once: a message that went back would wait for an hour. */
const LOOKS = 3;

/** The nightly schedule sends `{}`; an officer may name the day up to which facts count. */
const command = z.object({ as_of: z.iso.date().optional() });

type Built = Deps & { now: () => number };

export const handler = middy(
  sqsWorker({
    logger,
    // Source and code only: an event's id and the text may be anything that its source wrote.
    deps: once(() =>
      buildDeps(readEnv(ENV, process.env), {
        root: process.env['LAMBDA_TASK_ROOT'] ?? '.',
        tell: ({ source, code }) => logger.warn('fact-flagged', { source, code }),
      }),
    ),
    parse: (json) => command.parse(json),
    core: async (deps: Built, { body }) => {
      const asOf = asOfFor(body, deps.now());
      try {
        for (let look = 0; look < LOOKS; look += 1) {
          const { kind, digest } = await publishDatasets(deps, { asOf });
          logger.info(`release-${kind}`, { digest, as_of: asOf });
          if (kind !== 'overtaken') return done;
        }
        return retry('overtaken');
      } catch (error) {
        alarm('release-failed', errorForLog(error));
        throw error;
      }
    },
  }),
);
