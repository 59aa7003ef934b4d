// Misbehaving on purpose: rules that say to which requests something happens, and what.
import * as z from 'zod';

const match = z.strictObject({
  method: z.enum(['GET', 'POST']).optional(),
  /** The path begins with this. */
  path: z.string().startsWith('/').optional(),
  /** The message's reference begins with this (in the body of a POST, in the query of a GET). */
  reference: z.string().optional(),
});

const ms = z.int().min(0).max(600_000);

const receiptEffect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lose-receipts') }),
  z.strictObject({ kind: z.literal('duplicate-receipts'), copies: z.int().min(2).max(20).default(2) }),
  z.strictObject({ kind: z.literal('delay-receipts'), ms }),
]);

const effect = z.discriminatedUnion('kind', [
  /** Nothing is stored, and the answer is an error, or the connection is reset. */
  z.strictObject({
    kind: z.literal('fail-before-storing'),
    status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504), z.literal('reset')]),
  }),
  /** The message is stored, and the caller does not learn it. `held_ms`: it stays `created` for so long (not queued). */
  z.strictObject({
    kind: z.literal('fail-after-storing'),
    status: z.union([z.literal(500), z.literal(502), z.literal(504), z.literal('reset'), z.literal('none')]),
    held_ms: ms.optional(),
  }),
  /** Slow: before storing, before answering, or one byte of the answer each so many milliseconds. */
  z.strictObject({
    kind: z.literal('stall'),
    before_ms: ms.default(0),
    after_ms: ms.default(0),
    drip_ms: ms.optional(),
  }),
  /** Refused in words of one's own. Nothing is stored. */
  z.strictObject({
    kind: z.literal('refuse'),
    status: z.int().min(400).max(499),
    error: z.string().max(100),
    message: z.string().max(1000),
  }),
  /** 429 as from an empty token bucket. */
  z.strictObject({ kind: z.literal('limit') }),
  /** The message ends and its receipt is posted before the POST is answered. */
  z.strictObject({ kind: z.literal('receipt-before-answer') }),
  ...receiptEffect.options,
]);

const rule = z.strictObject({
  match: match.default({}),
  /** Only each n-th matching request. */
  every: z.int().positive().optional(),
  /** Only so large a share of the matching requests, by a pseudo-random sequence that `seed` decides. */
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().default(1),
  /** At most so many times. */
  times: z.int().positive().optional(),
  effect,
});

export type FaultRule = z.infer<typeof rule>;
export type FaultPlan = z.input<typeof rule>[];
export type Effect = z.infer<typeof effect>;
export type ReceiptEffect = z.infer<typeof receiptEffect>;

/** Checks rules from outside. Throws an Error that says what is wrong and where. */
export function parseFaults(json: unknown): FaultRule[] {
  const result = z.array(rule).safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `Fault rules: ${issue?.path.map(String).join('.') || '(all)'}: ${issue?.message}. They are a JSON list.`,
  );
}

type FaultRequest = { method: string; path: string; reference: string | undefined };

export type Faults = {
  /** What happens to this request; counts it. Of several effects of one kind the first rule's counts. */
  effectsOn(request: FaultRequest): Effect[];
  add(rules: FaultRule[]): void;
  clear(): void;
  list(): { rule: FaultRule; matched: number; fired: number }[];
};

/** A small linear congruential generator (Numerical Recipes' constants): the same seed gives the same run. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const matches = ({ match: wanted }: FaultRule, request: FaultRequest): boolean =>
  (wanted.method === undefined || wanted.method === request.method) &&
  (wanted.path === undefined || request.path.startsWith(wanted.path)) &&
  (wanted.reference === undefined || (request.reference?.startsWith(wanted.reference) ?? false));

export function newFaults(initial: FaultRule[]): Faults {
  type Counted = { rule: FaultRule; matched: number; fired: number; random: () => number };
  const start = (each: FaultRule): Counted => ({ rule: each, matched: 0, fired: 0, random: sequence(each.seed) });
  let rules = initial.map(start);

  function fires(counted: Counted): boolean {
    const { rule: each } = counted;
    counted.matched++;
    const drawn = each.probability === undefined || counted.random() < each.probability;
    const due = each.every === undefined || counted.matched % each.every === 0;
    if (!drawn || !due || counted.fired >= (each.times ?? Number.POSITIVE_INFINITY)) return false;
    counted.fired++;
    return true;
  }

  return {
    effectsOn: (request) =>
      rules.filter((each) => matches(each.rule, request) && fires(each)).map((each) => each.rule.effect),
    add: (more) => {
      rules.push(...more.map(start));
    },
    clear: () => {
      rules = [];
    },
    list: () => rules.map(({ rule: each, matched, fired }) => ({ rule: each, matched, fired })),
  };
}
