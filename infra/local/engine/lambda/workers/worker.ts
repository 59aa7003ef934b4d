// One worker process: the parent's side.

import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type FunctionSpec = {
  logicalId: string;
  name: string;
  arn: string;
  handler: string;
  codeDir: string;
  timeoutMs: number;
  memoryMb: number;
  environment: Record<string, string>;
};

/** What a handler threw, or why its process ended. `errorType` and the message are as Lambda reports them. */
export class InvocationFailed extends Error {
  readonly errorType: string;
  readonly trace: string[];
  constructor(error: { errorType: string; errorMessage: string; trace?: string[] }) {
    super(error.errorMessage);
    this.name = 'InvocationFailed';
    this.errorType = error.errorType;
    this.trace = error.trace ?? [];
  }
}

export type Worker = {
  pid: number | undefined;
  /** Resolves when the handler is loaded; rejects with InvocationFailed if it cannot be. */
  ready: Promise<void>;
  invoke(event: string, trace: string): Promise<unknown>;
  /** From now on its environment has this variable. */
  setVariable(name: string, value: string): void;
  kill(): void;
  exited: Promise<void>;
};

type Answer = {
  kind: 'ready' | 'broken' | 'done' | 'failed';
  result?: string;
  error?: { errorType: string; errorMessage: string };
};

const runtime = fileURLToPath(new URL('./runtime.mjs', import.meta.url));
/** Lambda allows ten seconds for loading the code; a busy laptop gets more. */
const INIT_TIMEOUT_MS = 60_000;

export function startWorker(spec: FunctionSpec, onLine: (text: string) => void): Worker {
  const child = fork(runtime, [], {
    cwd: spec.codeDir,
    env: spec.environment,
    execArgv: heapLimits(spec),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine);
  }
  // Without a process id it never started, and there will be no exit.
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.on('error', () => child.pid === undefined && done());
  });
  const initTimer = setTimeout(() => child.kill('SIGKILL'), INIT_TIMEOUT_MS);
  const ready = answerOf(child).then((answer) => {
    clearTimeout(initTimer);
    if (answer.kind !== 'ready') throw new InvocationFailed(answer.error ?? exitError);
  });
  ready.catch(() => clearTimeout(initTimer));

  return {
    pid: child.pid,
    ready,
    exited,
    kill: () => void child.kill('SIGKILL'),
    setVariable: (name, value) => void child.send({ variable: { [name]: value } }, () => {}), // one that has ended needs none
    invoke: async (event, trace) => {
      const requestId = randomUUID();
      let timedOut = false;
      const answered = answerOf(child);
      child.send({ event, trace, requestId, deadline: Date.now() + spec.timeoutMs }, () => {}); // a closed channel is an exit
      const timer = setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, spec.timeoutMs);
      try {
        const answer = await answered;
        if (answer.kind !== 'done') throw new InvocationFailed(answer.error ?? exitError);
        return JSON.parse(answer.result ?? 'null');
      } catch (error) {
        if (!timedOut) throw error;
        const errorMessage = `${requestId} Task timed out after ${(spec.timeoutMs / 1000).toFixed(2)} seconds`;
        onLine(errorMessage);
        throw new InvocationFailed({ errorType: 'Sandbox.Timedout', errorMessage });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** What Lambda's own start of Node 24 does: a function's own limits in NODE_OPTIONS stand, or else its memory limits it. */
function heapLimits({ environment, memoryMb }: FunctionSpec): string[] {
  const itsOwn = /--max[-_](old|semi)[-_]space[-_]size/.test(environment['NODE_OPTIONS'] ?? '');
  return itsOwn ? [] : [`--max-old-space-size=${memoryMb}`];
}

const exitError = { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited without providing a reason' };

/** The next message of the child, or a failure if it exits first, or has already. */
function answerOf(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null) return reject(new InvocationFailed(exitError));
    const settle = (finish: () => void) => {
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      finish();
    };
    const fail = (errorMessage: string) =>
      settle(() => reject(new InvocationFailed({ errorType: 'Runtime.ExitError', errorMessage })));
    const onMessage = (message: unknown) => settle(() => resolve(message as Answer));
    const onExit = (code: number | null, signal: string | null) =>
      fail(`Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`);
    const onError = (error: Error) => fail(`Runtime could not be started: ${error.message}`);
    child.once('message', onMessage);
    child.once('exit', onExit);
    child.once('error', onError);
  });
}
