import { setTimeout as pause } from 'node:timers/promises';
import { startBenchStack } from './bench-stack.ts';
import type { Benchmark } from './benchmark.ts';
import { batchesOf, decidedOn, livesAt, pdfOf } from './claims.ts';

const DOCUMENTS = Number(process.env['CRIER_BENCH_DOCUMENTS'] ?? 10_000);
const BYTES = 200_000;
const POSTS_PER_SECOND = 45;
const MOST_MB = 512;
const KEY = 'revenues-benefits/bench.pdf';

/** Each is read by its own name's look, release and sending, but they are one object: what is measured is the way, not the store. */
export const documents: Benchmark = {
  name: 'documents',
  about: `${DOCUMENTS} letters of ${BYTES / 1000} KB each through the whole stack on this machine, and the memory of its workers`,
  run: async () => {
    const stack = await startBenchStack();
    const { engine, sandbox, invocations } = stack;
    const idle = async () => {
      do await pause(500);
      while (!engine.idle());
    };
    try {
      const people = Array.from({ length: DOCUMENTS }, (_, n) => n);
      const { bytes, sha256 } = pdfOf(BYTES);
      await stack.putDocument(KEY, bytes);
      for (const batch of batchesOf(people.map(livesAt))) await stack.post(batch);
      await stack.operator('stop', { reason: 'bench' });
      for (const batch of batchesOf(people)) {
        await stack.post(batch.map((n) => decidedOn(n, { key: KEY, sha256 })));
      }
      await idle();
      await stack.operator('resume', {});
      while (sandbox.messages().length < DOCUMENTS) await pause(200);
      await idle();
      const at = sandbox.messages().map(({ created_at }) => Date.parse(created_at));
      // The last post ends no interval.
      const perSecond = ((at.length - 1) * 1000) / (Math.max(...at) - Math.min(...at));
      const most = Map.groupBy(invocations, ({ fn }) => fn);
      const memory = [...most].map(([fn, each]) => ({ fn, mb: Math.max(...each.map(({ mb }) => mb)) }));
      memory.sort((a, b) => b.mb - a.mb);
      return [
        { what: 'share of the pace', value: perSecond / POSTS_PER_SECOND, unit: 'ratio', target: { at_least: 0.95 } },
        { what: 'letters at Notify', value: at.length, unit: 'letters', target: { at_least: DOCUMENTS } },
        { what: 'the largest worker', value: memory[0]?.mb ?? 0, unit: 'MB', target: { at_most: MOST_MB } },
        ...memory.slice(0, 5).map(({ fn, mb }) => ({ what: `of which ${fn}`, value: mb, unit: 'MB' })),
      ];
    } finally {
      await stack.close();
    }
  },
};
