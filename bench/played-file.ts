// Plays one extract through the whole stack on the local engine and keeps every AWS call that was made on the way, and
// what the functions' processes used of the CPU. Everything is as `npm start` has it: the template, the bundles, the
// Notify sandbox with its token bucket.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { councilOf } from '../infra/config/councils.ts';
import type { Template } from '../infra/local/engine/template.ts';
import { serve } from '../infra/local/engine/web.ts';
import { startSandbox } from '../infra/local/start/notify.ts';
import { OFFICER_TOKEN } from '../infra/local/start/officers.ts';
import { startStack } from '../infra/local/start/stack.ts';
import { EXTRACT_NOW, type RowOf, writeExtract } from './extract-file.ts';

export type AwsCall = { service: string; operation: string; input: Record<string, unknown> | null };

export type Played = {
  /** The engine's address, which names of queues hold. */
  endpoint: string;
  calls: AwsCall[];
  /** Calls that Lambda's poller makes on AWS, and invocations, as the engine counts them. */
  operations: Record<string, number>;
  notify: { posts: number; at: number[]; limited: number };
  /** Of all function processes together, without what the warm-up took. */
  cpu_seconds: number;
  seconds: number;
};

/** How many messages of a warm-up come before what is measured. */
const WARM_UP = 100;
const TICKS_PER_SECOND = 100; // USER_HZ, the unit of /proc/<pid>/stat on Linux

type How = {
  /** Sending is stopped until all is planned, so that what is measured is the sending alone. */
  plannedFirst?: boolean;
  /** One process for each function, so that none starts while it is measured. */
  oneOfEach?: boolean;
  warmUp?: number;
  /** Halfway all workers stand still for so long. */
  stallMs?: number;
};

/** Plays a file of which every row asks for one message. */
export async function playFile(
  rows: number,
  rowOf: RowOf,
  { plannedFirst = false, oneOfEach = false, warmUp = WARM_UP, stallMs = 0 }: How = {},
): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
  const council = councilOf('stockton');
  const clockShiftMs = EXTRACT_NOW - Date.now();
  const now = () => Date.now() + clockShiftMs;
  const calls: AwsCall[] = [];
  // Receipts have to find the API, whose port is known only when the stack is up.
  let api = (_: Request): Promise<Response> => Promise.resolve(new Response(null, { status: 503 }));
  const door = createServer(serve((request) => api(request)));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const notify = await startSandbox({
    serviceName: council.settings.council_name,
    apiUrl,
    now,
    dataDir: null,
    onText: () => {},
  });
  const stack = await startStack({
    council,
    notify,
    clockShiftMs,
    outdir: join(folder, 'cdk.out'),
    dataDir: null,
    onLog: () => {},
    ...(oneOfEach ? { change: withOneOfEach } : {}),
    onCall: ({ service, operation, body }) => {
      calls.push({ service, operation, input: body?.length ? JSON.parse(body.toString()) : null });
    },
  });
  api = (request) => stack.engine.handleHttp(request);
  const stored = () => notify.sandbox!.messages().length;
  const s3 = new S3Client({
    endpoint: stack.engine.endpoint,
    region: 'eu-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const drop = async (name: string, count: number, of: RowOf) => {
    const path = join(folder, name);
    await writeExtract(path, count, of);
    await s3.send(new PutObjectCommand({ Bucket: stack.inbox, Key: name, Body: readFileSync(path) }));
  };
  const operator = async (what: 'stop' | 'resume', body: object) => {
    const headers = { authorization: `Bearer ${OFFICER_TOKEN}`, 'content-type': 'application/json' };
    const request = new Request(`http://crier.local/officers/${what}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const { status } = await stack.engine.handleHttp(request);
    if (status !== 200) throw new Error(`the officers' API answered ${status} to ${what}`);
  };
  const until = async (messages: number) => {
    while (stored() < messages || !stack.engine.idle()) await pause(50);
  };

  try {
    await drop('warm-up.csv', warmUp, (n) => ({
      ...rowOf(n),
      account_ref: String(700_000_000 + n),
      person_ref: `W${n}`,
      email: `warm.${n}@example.org`,
    }));
    await until(warmUp);
    if (plannedFirst) {
      await operator('stop', { reason: 'bench' });
      await drop('measured.csv', rows, rowOf);
      do await pause(500);
      while (!stack.engine.idle());
    }
    const before = { cpu: cpuOfChildren(), operations: stack.engine.callsByOperation(), calls: calls.length };
    const started = performance.now();
    if (plannedFirst) await operator('resume', {});
    else await drop('measured.csv', rows, rowOf);
    if (stallMs > 0) {
      while (stored() < warmUp + rows / 2) await pause(20);
      await standStill(stallMs);
    }
    await until(warmUp + rows);
    const seconds = (performance.now() - started) / 1000;
    const after = stack.engine.callsByOperation();
    const posts = notify.sandbox!.messages().slice(warmUp);
    return {
      endpoint: stack.engine.endpoint,
      calls: calls.slice(before.calls),
      operations: Object.fromEntries(
        Object.entries(after).map(([name, count]) => [name, count - (before.operations[name] ?? 0)]),
      ),
      notify: {
        posts: posts.length,
        at: posts.map(({ created_at }) => Date.parse(created_at)),
        limited: calls.filter(({ input }) => JSON.stringify(input ?? {}).includes('"rate-limited"')).length,
      },
      cpu_seconds: cpuOfChildren() - before.cpu,
      seconds,
    };
  } finally {
    await stack.engine.close();
    await notify.close();
    door.closeAllConnections();
    door.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The function processes: children of this one. */
function children(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, , ppid] = fieldsOf(readFileSync(`/proc/${name}/stat`, 'utf8'));
        return Number(ppid) === process.pid ? [Number(name)] : [];
      } catch {
        return []; // gone meanwhile
      }
    });
}

/** Fields after the command's name, which may hold spaces. The first two are pid and state. */
const fieldsOf = (stat: string): string[] => [
  stat.split(' ', 1)[0]!,
  ...stat.slice(stat.lastIndexOf(')') + 2).split(' '),
];

function cpuOfChildren(): number {
  return children().reduce((sum, pid) => {
    const fields = fieldsOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return sum + (Number(fields[12]) + Number(fields[13])) / TICKS_PER_SECOND; // utime, stime
  }, 0);
}

/** What a machine that is overloaded, or an account that is throttled, does to all of them: new ones stand still too. */
async function standStill(ms: number): Promise<void> {
  const stopped = new Set<number>();
  for (const until = performance.now() + ms; performance.now() < until; await pause(50)) {
    for (const pid of children()) {
      if (!stopped.has(pid)) process.kill(pid, 'SIGSTOP');
      stopped.add(pid);
    }
  }
  for (const pid of children()) process.kill(pid, 'SIGCONT');
}

function withOneOfEach(template: Template): Template {
  const resources = Object.entries(template.Resources ?? {}).map(([id, each]) =>
    each.Type === 'AWS::Lambda::Function'
      ? [id, { ...each, Properties: { ...each.Properties, ReservedConcurrentExecutions: 1 } }]
      : [id, each],
  );
  return { ...template, Resources: Object.fromEntries(resources) };
}
