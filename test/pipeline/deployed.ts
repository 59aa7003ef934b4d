import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clientsAt } from '../../infra/operate/clients.ts';
import { stackNow } from '../../infra/operate/stack-now.ts';

/** A stack that runs on this machine in place of one on AWS. */
export type Deployed = {
  /** What it tells later actions. */
  outputs: Record<string, string>;
  /** Where its secrets are. */
  endpoint: string;
  stop(reason: string): Promise<void>;
} & AsyncDisposable;

type LocalFile = { url: string; token: string; site: string; aws: { endpoint: string; stack: string } };

/** What each `npm start` of a checkout tells of itself. */
function localFiles(checkout: string): LocalFile[] {
  const starts = join(checkout, '.crier');
  if (!existsSync(starts)) return [];
  return readdirSync(starts).flatMap((port) => {
    try {
      return [JSON.parse(readFileSync(join(starts, port, 'local.json'), 'utf8'))];
    } catch {
      return []; // no start's folder, or half written
    }
  });
}

/** `npm start` of a checkout whose packages are installed, with nothing to play. */
export async function deploy(
  checkout: string,
  { council, env, empty }: { council: string; env: Record<string, string>; empty: string },
): Promise<Deployed> {
  mkdirSync(empty, { recursive: true });
  const before = new Set(localFiles(checkout).map(({ url }) => url));
  const args = ['start', '--', '--council', council, '--input', empty, '--now', '2026-09-29T10:00:00+01:00'];
  // A group of its own: npm, its shell and what they start end together.
  const child = spawn('npm', args, { cwd: checkout, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let found: LocalFile | undefined;
  while (!found || !said.includes('until you press Ctrl-C')) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${said}`);
    await pause(500);
    found = localFiles(checkout).find(({ url }) => !before.has(url));
  }
  const { url, token, site, aws } = found;
  const { outputs } = await stackNow(clientsAt(aws.endpoint), aws.stack);
  return {
    outputs: {
      ...outputs,
      ...{ ApiUrl: url, SiteUrl: site }, // where this machine has them
      SmokeRoleArn: `arn:aws:iam::444455556666:role/crier-tokens-${council}-test`, // no role is taken on here
    },
    endpoint: aws.endpoint,
    stop: async (reason) => {
      const answer = await fetch(`${url}/officers/stop`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ reason }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    [Symbol.asyncDispose]: async () => {
      process.kill(-child.pid!, 'SIGTERM');
      await ended;
    },
  };
}
