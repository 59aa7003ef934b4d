import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type FunctionProps, type FunctionSpec, NodeFunction } from './node-function.ts';
import type { Delivery, WorkQueue } from './work-queue.ts';

/** One worker in numbers: its function, its queue and how the one feeds the other. */
export type WorkerSpec = FunctionSpec & Delivery & { maxConcurrency: number };

/** Of more messages than these AWS takes no mapping without a batching window, and says so only when it deploys. */
const MOST_WITHOUT_WINDOW = 10;

type QueueWorkerProps<Names extends readonly string[]> = FunctionProps<Names> & { spec: WorkerSpec; queue: WorkQueue };

type Fed = { queue: WorkQueue; spec: Delivery & { maxConcurrency: number } };

/** Has a function work through a queue, and answer for each message of a batch by itself. */
export function feed<Names extends readonly string[]>(
  worker: NodeFunction<Names>,
  id: string,
  { queue, spec }: Fed,
): void {
  const { batchSize, windowSeconds, maxConcurrency } = spec;
  if (batchSize > MOST_WITHOUT_WINDOW && windowSeconds < 1)
    throw new Error(`${worker.node.id}: AWS gives a batch of ${batchSize} only with windowSeconds of at least 1`);
  const { queueArn } = queue.queue;
  worker.role.addToPolicy(
    new PolicyStatement({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], // what Lambda's poller uses
      resources: [queueArn],
    }),
  );
  worker.lambda.addEventSourceMapping(id, {
    eventSourceArn: queueArn,
    batchSize,
    ...(windowSeconds > 0 ? { maxBatchingWindow: Duration.seconds(windowSeconds) } : {}),
    // Not reserved concurrency: that throttles, and throttled messages die untried.
    maxConcurrency,
    reportBatchItemFailures: true,
  });
}

/** A function that works through one queue. */
export class QueueWorker<Names extends readonly string[]> extends NodeFunction<Names> {
  constructor(scope: Construct, id: string, props: QueueWorkerProps<Names>) {
    super(scope, id, { ...props, failsInto: 'queue' });
    feed(this, 'messages', props);
  }
}
