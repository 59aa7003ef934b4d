// An event source mapping: takes batches from a queue, invokes the function, and deletes what it handled.
// It sleeps until a message arrives or falls due; nothing polls.

import { compilePattern, type Matcher } from '../events/event-pattern.ts';
import type { SqsQueue } from '../fauxqs.ts';
import type { Pool } from '../lambda/workers/pool.ts';
import { REGION } from '../stack/template.ts';
import type { Chains } from '../unkind/chains.ts';
import type { Queues, Taken } from './queues.ts';

export type Mapping = {
  queue: SqsQueue;
  pool: Pool;
  batchSize: number;
  windowMs: number;
  maxConcurrency: number;
  reportsItemFailures: boolean;
  filters: Matcher[];
};

export type Poller = {
  queue: SqsQueue;
  wake(): void;
  /** When the batch goes that is gathering; undefined if none is. */
  windowEndsAt(): number | undefined;
  /** It gathers as if the time had gone by. */
  letPass(ms: number): void;
  stop(): void;
};

export type PollerDeps = {
  queues: Queues;
  count(operation: string): void;
  onEvent(event: { kind: string; [key: string]: unknown }): void;
  /** Which chain each message belongs to; without it chains have no end. */
  chains?: Chains | undefined;
};

/** Node fires a timer at once that is longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function startPoller(deps: PollerDeps, mapping: Mapping): Poller {
  const { queue, pool } = mapping;
  let running = 0;
  let scheduled = false;
  let stopped = false;
  let due: NodeJS.Timeout | undefined;
  /** When the batch that is gathering must go; messages stay visible while it gathers. */
  let windowEndsAt: number | undefined;

  const wake = () => {
    if (scheduled || stopped) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (!stopped) pump();
    });
  };
  const wakeAt = (at: number) => {
    clearTimeout(due);
    due = setTimeout(wake, Math.min(LONGEST_TIMER_MS, Math.max(0, at - Date.now()) + 1));
  };
  const gathering = (): boolean => {
    if (!mapping.windowMs) return false;
    const { visible } = deps.queues.state(queue);
    const now = Date.now();
    if (visible === 0 || visible >= mapping.batchSize || (windowEndsAt !== undefined && now >= windowEndsAt)) {
      windowEndsAt = undefined;
      return false;
    }
    windowEndsAt ??= now + mapping.windowMs;
    wakeAt(windowEndsAt);
    return true;
  };
  const pump = () => {
    while (running < mapping.maxConcurrency && pool.free() && !gathering()) {
      const batch = matching(deps.queues.take(queue, mapping.batchSize))?.filter(withinItsChain);
      if (!batch) break;
      if (!batch.length) continue;
      running += 1;
      run(batch).finally(() => {
        running -= 1;
        wake();
      });
    }
    if (windowEndsAt === undefined) {
      const next = deps.queues.nextDueAt(queue);
      if (next !== undefined) wakeAt(next);
    }
  };
  /** What passes the filters; the rest is deleted, as on AWS. Undefined if the queue had nothing. */
  const matching = (taken: Taken[]): Taken[] | undefined => {
    if (!taken.length) return undefined;
    deps.count('ReceiveMessage');
    if (!mapping.filters.length) return taken;
    const passes = (message: Taken) =>
      mapping.filters.some((filter) => filter({ ...message, body: parsed(message.Body) }));
    const kept = taken.filter(passes);
    deps.queues.remove(
      queue,
      taken.filter((message) => !kept.includes(message)).map((message) => message.ReceiptHandle),
    );
    return kept;
  };
  /** As on AWS, what is stopped goes to the queue's dead-letter queue, or is gone. */
  const withinItsChain = (message: Taken): boolean => {
    if (!deps.chains?.stops(pool.spec.logicalId, message.MessageId)) return true;
    deps.onEvent({ kind: 'recursion-stopped', fn: pool.spec.logicalId, queue: queue.name });
    deps.queues.bury(queue, message);
    return false;
  };
  const run = async (batch: Taken[]) => {
    const ids = batch.map((message) => message.MessageId);
    try {
      const records = batch.map((message) => recordOf(message, queue));
      const answer = await pool.invoke({ Records: records }, deps.chains?.traceOf(pool.spec.logicalId, ids));
      const failed = mapping.reportsItemFailures ? failedItems(answer, batch) : new Set<string>();
      const handled = batch.filter((message) => !failed.has(message.MessageId));
      if (stopped || !handled.length) return;
      for (const { MessageId } of handled) deps.chains?.gone(MessageId);
      deps.count('DeleteMessageBatch');
      deps.queues.remove(
        queue,
        handled.map((message) => message.ReceiptHandle),
      );
    } catch (error) {
      // The batch stays in flight until its visibility runs out; then it is taken again, or redriven.
      if (!stopped)
        deps.onEvent({ kind: 'invocation-failed', fn: pool.spec.logicalId, queue: queue.name, error: nameOf(error) });
    }
  };

  pool.onFree(wake);
  wake();
  return {
    queue,
    wake,
    windowEndsAt: () => windowEndsAt,
    letPass: (ms) => {
      if (windowEndsAt !== undefined) windowEndsAt -= ms;
    },
    stop: () => {
      stopped = true;
      clearTimeout(due);
    },
  };
}

/** Reads a mapping's FilterCriteria. @throws for a pattern that the engine does not know. */
export function filtersOf(criteria: unknown): Matcher[] {
  const { Filters = [] } = (criteria ?? {}) as { Filters?: { Pattern: string }[] };
  return Filters.map(({ Pattern }) => compilePattern(JSON.parse(Pattern)));
}

export function nameOf(error: unknown): string {
  return (error as { errorType?: string }).errorType ?? (error as Error).name;
}

function recordOf(message: Taken, queue: SqsQueue) {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        { dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
}

/**
 * The ids a handler reports as failed. As on AWS, an answer of the wrong shape, an empty id or one that is not in the
 * batch fails the whole batch; no answer, or an empty list, means that all was handled.
 */
function failedItems(answer: unknown, batch: Taken[]): Set<string> {
  const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  const ids = new Set(batch.map((message) => message.MessageId));
  const reported = Array.isArray(failures) ? failures.map((item) => item?.itemIdentifier) : [undefined];
  return reported.every((id) => ids.has(id)) ? new Set(reported) : ids;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
