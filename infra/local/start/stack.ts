import { rmSync } from 'node:fs';
import { SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import type { SubscribersHere } from '../../config/subscribers.ts';
import type { Council } from '../../config/types.ts';
import { type Engine, type EngineOptions, startEngine } from '../engine/engine.ts';
import { readAssembly } from '../engine/stack/assembly.ts';
import type { Template } from '../engine/stack/template.ts';
import type { FileThere } from '../subscribers/file-receiver.ts';
import { holdCopy } from './copied.ts';
import type { Notify } from './notify.ts';
import { OFFICER_TOKEN } from './officers.ts';
import { tellQueue } from './operator.ts';
import { type NamedQueue, queueNamer } from './queue-names.ts';

/** One council's stack, synthesised and running. */
export type RunningStack = {
  name: string;
  engine: Engine;
  /** The bucket that nightly files are dropped into. */
  inbox: string;
  /** The bucket that back offices put documents into. */
  documents: string;
  /** Publishes open data as of a London day, and comes back when its queue has been told. */
  publish(asOf: string): Promise<void>;
  /** Has count-ledger look now whether an officer asked for a count. @throws Error if it failed. */
  countNow(): Promise<unknown>;
  queues(): NamedQueue[];
  /** Puts a function out of order, by its folder's name, or in order again. @throws Error if there is no such function. */
  breaks(name: string, on: boolean): void;
  /** Answers a request to the stack's addresses: Notify's callbacks have one of their own, all else the HTTP API. */
  answer(request: Request): Promise<Response>;
};

type Options = {
  council: Council;
  /** None where not given. */
  subscribers?: SubscribersHere;
  notify: Pick<Notify, 'url' | 'key' | 'callbackToken'> & Partial<Pick<Notify, 'replySenderId'>>;
  clockShiftMs: number;
  /** Where the synthesised app goes. What was there is taken away first. */
  outdir: string;
  dataDir: string | null;
  onLog: (line: { fn: string; text: string }) => void;
  /** A function did what its role does not allow, in words. Each is told once. */
  onDenied?: (words: string) => void;
  /** An alarm begins to ring: its heading in the runbook, and what it is about. */
  onAlarm?: (what: string) => void;
  onCall?: EngineOptions['onCall'];
  /** A file that goes out, or its sum, is there. */
  onFileOut?: ((file: FileThere) => void) | undefined;
  unkind?: EngineOptions['unkind'];
  /** A module from the project's root that every function loads first. */
  joined?: string;
  /** What is run in place of the template as it was synthesised. */
  change?: (template: Template) => Template;
};

/** The token of a source on this machine, and the API key of an Open311 client or back office, as the README tells it. */
export const sourceToken = (source: string): string => `local-${source}`;

/** No system is kept in step. */
export const NOBODY: SubscribersHere = { subscribers: [], secrets: {} };

const REFERENCE_KEY = 'local reference key: not a secret, for one machine only';

/**
 * Synthesises the app as it would be deployed, and runs the template.
 * @throws Error that says what could not be synthesised or run.
 */
export async function startStack(options: Options): Promise<RunningStack> {
  const { council, subscribers = NOBODY, notify, clockShiftMs, outdir, dataDir, onLog } = options;
  rmSync(outdir, { recursive: true, force: true });
  // The CDK takes most of a second to load: --help need not wait for it.
  const { synthLocal } = await import('../../app.ts');
  const { stackName, cdkOut } = synthLocal({
    ...{ council, subscribers: subscribers.subscribers, notifyUrl: notify.url, clockShiftMs, outdir },
    replySenderId: notify.replySenderId ?? null,
    ...(options.joined && { joined: options.joined }),
    isShared: true,
  });
  const { template } = readAssembly(cdkOut, stackName);
  const denied = new Set<string>();
  const engine = await startEngine({
    template: options.change ? options.change(template) : template,
    assetsDir: cdkOut,
    stackName,
    secrets: {
      ReferenceKeySecret: REFERENCE_KEY,
      NotifySecret: JSON.stringify({ api_key: notify.key, callback_token: notify.callbackToken }),
      SourcesSecret: JSON.stringify(
        Object.fromEntries(
          [SMOKE_TEST, ...Object.keys(council.sources)].map((source) => [source, sourceToken(source)]),
        ),
      ),
      OfficersSecret: JSON.stringify({ officer: OFFICER_TOKEN }),
      Open311Secret: JSON.stringify(
        Object.fromEntries(
          [...council.open311.clients, ...council.open311.back_offices].map(({ name }) => [name, sourceToken(name)]),
        ),
      ),
      SubscribersSecret: JSON.stringify(subscribers.secrets),
    },
    ...(dataDir === null ? {} : { dataDir }),
    onLog,
    onCopied: holdCopy,
    clockVariable: 'CLOCK_SHIFT_MS',
    ...(options.onCall ? { onCall: options.onCall } : {}),
    unkind: options.unkind,
    onObject: ({ bucket, key, body }) => {
      const [, subscriber, name] = /^([a-z][a-z0-9-]*)\/(.+)$/.exec(key) ?? [];
      if (bucket.startsWith('syncoutboxbucket') && subscriber && name)
        options.onFileOut?.({ subscriber, name, bytes: body });
    },
    // What a function cannot say itself: that it ran out of time, or died.
    onEvent: ({ kind, ...event }) => {
      if (kind === 'invocation-failed')
        onLog({ fn: String(event['fn'] ?? ''), text: JSON.stringify({ kind, ...event }) });
      if (kind === 'alarm') options.onAlarm?.(String(event['name']).replace(`${stackName}/`, ''));
      if (kind !== 'access-denied') return;
      const words = `${event['fn']} lacks the grant of ${event['action']} on ${event['resource']}: see infra/capabilities`;
      if (!denied.has(words)) options.onDenied?.(words);
      denied.add(words);
    },
  });
  const inbox = engine.outputs['InboxBucketName'];
  if (!inbox) throw new Error(`the stack ${stackName} has no output InboxBucketName: files cannot be dropped anywhere`);
  const documents = engine.outputs['DocumentsBucketName'] ?? '';
  const publishQueue = engine.outputs['PublishQueueUrl'] ?? '';
  const name = queueNamer(cdkOut, stackName, template);
  const publish = (asOf: string) => tellQueue(engine.endpoint, publishQueue, { as_of: asOf });
  const answer = (request: Request) =>
    new URL(request.url).pathname.startsWith('/notify/')
      ? engine.handleFunctionUrl(request)
      : engine.handleHttp(request);
  const breaks = (fn: string, on: boolean) => engine.breaks(functionIn(engine, fn), on);
  const countNow = () => engine.invoke(functionIn(engine, 'count-ledger'), {});
  const queues = () => name(engine.queues());
  return { name: stackName, engine, inbox, documents, publish, countNow, queues, breaks, answer };
}

/** Logical ids are made of the constructs' names, which are those of the folders. */
export function functionIn({ resources }: Pick<Engine, 'resources'>, name: string): string {
  const part = name.replaceAll('-', '');
  const found = [...resources].find(([id, { type }]) => type === 'AWS::Lambda::Function' && id.includes(part));
  if (!found) throw new Error(`there is no function ${name} in the stack`);
  return found[0];
}
