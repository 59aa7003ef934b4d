import middy from '@middy/core';
import { type CloudEvent, envelope } from '../../../contracts/envelope.ts';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { busFacts, once, sqsWorker } from '../../shared/sqs-worker.ts';
import { replayNamed } from '../rules/replay.ts';
import { buildDeps } from './deps.ts';
import { ENV } from './env.ts';
import { type Deps, type Routed, routeEvents } from './route-events.ts';

type Entry = { 'replay-name'?: string };

export const handler = middy(
  sqsWorker<Deps, Routed>({
    logger: loggerFor('route-events'),
    deps: once(() => buildDeps(readEnv(ENV, process.env))),
    // What is played from the archive has the name of its replay beside its facts.
    split: (json) => busFacts(json).map((event) => ({ event, name: (json as Entry)['replay-name'] })),
    parse: (json) => {
      const { event, name } = json as { event: unknown; name: string | undefined };
      return { event: envelope.parse(event) as CloudEvent, replay: name === undefined ? null : replayNamed(name) };
    },
    core: (deps, { body }) => routeEvents(deps, body),
  }),
);
