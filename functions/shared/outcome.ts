/**
 * What a core says of one message. `retry` alone goes back to the queue; everything else is consumed.
 * `rejected` is for input that will never do: it is recorded and announced by the core before it returns.
 */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'duplicate' }
  | { kind: 'stale' }
  | { kind: 'rejected'; reason: string }
  | { kind: 'retry'; reason: string };

export const done: Outcome = { kind: 'done' };
export const duplicate: Outcome = { kind: 'duplicate' };
export const stale: Outcome = { kind: 'stale' };
export const rejected = (reason: string): Outcome => ({ kind: 'rejected', reason });
export const retry = (reason: string): Outcome => ({ kind: 'retry', reason });

/** What SQS hears of an outcome: `consume` deletes the message, `return` makes it visible again. */
export const FATE: Record<Outcome['kind'], 'consume' | 'return'> = {
  done: 'consume',
  duplicate: 'consume',
  stale: 'consume',
  rejected: 'consume',
  retry: 'return',
};
