import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { LEFT_IN, leaveBundles } from '../../infra/constructs/bundle.ts';
import { COMPILED } from './compiled.ts';

/**
 * Bundles all functions once, before the first test: each process that starts a stack would do it again, for ten seconds of
 * CPU. What is compiled of them and of all else is kept for the processes to come.
 */
export function setup({ config }: TestProject): (() => void) | undefined {
  if (config.watch) return; // the source changes from one run to the next
  const folder = mkdtempSync(join(tmpdir(), 'crier-bundles-'));
  leaveBundles(folder);
  process.env[LEFT_IN] = folder;
  Object.assign(process.env, COMPILED);
  return () => rmSync(folder, { recursive: true, force: true });
}
