import type { FaultPlan } from '../../../infra/local/notify/misbehaving/faults.ts';

type Effect = FaultPlan[number]['effect'];

/** The longest that Notify holds a request on this night: longer than a worker waits, within the 30 s after which Notify cuts it. */
export const LONGEST_STALL_MS = 25_000;

/** What goes wrong at Notify on this night, of 1,000 posts each; Notify cannot be asked one time in five. */
const OF_1000: readonly [number, Effect][] = [
  [40, { kind: 'fail-after-storing', status: 'reset' }],
  [30, { kind: 'fail-after-storing', status: 500 }],
  [20, { kind: 'fail-after-storing', status: 504 }],
  [10, { kind: 'fail-after-storing', status: 'none' }],
  [10, { kind: 'fail-after-storing', status: 500, held_ms: 5_000 }],
  [30, { kind: 'fail-before-storing', status: 'reset' }],
  [30, { kind: 'fail-before-storing', status: 500 }],
  [50, { kind: 'stall', before_ms: 300, after_ms: 300 }],
  // Its worker has given up when the message is stored.
  [20, { kind: 'stall', before_ms: LONGEST_STALL_MS }],
  [5, { kind: 'limit' }],
  [50, { kind: 'lose-receipts' }],
  [100, { kind: 'duplicate-receipts' }],
  [100, { kind: 'delay-receipts', ms: 1_500 }],
  [50, { kind: 'receipt-before-answer' }],
];

export const troublesAtNotify = (seed: number): FaultPlan => [
  ...OF_1000.map(([share, effect], n) => ({
    match: { method: 'POST' as const, path: '/v2/notifications' },
    probability: share / 1000,
    seed: seed * 100 + n,
    effect,
  })),
  {
    match: { method: 'GET', path: '/v2/notifications' },
    probability: 0.2,
    seed: seed * 100 + OF_1000.length,
    effect: { kind: 'fail-before-storing', status: 500 },
  },
];
