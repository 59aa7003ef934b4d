// The whole stack on the local engine, with the Notify sandbox, as `npm start` has it: the template, the bundles, the
// token bucket. What it does is kept: every AWS call, and how long each invocation took.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { councilOf } from '../infra/config/councils.ts';
import type { SubscribersHere } from '../infra/config/subscribers.ts';
import type { Council } from '../infra/config/types.ts';
import type { Template } from '../infra/local/engine/stack/template.ts';
import { serve } from '../infra/local/engine/web/serve.ts';
import { startSandbox } from '../infra/local/start/notify.ts';
import { OFFICER_TOKEN } from '../infra/local/start/officers.ts';
import { NOBODY, sourceToken, startStack } from '../infra/local/start/stack.ts';
import { startOneProcess } from './all-handlers.ts';
import { EXTRACT_NOW, type RowOf, writeExtract } from './extract-file.ts';

export type AwsCall = {
  /** When it came, in milliseconds of the clock that the sandbox goes by. */
  at: number;
  service: string;
  operation: string;
  input: Record<string, unknown> | null;
};

type Invocation = { fn: string; ms: number; mb: number };

export type BenchStack = Awaited<ReturnType<typeof startBenchStack>>;

type Options = {
  /** All handlers run in one process, whose CPU is measured, and no invocation's time is. */
  oneProcess?: boolean;
  subscribers?: SubscribersHere;
};

export async function startBenchStack({ oneProcess = false, subscribers = NOBODY }: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
  const council = withoutBrake(councilOf('stockton'));
  const clockShiftMs = EXTRACT_NOW - Date.now();
  const together = oneProcess ? await startOneProcess(folder) : null;
  const calls: AwsCall[] = [];
  const invocations: Invocation[] = [];
  let template: Template = { Resources: {} };
  // Receipts have to find the API, whose port is known only when the stack is up.
  let api = (_: Request): Promise<Response> => Promise.resolve(new Response(null, { status: 503 }));
  const door = createServer(serve((request) => api(request)));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const notify = await startSandbox({
    serviceName: council.settings.council_name,
    apiUrl: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    now: () => Date.now() + clockShiftMs,
    dataDir: null,
    onText: () => {},
  });
  const { engine, inbox, documents, answer, countNow } = await startStack({
    council,
    subscribers,
    notify,
    clockShiftMs,
    outdir: join(folder, 'cdk.out'),
    dataDir: null,
    change: (synthesised) => {
      template = together ? relayed(synthesised, together.socket) : metered(synthesised);
      return template;
    },
    onLog: ({ fn, text }) => {
      if (text.startsWith('{"meter":')) invocations.push({ fn, ...JSON.parse(text).meter });
    },
    onCall: ({ service, operation, body }) => {
      calls.push({
        at: Date.now() + clockShiftMs,
        service,
        operation,
        input: body?.length ? JSON.parse(body.toString()) : null,
      });
    },
  });
  api = answer;
  let apiRequests = 0;
  const { handleHttp } = engine;
  engine.handleHttp = (request) => {
    apiRequests += 1;
    return handleHttp(request);
  };
  const s3 = new S3Client({
    endpoint: engine.endpoint,
    region: 'eu-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });

  return {
    engine,
    sandbox: notify.sandbox!,
    template,
    countNow,
    calls,
    invocations,
    /** Requests that came to the HTTP API so far. */
    apiRequests: () => apiRequests,
    /** What the one process has used so far; null if there is none. */
    cpuSeconds: async () => (together ? together.cpuSeconds() : null),
    drop: async (name: string, rows: number, rowOf: RowOf) => {
      const path = join(folder, name);
      await writeExtract(path, rows, rowOf);
      await s3.send(new PutObjectCommand({ Bucket: inbox, Key: name, Body: readFileSync(path) }));
    },
    /** Puts a document where back offices put them. */
    putDocument: async (key: string, bytes: Uint8Array) => {
      await s3.send(new PutObjectCommand({ Bucket: documents, Key: key, Body: bytes }));
    },
    /** Events at the door, as their sources send them: what it has no time for, again. */
    post: async (events: { id: string }[], source = 'revenues-benefits') => {
      const headers = {
        authorization: `Bearer ${sourceToken(source)}`,
        'content-type': 'application/cloudevents-batch+json',
      };
      let left = events;
      while (left.length > 0) {
        const sent = { method: 'POST', headers, body: JSON.stringify(left) };
        const response = await engine.handleHttp(new Request('http://crier.local/events', sent));
        const { events: answers = [] } = (await response.json()) as { events?: { id: string; status: string }[] };
        const again = new Set(answers.flatMap(({ id, status }) => (status === 'not-taken' ? id : [])));
        if (response.status !== 202 && (again.size === 0 || again.size === left.length))
          throw new Error(`the door answered ${response.status}`);
        left = left.filter(({ id }) => again.has(id));
      }
    },
    operator: async (what: 'stop' | 'resume' | 'count', body: object) => {
      const headers = { authorization: `Bearer ${OFFICER_TOKEN}`, 'content-type': 'application/json' };
      const asked = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await engine.handleHttp(new Request(`http://crier.local/officers/${what}`, asked));
      if (response.status !== 200) throw new Error(`the officers' API answered ${response.status} to ${what}`);
      return response.json();
    },
    close: async () => {
      await engine.close();
      together?.close();
      await notify.close();
      door.closeAllConnections();
      door.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is measured is the way of messages, and not how long somebody takes to let a first run go. */
const withoutBrake = (council: Council): Council => ({
  ...council,
  settings: { ...council.settings, brake: { first_run: 1_000_000, times: 1_000, at_least: 1_000_000 } },
});

/** Each function says how long its invocations took. */
const metered = (template: Template): Template =>
  withEach(template, () => ({ variables: { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'meter.mjs')}` } }));

/** Each function hands its invocations on; one at a time, so that batches fill as they do on a busy day. */
const relayed = (template: Template, socket: string): Template =>
  withEach(template, ({ Description }) => ({
    variables: {
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'relay.mjs')}`,
      CRIER_BENCH_SOCKET: socket,
      CRIER_BENCH_HANDLER: String(Description), // the folder's name
    },
    properties: { ReservedConcurrentExecutions: 1 },
  }));

type Change = { variables: Record<string, string>; properties?: object };

function withEach(template: Template, changeOf: (properties: Record<string, unknown>) => Change): Template {
  const resources = Object.entries(template.Resources ?? {}).map(([id, each]) => {
    if (each.Type !== 'AWS::Lambda::Function') return [id, each];
    const { Environment, ...rest } = each.Properties as { Environment?: { Variables?: Record<string, unknown> } };
    const { variables, properties = {} } = changeOf(rest);
    const { NODE_OPTIONS = '', ...own } = Environment?.Variables ?? {};
    const Variables = { ...own, ...variables, NODE_OPTIONS: `${NODE_OPTIONS} ${variables['NODE_OPTIONS']}` };
    return [id, { ...each, Properties: { ...rest, Environment: { Variables }, ...properties } }];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}
