import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OFFICER_TOKEN } from './officers.ts';

const FILE = join(import.meta.dirname, '..', '..', '..', '.crier', 'local.json');

/** Tells `npm run crier` where the running engine's officers' API is, and where its open data. The newest start wins. */
export function writeLocalFile({ port, site }: { port: number; site: string }, file = FILE): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ url: `http://127.0.0.1:${port}/api`, token: OFFICER_TOKEN, site }));
}

/** Takes the file away again, unless another start has written its own meanwhile. */
export function removeLocalFile(port: number, file = FILE): void {
  try {
    const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url: string };
    if (url === `http://127.0.0.1:${port}/api`) rmSync(file);
  } catch {
    // It is gone already.
  }
}
