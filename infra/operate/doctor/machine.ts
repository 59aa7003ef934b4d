import { existsSync, readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, Finding } from './finding.ts';

type Machine = {
  nodeVersion: string;
  /** Where starts keep their folders. */
  starts: string;
  /** Starts that are up, by their ports. */
  up: readonly string[];
};

const LEAST_NODE = 24;
const LEAST_BYTES = 1_000_000_000;

/** What this machine needs for npm start. */
export async function machine({ nodeVersion, starts, up }: Machine): Promise<Check> {
  const findings: Finding[] = [];
  if (Number(nodeVersion.split('.')[0]) < LEAST_NODE)
    findings.push({
      grade: 'look',
      what: `this is Node ${nodeVersion}`,
      mend: `npm run crier, npm start and npm test bring Node ${LEAST_NODE} themselves: use them`,
    });
  const folder = existsSync(starts) ? starts : '.';
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < LEAST_BYTES)
    findings.push({
      grade: 'look',
      what: `only ${Math.round((bavail * bsize) / 1e6)} MB are free on this disk: npm start may stop in the middle`,
      mend: `make room, for example: rm -r ${folder}/outbox`,
    });
  const dead = existsSync(starts)
    ? readdirSync(starts).filter((port) => existsSync(join(starts, port, 'local.json')) && !up.includes(port))
    : [];
  if (dead.length > 0)
    findings.push({
      grade: 'note',
      what: `npm start on port ${dead.join(', ')} was killed, and its folder is left`,
      mend: `rm -r ${dead.map((port) => join(starts, port)).join(' ')}`,
    });
  return { name: 'this machine', findings };
}
