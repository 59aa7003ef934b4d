import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { COMPILED } from '../support/compiled.ts';
import type { Told, Without } from './run-without.ts';

/** As many as the cores that the least machine has. */
const AT_ONCE = 2;

/** What the simulator tells without each guard or with each leak, by its name. */
export async function toldWithout(runs: readonly Without[]): Promise<Map<string, Told>> {
  const parts = Array.from({ length: AT_ONCE }, (_, part) => runs.filter((_run, i) => i % AT_ONCE === part));
  const told = await Promise.all(parts.map(toldOfPart));
  return new Map(told.flat().map((each) => [each.name, each]));
}

async function toldOfPart(runs: readonly Without[]): Promise<Told[]> {
  const program = [new URL('./run-without.ts', import.meta.url).pathname, JSON.stringify(runs)];
  const child = spawn(process.execPath, program, {
    env: { ...process.env, ...COMPILED },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = (await text(child.stdout)).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}
