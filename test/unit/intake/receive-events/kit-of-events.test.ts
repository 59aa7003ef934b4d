import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../../simulate/random.ts';
import { doorOfCouncil } from '../../../support/door-of-council.ts';

// Compares what the door refuses with what an independent program says that it must. It lies beside the project.
const MAKE = new URL('../../../../../shared/notices/make-events.mjs', import.meta.url);
const NOW = '2026-09-29T10:00:00+01:00';
const SEEDS = Array.from({ length: Number(process.env['CRIER_SEEDS'] ?? 5) }, (_, i) => i + 1);

type Expected = { files: { name: string }[]; refused: { file: string; line: number; pointers: string[] }[] };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function made(seed: number): Promise<{ folder: string; expected: Expected }> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-kit-'));
  folders.push(folder);
  const { makeEvents } = await import(MAKE.href);
  return { folder, expected: makeEvents({ seed, matters: 120, now: NOW, out: folder, dirty: true }).expected };
}

describe.skipIf(!existsSync(MAKE))('compared with an independent door (../shared/notices)', () => {
  test.each(SEEDS)(
    'of seed %i the same lines are refused, at the same fields, and their order makes no difference',
    async (seed) => {
      const { folder, expected } = await made(seed);
      const door = doorOfCouncil(Date.parse(NOW));
      const refused = [];
      for (const { name } of expected.files) refused.push(...(await door.play(join(folder, name))));
      expect(refused).toEqual(expected.refused.map(({ file, line, pointers }) => ({ file, line, pointers })));

      expect(door.register.count()).toBeGreaterThan(100);

      const good = expected.files.flatMap(({ name }) => {
        const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
        return lines.filter((_, i) => !expected.refused.some(({ file, line }) => file === name && line === i + 1));
      });
      const random = randomFrom(seed);
      const shuffled = good.map((line) => ({ line, at: random.next() })).sort((a, b) => a.at - b.at);
      writeFileSync(join(folder, 'shuffled.ndjson'), shuffled.map(({ line }) => `${line}\n`).join(''));
      const other = doorOfCouncil(Date.parse(NOW));
      expect(await other.play(join(folder, 'shuffled.ndjson'))).toEqual([]);
      expect(other.register.everything()).toEqual(door.register.everything());
    },
  );
});
