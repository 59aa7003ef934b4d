import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type FunctionProps, type FunctionSpec, NodeFunction } from './node-function.ts';
import type { Delivery, WorkQueue } from './work-queue.ts';

/** One worker in numbers: its function, its queue and how the one feeds the other. */
export type WorkerSpec = FunctionSpec & Delivery & { maxConcurrency: number };

type QueueWorkerProps<Names extends readonly string[]> = FunctionProps<Names> & { spec: WorkerSpec; queue: WorkQueue };

/** A function that works through a queue, and answers for each message of a batch by itself. */
export class QueueWorker<Names extends readonly string[]> extends NodeFunction<Names> {
  constructor(scope: Construct, id: string, props: QueueWorkerProps<Names>) {
    super(scope, id, props);
    const { batchSize, windowSeconds, maxConcurrency } = props.spec;
    const { queueArn } = props.queue.queue;
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], // what Lambda's poller uses
        resources: [queueArn],
      }),
    );
    this.lambda.addEventSourceMapping('messages', {
      eventSourceArn: queueArn,
      batchSize,
      ...(windowSeconds > 0 ? { maxBatchingWindow: Duration.seconds(windowSeconds) } : {}),
      // Not reserved concurrency: that throttles, and throttled messages die untried.
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
