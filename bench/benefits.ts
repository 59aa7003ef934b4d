import { setTimeout as pause } from 'node:timers/promises';
import { type BenchStack, startBenchStack } from './bench-stack.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { batchesOf, decidedOn, livesAt, pdfOf } from './claims.ts';
import { DOLLARS, unitsOf } from './price.ts';

const DECISIONS = 200;
const WARM_UP = 50;
const TARGET_DOLLARS = 12;
const ONE_BY_ONE = 30;
const TARGET_CPU_MS = 300;
/** A document is looked at as it is planned and before it is sent, and read as it is sent. GET requests on S3 in eu-west-2, a million. */
const S3_GET_DOLLARS = 0.42;

/** What a decision on a benefit takes, from its event to the letter. */
export const benefits: Benchmark = {
  name: 'benefits',
  about: `AWS calls of each of ${DECISIONS} benefit decisions from event to letter, without postage, and the CPU of one event`,
  run: async () => [...(await priceOfDecisions()), ...(await cpuOfAnEvent())],
};

const KEY = 'revenues-benefits/bench.pdf';
const { bytes, sha256 } = pdfOf(20_000);
const document = { key: KEY, sha256 };

const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

async function tell({ post, putDocument }: BenchStack, people: number[]): Promise<void> {
  await putDocument(KEY, bytes);
  for (const batch of batchesOf(people.map(livesAt))) await post(batch);
}

async function decide({ post, engine, sandbox }: BenchStack, people: number[], letters: number): Promise<void> {
  for (const batch of batchesOf(people.map((n) => decidedOn(n, document)))) await post(batch);
  while (sandbox.messages().length < letters || !engine.idle()) await pause(100);
}

async function priceOfDecisions(): Promise<Row[]> {
  const stack = await startBenchStack();
  try {
    const { engine, calls, invocations } = stack;
    await tell(stack, numbers(0, WARM_UP + DECISIONS));
    await decide(stack, numbers(0, WARM_UP), WARM_UP);
    const before = { calls: calls.length, invocations: invocations.length, requests: stack.apiRequests() };
    const operations = engine.callsByOperation();
    await decide(stack, numbers(WARM_UP, DECISIONS), WARM_UP + DECISIONS);
    const made = {
      calls: calls.slice(before.calls),
      before: calls.slice(0, before.calls),
      invocations: invocations.slice(before.invocations),
      operations: since(operations, engine.callsByOperation()),
      template: stack.template,
      apiRequests: stack.apiRequests() - before.requests,
    };
    const { units } = unitsOf(made);
    const lines = Object.entries({ ...units, 'S3 GET requests': made.operations['s3.GetObject'] ?? 0 }).map(
      ([what, count]) => ({ what, each: count / DECISIONS, dollars: (count / DECISIONS) * priceOf(what) }),
    );
    const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
    return [
      {
        what: 'a million decisions, from event to letter, without postage',
        value: total,
        unit: 'US dollars',
        target: { at_most: TARGET_DOLLARS },
      },
      ...lines.flatMap(({ what, each, dollars }): Row[] => [
        { what: `of which ${what}`, value: dollars, unit: 'US dollars' },
        { what: `${what} for a decision`, value: each, unit: 'units' },
      ]),
    ];
  } finally {
    await stack.close();
  }
}

const priceOf = (what: string): number =>
  what === 'S3 GET requests' ? S3_GET_DOLLARS : DOLLARS[what as keyof typeof DOLLARS];

const since = (before: Record<string, number>, after: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));

/** With all handlers in one process, warm, and sending stopped: from the event at the door to its planned notice. */
async function cpuOfAnEvent(): Promise<Row[]> {
  const stack = await startBenchStack({ oneProcess: true });
  try {
    await tell(stack, numbers(0, WARM_UP + ONE_BY_ONE));
    await decide(stack, numbers(0, WARM_UP), WARM_UP);
    await stack.operator('stop', { reason: 'bench' });
    const before = await stack.cpuSeconds();
    for (const n of numbers(WARM_UP, ONE_BY_ONE)) {
      await stack.post([decidedOn(n, document)]);
      while (!stack.engine.idle()) await pause(20);
    }
    const after = await stack.cpuSeconds();
    if (before === null || after === null) throw new Error('nothing measured the CPU of the handlers');
    return [
      {
        what: 'CPU of all handlers, from one event to its planned notice',
        value: ((after - before) * 1000) / ONE_BY_ONE,
        unit: 'ms',
        target: { at_most: TARGET_CPU_MS },
      },
    ];
  } finally {
    await stack.close();
  }
}
