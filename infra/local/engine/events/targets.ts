// Where rules and schedules deliver: a queue, or a function. A function is invoked asynchronously, as on AWS: the event
// first rests in a queue of the engine's own, so that it survives a kill and is tried again after an error.

import type { SqsQueue } from '../fauxqs.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Pool } from '../lambda/workers/pool.ts';
import type { Queues } from '../sqs/queues.ts';
import { nameOf, type PollerDeps } from '../sqs/sqs-poller.ts';
import type { Stack } from '../stack/stack.ts';

export type Deliver = (target: { Arn: string; SqsParameters?: { MessageGroupId?: string } }, payload: string) => void;

export type AsyncInvocations = {
  queues: SqsQueue[];
  send(pool: Pool, payload: string): void;
  wake(): void;
  stop(): void;
};

/** AWS tries an asynchronous invocation twice more, after one and after two minutes. */
const RETRIES = 2;
const RETRY_SECONDS = 60;
/** While an invocation runs its message is hidden; a new start of the engine makes it visible. */
const HIDDEN_SECONDS = '43200';

export function createDeliver(queues: Queues, functions: Functions, asynchronous: AsyncInvocations): Deliver {
  return (target, payload) => {
    if (target.Arn.startsWith('arn:aws:sqs:')) {
      queues.send(queues.byArn(target.Arn), payload, { groupId: target.SqsParameters?.MessageGroupId });
    } else asynchronous.send(functions.byRef(target.Arn), payload);
  };
}

export function createAsyncInvocations(deps: PollerDeps, stack: Stack, functions: Functions): AsyncInvocations {
  const lines = functions.all().map((pool) => {
    const queue = deps.queues.create(`async-${pool.spec.name}`, { VisibilityTimeout: HIDDEN_SECONDS });
    return startLine(deps, { pool, queue, retries: retriesOf(stack, functions, pool) });
  });
  return {
    queues: lines.map((line) => line.queue),
    send: (pool, payload) => {
      const line = lines.find((candidate) => candidate.pool === pool);
      if (line) deps.queues.send(line.queue, payload);
    },
    wake: () => {
      for (const line of lines) line.wake();
    },
    stop: () => {
      for (const line of lines) line.stop();
    },
  };
}

function retriesOf(stack: Stack, functions: Functions, pool: Pool): number {
  const configs = stack.ofType('AWS::Lambda::EventInvokeConfig');
  const config = configs.find(({ properties }) => functions.byRef(String(properties['FunctionName'])) === pool);
  return Number(config?.properties['MaximumRetryAttempts'] ?? RETRIES);
}

function startLine(deps: PollerDeps, options: { pool: Pool; queue: SqsQueue; retries: number }) {
  const { pool, queue, retries } = options;
  let stopped = false;
  let due: NodeJS.Timeout | undefined;
  const pump = () => {
    if (stopped) return;
    while (pool.free()) {
      const [message] = deps.queues.take(queue, 1);
      if (!message) break;
      run(message).finally(() => {
        setImmediate(pump);
      });
    }
    const next = deps.queues.nextDueAt(queue);
    clearTimeout(due);
    if (next !== undefined) due = setTimeout(pump, Math.max(0, next - Date.now()) + 1);
  };
  const run = async (message: { Body: string; ReceiptHandle: string; Attributes: Record<string, string> }) => {
    try {
      await pool.invoke(JSON.parse(message.Body));
      if (!stopped) deps.queues.remove(queue, [message.ReceiptHandle]);
    } catch (error) {
      if (stopped) return;
      const attempt = Number(message.Attributes['ApproximateReceiveCount']);
      deps.onEvent({ kind: 'invocation-failed', fn: pool.spec.logicalId, attempt, error: nameOf(error) });
      if (attempt <= retries) return queue.changeVisibility(message.ReceiptHandle, RETRY_SECONDS * attempt);
      deps.onEvent({ kind: 'event-dropped', fn: pool.spec.logicalId, attempts: attempt });
      deps.queues.remove(queue, [message.ReceiptHandle]);
    }
  };
  pool.onFree(pump);
  setImmediate(pump);
  return {
    pool,
    queue,
    wake: () => void setImmediate(pump),
    stop: () => {
      stopped = true;
      clearTimeout(due);
    },
  };
}
