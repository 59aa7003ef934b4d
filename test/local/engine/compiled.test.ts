import { readdirSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { cleanUp, lambda, start, temporaryFolder } from './stack-under-test.ts';

afterEach(async () => {
  vi.unstubAllEnvs();
  await cleanUp();
});

test('what a worker compiled is kept where NODE_COMPILE_CACHE says, though the worker is killed', async () => {
  const folder = temporaryFolder();
  vi.stubEnv('NODE_COMPILE_CACHE', folder);
  const engine = await start({ Plain: lambda('plain') }, { handlers: { plain: 'export const handler = () => 1;' } });
  await engine.invoke('Plain', {});
  await expect
    .poll(() => readdirSync(folder, { recursive: true, withFileTypes: true }).some((each) => each.isFile()))
    .toBe(true);
  engine.kill('Plain');
});
