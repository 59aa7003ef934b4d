// One night in real processes: a file comes in, notices go out to a sandbox that misbehaves, and workers and engines are
// killed (SIGKILL) in the middle of it and started again on the same folder.

import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Ledger } from '../../../contracts/officers/ledger.ts';
import { ourCatalogue } from '../../../functions/notices/families/our-catalogue.ts';
import { synthLocal } from '../../../infra/app.ts';
import { councilOf } from '../../../infra/config/councils.ts';
import { closeServer, listen, serve } from '../../../infra/local/engine/web/serve.ts';
import { type FaultPlan, parseFaults } from '../../../infra/local/notify/misbehaving/faults.ts';
import type { SandboxMessage } from '../../../infra/local/notify/sandbox-message.ts';
import { makeWorld } from '../../../infra/local/notify/world/make-world.ts';
import { putDocuments } from '../../../infra/local/start/documents.ts';
import { type Ending, untilFinished } from '../../../infra/local/start/finish.ts';
import { inboxAt } from '../../../infra/local/start/inbox.ts';
import {
  dueAtOf,
  OFFICER_TOKEN,
  type Officers,
  type OfficersPages,
  officersOf,
  officersPages,
} from '../../../infra/local/start/officers.ts';
import { sourceToken } from '../../../infra/local/start/stack.ts';
import { type NightlyRow, nightlyFile } from '../../support/nightly-file.ts';
import type { EngineCommand } from './engine-process.ts';
import type { LateFact } from './households.ts';
import { postUntilTaken, type ToldFact, tellFact } from './late-facts.ts';
import type { Matter, Telling } from './matters.ts';
import { type KeptTable, tableAt } from './tables.ts';

/** Within the hours in which people may be told, on the morning after the file. */
const MORNING = Date.parse('2026-09-29T10:00:00+01:00');
const CALLBACK_TOKEN = 'a-token-for-callbacks';
export type Night = {
  officers: Officers;
  pages: OfficersPages;
  messages(): Promise<SandboxMessage[]>;
  /** Hands in the file of the night, or one of another name with other rows. */
  drop(file?: { extract: string; rows: NightlyRow[] }): Promise<void>;
  killWorkers(of: string): void;
  /** Kills the engine with all its workers, and starts it again. @param onMs how far the clock goes on meanwhile. */
  killEngine(onMs?: number): Promise<void>;
  /** Stops the engine with all its workers where they are (SIGSTOP), and lets them go on after so long. */
  freeze(ms: number): Promise<void>;
  /** Takes a copy of the data folder, as a disk's snapshot does: of one instant, while everything is at work. */
  takeCopy(): void;
  /** Loses the engine and its data folder, and starts another on the copy. */
  loseAndRestore(): Promise<void>;
  /** Asks what officers decide. @throws Error with the answer, if it is not done */
  decide(path: string, body: object): Promise<void>;
  /** Tells a fact at the door, until it is taken. @param n tells it from others. */
  tell(fact: LateFact, n: number): Promise<ToldFact>;
  /** Tells of a matter at the door, each of its events until it is taken. */
  tellOf(matter: Pick<Matter, 'events'>): Promise<void>;
  /** Tells an event at the door once. Returns the status of the answer. */
  tellOnce(telling: Telling): Promise<number>;
  /** Everything in a table of the stack, by its place in the construct tree; its loss, and a table of that name with these items. */
  table(path: string): Promise<KeptTable>;
  misbehave(plan: FaultPlan): Promise<void>;
  behave(): Promise<void>;
  /** Waits until nothing is left to do. */
  finish(): Promise<Ending>;
  /** The ledger, once Notify's list has been counted anew. */
  counted(): Promise<Ledger>;
  /** Whether a worker of this function was ever killed in the middle of its work. */
  diedAtWork(of: string): boolean;
  /** All that functions and the engine wrote. */
  log(): string;
  close(): Promise<void>;
};

const forked = (file: string, detached: boolean): ChildProcess =>
  fork(fileURLToPath(new URL(file, import.meta.url)), { detached, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

/** The next message of this kind. @throws if the process ends before. */
function answer<T>(child: ChildProcess, kind: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: { kind: string } & T) => {
      if (message.kind !== kind) return;
      child.off('message', onMessage).off('exit', onExit);
      resolve(message);
    };
    const onExit = (code: number | null, signal: string | null) => reject(new Error(`ended with ${code ?? signal}`));
    child.on('message', onMessage).once('exit', onExit);
  });
}

