import { afterEach, expect, test } from 'vitest';
import { cleanUp, lambda, start } from './stack-under-test.ts';

afterEach(cleanUp);

const heap = `import { getHeapStatistics } from 'node:v8';
export const handler = async () => getHeapStatistics().heap_size_limit / 2 ** 20;`;

test("a function's heap is limited by its memory, or by NODE_OPTIONS of its own, as on Lambda", async () => {
  const Variables = { NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=128' };
  const engine = await start(
    {
      Plain: lambda('heap', { MemorySize: 512 }),
      Own: lambda('heap', { MemorySize: 512, Environment: { Variables } }),
    },
    { handlers: { heap } },
  );
  expect(await engine.invoke('Plain', {})).toBeGreaterThanOrEqual(512);
  expect(await engine.invoke('Own', {})).toBe(128 + 3 * 8); // V8 adds three semi-spaces
});
