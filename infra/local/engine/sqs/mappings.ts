// The stack's event source mappings, checked as AWS checks them.

import type { Gate } from '../grants/gate.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Stack } from '../stack/stack.ts';
import { TemplateRefused } from '../stack/template.ts';
import type { Queues } from './queues.ts';
import { filtersOf, type Mapping } from './sqs-poller.ts';

/** Lambda starts with five batches at a time where the template sets no limit. */
const CONCURRENCY = 5;
/** Also the most that it takes without a batching window. */
const BATCH_SIZE = 10;
/** What Lambda does in the name of the function's role: without these it would not create the mapping. */
const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * @param options.pollers how many batches of a mapping are under way at most, whatever the template allows.
 * @throws TemplateRefused for a mapping that AWS would not create either.
 */
export function readMappings(
  stack: Stack,
  {
    queues,
    functions,
    gate,
    pollers,
  }: { queues: Queues; functions: Functions; gate: Gate; pollers?: number | undefined },
): Mapping[] {
  const problems: string[] = [];
  const mappings: Mapping[] = [];
  for (const { logicalId, properties } of stack.ofType('AWS::Lambda::EventSourceMapping')) {
    if (String(properties['Enabled'] ?? true) === 'false') continue;
    try {
      const queue = queues.byArn(String(properties['EventSourceArn']));
      const pool = functions.byRef(String(properties['FunctionName']));
      const visibilityMs = Number(queue.attributes['VisibilityTimeout'] ?? 30) * 1000;
      if (visibilityMs < pool.spec.timeoutMs) {
        throw new Error(
          `the queue's VisibilityTimeout (${visibilityMs} ms) is less than the function's Timeout (${pool.spec.timeoutMs} ms)`,
        );
      }
      const refusal = gate.missing(
        pool.spec.logicalId,
        POLLING.map((action) => ({ action, resource: queue.arn })),
      );
      if (refusal) throw new Error(`the role ${refusal.role} does not let Lambda read the queue: ${refusal.message}`);
      const { MaximumConcurrency } = (properties['ScalingConfig'] ?? {}) as { MaximumConcurrency?: number };
      const batchSize = Number(properties['BatchSize'] ?? BATCH_SIZE);
      const windowMs = Number(properties['MaximumBatchingWindowInSeconds'] ?? 0) * 1000;
      if (batchSize > BATCH_SIZE && windowMs < 1000)
        throw new Error(`a BatchSize of ${batchSize} needs a MaximumBatchingWindowInSeconds of at least 1`);
      mappings.push({
        queue,
        pool,
        batchSize,
        windowMs,
        maxConcurrency: Math.min(Number(MaximumConcurrency ?? CONCURRENCY), pollers ?? Number.POSITIVE_INFINITY),
        reportsItemFailures: [properties['FunctionResponseTypes']].flat().includes('ReportBatchItemFailures'),
        filters: filtersOf(properties['FilterCriteria']),
      });
    } catch (error) {
      problems.push(`${logicalId} (AWS::Lambda::EventSourceMapping): ${(error as Error).message}`);
    }
  }
  if (problems.length) throw new TemplateRefused(problems);
  return mappings;
}