function writeInto(folder: string, key: string, bytes: Uint8Array): void {
  const path = join(folder, key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

const AWAY = () => new Response(null, { status: 503 });

/** Starts sandbox and engine, with the documents of matters where back offices put them. */
export async function startNight(rows: NightlyRow[], matters: Matter[]): Promise<Night> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-kill-'));
  const log = join(folder, 'log');
  const dataDir = join(folder, 'data');
  const copy = join(folder, 'copy');
  mkdirSync(dataDir);
  let at: { endpoint: string; inbox: string; documents: string; apiUrl: string; functionUrl: string } | undefined;
  // The stack's addresses stay where they are while the engine is away, as on AWS, and say so.
  const gateway = createServer(
    serve(async ({ url, method, headers, body }) => {
      const { pathname, search } = new URL(url);
      const text = body ? await new Response(body).text() : null;
      const base = pathname.startsWith('/notify/') ? at?.functionUrl : at?.apiUrl;
      for (const ofThisHop of ['connection', 'content-length', 'host', 'transfer-encoding']) headers.delete(ofThisHop);
      return base ? fetch(`${base}${pathname}${search}`, { method, headers, body: text }).catch(AWAY) : AWAY();
    }),
  );
  const api = await listen(gateway);
  const council = councilOf('stockton');
  let shiftMs = MORNING - Date.now();

  const { world, keys } = makeWorld({
    serviceName: council.settings.council_name,
    prefixSms: true,
    templates: ourCatalogue.templates().map(({ subject, ...rest }) => (subject === null ? rest : { ...rest, subject })),
    callbackUrls: { receipts: `${api}/notify/receipts`, texts: `${api}/notify/texts` },
    callbackToken: CALLBACK_TOKEN,
  });
  const sandbox = forked('./sandbox-process.ts', false);
  const sandboxStarted = answer<{ url: string }>(sandbox, 'started');
  sandbox.send({ kind: 'start', world, shiftMs });
  const { url } = await sandboxStarted;
  const { stackName, cdkOut } = synthLocal({
    council,
    notifyUrl: url,
    clockShiftMs: shiftMs,
    outdir: join(folder, 'cdk.out'),
  });
  const secrets = {
    ReferenceKeySecret: 'a reference key for this test, long enough',
    NotifySecret: JSON.stringify({ api_key: keys.live, callback_token: CALLBACK_TOKEN }),
    SourcesSecret: JSON.stringify(
      Object.fromEntries(Object.keys(council.sources).map((source) => [source, sourceToken(source)])),
    ),
    OfficersSecret: JSON.stringify({ officer: OFFICER_TOKEN }),
  };

  let engine: ChildProcess;
  const startEngine = async () => {
    engine = forked('./engine-process.ts', true);
    const started = answer<NonNullable<typeof at>>(engine, 'started');
    engine.send({ kind: 'start', cdkOut, stackName, secrets, dataDir, log, shiftMs });
    at = await started;
  };
  const killGroup = async () => {
    at = undefined;
    const ended = new Promise((done) => engine.once('exit', done));
    process.kill(-engine.pid!, 'SIGKILL');
    await ended;
  };
  await startEngine();
  const papers = join(folder, 'documents');
  for (const { document } of matters) if (document) writeInto(papers, document.key, document.pdf);
  await putDocuments(papers, { endpoint: at!.endpoint, bucket: at!.documents });

  const ask = async <T>(path: string, init?: RequestInit): Promise<T> =>
    (await (await fetch(`${url}/_sandbox/${path}`, init)).json()) as T;
  const stored: SandboxMessage[] = [];
  let reading = Promise.resolve(); // one reader at a time: what is new is added once
  const now = () => Date.now() + shiftMs;
  const written = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const asked = <T>(kind: 'idle' | 'counted') => {
    const answered = answer<T>(engine, kind);
    engine.send({ kind } satisfies EngineCommand);
    return answered;
  };
  /** Whoever asks asks again where the stack is away, or has no time on a machine that does much else. */
  const call = async (request: Request): Promise<Response> => {
    const answered = await fetch(new Request(request.url.replace('http://crier.local', api), request.clone()));
    if (answered.status !== 503) return answered;
    await pause(1_000);
    return call(request);
  };
  const officers = officersOf(call);
  // The schedule would begin the count within a minute.
  const askForCount = async () => {
    const wanted = await officers.askForCount();
    await asked('counted');
    return wanted;
  };
  return {
    log: written,
    diedAtWork: (of) =>
      written()
        .split('\n')
        .some((line) => line.includes(of.replaceAll('-', '')) && line.includes('Runtime.ExitError')),
    officers,
    pages: officersPages(call),
    messages: async () => {
      reading = reading.then(async () => {
        const since = stored.at(-1)?.sequence ?? 0;
        stored.push(...(await ask<{ messages: SandboxMessage[] }>(`messages?since=${since}`)).messages);
      });
      await reading;
      return stored;
    },
    drop: async (file = { extract: 'RE-1', rows }) => {
      const name = `${file.extract}-recovery-extract.csv`;
      const path = join(folder, name);
      writeFileSync(path, nightlyFile(file.extract, file.rows));
      await inboxAt(at!.endpoint, at!.inbox).drop({ kind: 'extract', name, path });
    },
    killWorkers: (of) => void engine.send({ kind: 'kill-workers', of }),
    killEngine: async (onMs = 0) => {
      await killGroup();
      shiftMs += onMs;
      sandbox.send({ kind: 'clock', shiftMs });
      await startEngine();
    },
    freeze: async (ms) => {
      process.kill(-engine.pid!, 'SIGSTOP');
      await pause(ms);
      process.kill(-engine.pid!, 'SIGCONT');
    },
    takeCopy: () => {
      process.kill(-engine.pid!, 'SIGSTOP');
      cpSync(dataDir, copy, { recursive: true });
      process.kill(-engine.pid!, 'SIGCONT');
    },
    loseAndRestore: async () => {
      await killGroup();
      rmSync(dataDir, { recursive: true });
      cpSync(copy, dataDir, { recursive: true });
      await startEngine();
    },
    decide: async (path, body) => {
      const headers = { authorization: `Bearer ${OFFICER_TOKEN}`, 'content-type': 'application/json' };
      const request = new Request(`http://crier.local/officers/${path}`, {
        ...{ method: 'POST', headers, body: JSON.stringify(body) },
      });
      const answer = await call(request);
      if (!answer.ok) throw new Error(await answer.text());
    },
    counted: async () => {
      const wanted = await askForCount();
      let books = await officers.ledger();
      for (; (books.notify?.counted_at ?? '') < wanted; books = await officers.ledger()) await asked('counted');
      return books;
    },
    tell: (fact, n) => {
      const source = 'revenues-benefits';
      return tellFact({ url: `${api}/events`, token: sourceToken(source), now }, fact, n);
    },
    tellOf: async ({ events }) => {
      for (const { source, event } of events)
        await postUntilTaken({ url: `${api}/events`, token: sourceToken(source) }, event);
    },
    tellOnce: async ({ source, event }) => {
      const headers = {
        authorization: `Bearer ${sourceToken(source)}`,
        'content-type': 'application/cloudevents+json',
      };
      return (await fetch(`${api}/events`, { method: 'POST', headers, body: JSON.stringify(event) })).status;
    },
    table: (path) => tableAt(at!.endpoint, stackName, path),
    misbehave: async (plan) => {
      parseFaults(plan);
      await ask('faults', { method: 'POST', body: JSON.stringify(plan) });
    },
    behave: async () => void (await ask('faults', { method: 'DELETE' })),
    finish: () =>
      untilFinished({
        officers: { ...officers, askForCount },
        dueAt: dueAtOf(call),
        now,
        idle: () => true,
        deadLetters: () => [],
        time: () => performance.now(),
        pass: () => false,
        pause: async (ms) => {
          do await pause(ms);
          while (!(await asked<{ idle: boolean }>('idle')).idle);
        },
        doing: () => {},
      }),
    close: async () => {
      await killGroup();
      sandbox.kill('SIGKILL');
      await closeServer(gateway);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
