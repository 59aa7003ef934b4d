import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
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

/** Facts of one message that are worked on at the same time. */
const AT_ONCE = 25;

/**
 * The one wrapper that knows SQS: parse, check, run the core, and answer with the messages that go back to the queue.
 * A body that cannot be parsed goes back too, so that it ends in the dead-letter queue where someone will see it. A message
 * of several facts goes back if one of them does, after all have had their turn: what was done is done again.
 */
export function sqsWorker<Deps, Body>({ deps, split = (json) => [json], parse, core, logger }: Worker<Deps, Body>) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const built = await deps();
    const fateOf = async (json: unknown, { messageId, attributes }: SQSRecord): Promise<'consume' | 'return'> => {
      try {
        const outcome = await core(built, {
          body: parse(json),
          messageId,
          receiveCount: Number(attributes.ApproximateReceiveCount),
          remainingMs: () => context.getRemainingTimeInMillis(),
        });
        if (outcome.kind === 'retry' || outcome.kind === 'rejected')
          logger.warn(`message ${outcome.kind}`, { messageId, reason: outcome.reason });
        return FATE[outcome.kind];
      } catch (error) {
        logger.error('message failed', { messageId, ...errorForLog(error) });
        return 'return';
      }
    };
    const handleRecord = async (record: SQSRecord) => {
      const fates = new Set<string>();
      await inFlight(partsOf(record), AT_ONCE, async (json) => void fates.add(await fateOf(json, record)));
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
    // Without this flag a batch of which all fail throws, and whoever catches that deletes every message.
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
  };
}

/**
 * The CloudEvents inside an SQS body that an EventBridge rule put there. The rule's `detail` is `{ events }`
 * (functions/shared/publish.ts), or one CloudEvent where somebody else put it on the bus.
 */
export function busFacts(json: unknown): unknown[] {
  const detail = typeof json === 'object' && json !== null && 'detail' in json ? json.detail : null;
  if (typeof detail !== 'object' || detail === null) throw new Error('not an event from the bus: it has no detail');
  return 'events' in detail && Array.isArray(detail.events) ? detail.events : [detail];
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
