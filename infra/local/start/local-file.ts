import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OFFICER_TOKEN } from './officers.ts';

/** Where each start has a folder of its own, named after its port: two of them share nothing. */
export const STARTS = join(import.meta.dirname, '..', '..', '..', '.crier');

export const folderOfStart = (port: number, starts = STARTS): string => join(starts, String(port));

/** What `npm run crier` is told of a start. */
type Local = {
  port: number;
  site: string;
  /** Where other systems call: the HTTP API's own address. */
  api: string;
  council: string;
  /** Where calls of AWS go that concern it, and its stack's name. */
  aws: { endpoint: string; stack: string };
  since: Date;
};

/** Tells `npm run crier` where the officers' API of this start is, where its open data, and where its queues and secrets. */
export function writeLocalFile({ port, since, ...local }: Local, starts = STARTS): void {
  const folder = folderOfStart(port, starts);
  mkdirSync(folder, { recursive: true });
  const url = `http://127.0.0.1:${port}/api`;
  const file = join(folder, 'local.json');
  writeFileSync(file, JSON.stringify({ url, token: OFFICER_TOKEN, ...local, since: since.toISOString() }));
}

/** Takes the file away again. No other process can have this port meanwhile. */
export function removeLocalFile(port: number, starts = STARTS): void {
  rmSync(join(folderOfStart(port, starts), 'local.json'), { force: true });
}
