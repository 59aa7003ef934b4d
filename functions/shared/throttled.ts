import { setTimeout as pause } from 'node:timers/promises';

/** A service takes no more at the moment: a writer that slows down gets through. */
export class Throttled extends Error {}

/** What DynamoDB, EventBridge, SQS and S3 call it, when the SDK has tried as often as it does. */
const NAMES = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'TooManyRequestsException',
]);

export const isThrottled = (error: unknown): boolean =>
  error instanceof Throttled || (error instanceof Error && NAMES.has(error.name));

/** Waits between requests that took some of what they were given; the SDK waits by itself where one took nothing. */
const WAITS_MS = [50, 100, 200, 400, 800];

/**
 * Asks again for what a batch left undone, after longer and longer waits.
 * @param ask does what it can, and returns what is left
 * @throws Throttled with how much is left
 */
export async function untilNoneLeft<Item>(items: Item[], ask: (left: Item[]) => Promise<Item[]>): Promise<void> {
  let left = await ask(items);
  for (const waitMs of WAITS_MS) {
    if (left.length === 0) return;
    await pause(waitMs);
    left = await ask(left);
  }
  if (left.length > 0) throw new Throttled(`a table left ${left.length} of ${items.length} items undone`);
}
