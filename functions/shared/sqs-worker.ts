import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { followed } from '#trace';
import { inFlight } from './in-flight.ts';
import { errorForLog } from './log.ts';
import { FATE, type Outcome } from './outcome.ts';

/** One message for a core, or one fact of it: its parsed body and what it may need to know of its delivery. */
export type Message<Body> = { body: Body; messageId: string; receiveCount: number; remainingMs: () => number };

type Worker<Deps, Body> = {
  /** The dependencies, built on the first message; built again if that failed. */
  deps: () => Promise<Deps>;
  /** What a message carries, where that is more than one body. Throws if it will never do. */
  split?: (json: unknown) => unknown[];
  /** Checks one body. Throws if it will never do. */
  parse: (json: unknown) => Body;
  core: (deps: Deps, message: Message<Body>) => Promise<Outcome>;
  logger: Logger;
};

class Returned extends Error {}

/** One fact of a message, by its place in it: its id may be anything that its source wrote. */
type Place = { record: SQSRecord; part: number };

/** Facts of one message that are worked on at the same time: more would not come sooner, and hold more memory. */
const AT_ONCE = 10;

/**
 * The one wrapper that knows SQS: parse, check, run the core, and answer with the messages that go back to the queue.
 * A body that cannot be parsed goes back too, so that it ends in the dead-letter queue where someone will see it. A message
 * of several facts goes back if one of them does, after all have had their turn: what was done is done again.
 */
export function sqsWorker<Deps, Body>({ deps, split = (json) => [json], parse, core, logger }: Worker<Deps, Body>) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const built = await deps();
    const fateOf = async (json: unknown, { record, part }: Place): Promise<'consume' | 'return'> => {
      const { messageId, attributes } = record;
      try {
        const body = parse(json);
        const receiveCount = Number(attributes.ApproximateReceiveCount);
        const remainingMs = () => context.getRemainingTimeInMillis();
        const outcome = await followed(json, () => core(built, { body, messageId, receiveCount, remainingMs }));
        if (outcome.kind === 'retry' || outcome.kind === 'rejected')
          logger.warn(`message ${outcome.kind}`, { messageId, part, reason: outcome.reason });
        return FATE[outcome.kind];
      } catch (error) {
        logger.error('message failed', { messageId, part, ...errorForLog(error) });
        return 'return';
      }
    };
    const handleRecord = async (record: SQSRecord) => {
      const fates = new Set<string>();
      const parts = [...partsOf(record).entries()];
      await inFlight(parts, AT_ONCE, async ([part, json]) => void fates.add(await fateOf(json, { record, part })));
      if (fates.has('return')) throw new Returned();
    };
    const partsOf = ({ body, messageId }: SQSRecord): unknown[] => {
      try {
        return split(JSON.parse(body));
      } catch (error) {
        logger.error('message failed', { messageId, ...errorForLog(error) });
        throw new Returned();
      }
    };
    // Without this flag a batch of which all fail throws, and a caller that catches that deletes every message.
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
  };
}

/**
 * The CloudEvents inside an SQS body that an EventBridge rule put there. The rule's `detail` is `{ events }`
 * (functions/shared/publish.ts), or one CloudEvent where another system put it on the bus.
 */
export function busFacts(json: unknown): unknown[] {
  const detail = typeof json === 'object' && json !== null && 'detail' in json ? json.detail : null;
  if (typeof detail !== 'object' || detail === null) throw new Error('not an event from the bus: it has no detail');
  if (!('events' in detail)) return [detail];
  if (!Array.isArray(detail.events) || detail.events.length === 0)
    throw new Error('an entry of the bus without events');
  return detail.events;
}

/** Builds once, and again after a build that failed: a container must not stay broken for one lost packet. */
export function once<T>(build: () => Promise<T>): () => Promise<T> {
  let built: Promise<T> | undefined;
  return () => {
    built ??= build().catch((error) => {
      built = undefined;
      throw error;
    });
    return built;
  };
}
