import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { errorForLog } from './log.ts';
import { FATE, type Outcome } from './outcome.ts';

/** One message for a core: its parsed body and what it may need to know of its delivery. */
export type Message<Body> = { body: Body; messageId: string; receiveCount: number; remainingMs: () => number };

type Worker<Deps, Body> = {
  /** The dependencies, built on the first message; built again if that failed. */
  deps: () => Promise<Deps>;
  /** Checks one parsed body. Throws if it will never do. */
  parse: (json: unknown) => Body;
  core: (deps: Deps, message: Message<Body>) => Promise<Outcome>;
  logger: Logger;
};

class Returned extends Error {}

/**
 * The one wrapper that knows SQS: parse, check, run the core, and answer with the messages that go back to the queue.
 * A body that cannot be parsed goes back too, so that it ends in the dead-letter queue where someone will see it.
 */
export function sqsWorker<Deps, Body>({ deps, parse, core, logger }: Worker<Deps, Body>) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const built = await deps();
    const handleRecord = async (record: SQSRecord) => {
      const { messageId } = record;
      let outcome: Outcome;
      try {
        outcome = await core(built, {
          body: parse(JSON.parse(record.body)),
          messageId,
          receiveCount: Number(record.attributes.ApproximateReceiveCount),
          remainingMs: () => context.getRemainingTimeInMillis(),
        });
      } catch (error) {
        logger.error('message failed', { messageId, ...errorForLog(error) });
        throw new Returned('failed');
      }
      if (outcome.kind === 'retry' || outcome.kind === 'rejected')
        logger.warn(`message ${outcome.kind}`, { messageId, reason: outcome.reason });
      if (FATE[outcome.kind] === 'return') throw new Returned('retry');
    };
    // Without this flag a batch of which all fail throws, and whoever catches that deletes every message.
    return processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
  };
}

/** The CloudEvent inside an SQS body that an EventBridge rule put there: the rule's `detail`. */
export function busDetail(json: unknown): unknown {
  if (typeof json === 'object' && json !== null && 'detail' in json) return json.detail;
  throw new Error('not an event from the bus: it has no detail');
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
