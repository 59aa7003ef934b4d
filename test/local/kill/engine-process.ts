// The engine with Crier's stack in a process group of its own, for a test that kills it.

import { appendFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { type Engine, startEngine } from '../../../infra/local/engine/engine.ts';
import { readAssembly } from '../../../infra/local/engine/stack/assembly.ts';
import { holdCopy } from '../../../infra/local/start/copied.ts';
import { functionIn } from '../../../infra/local/start/stack.ts';

export type EngineCommand =
  | {
      kind: 'start';
      cdkOut: string;
      stackName: string;
      secrets: Record<string, string>;
      dataDir: string;
      log: string;
      shiftMs: number;
    }
  | { kind: 'kill-workers'; of: string }
  /** Begins a count of Notify's list, if an officer asked for one. */
  | { kind: 'counted' }
  | { kind: 'idle' };

let engine: Engine | undefined;
let log = '';
const write = (line: string) => log && appendFileSync(log, `${line}\n`);

/**
 * The same stack after the clock went on: the variable that each function reads its shift from. A message that a worker
 * gave back comes again after the worker's time, and not after six times that, which would take the test's.
 */
function asOfTonight(template: object, shiftMs: number): object {
  const text = JSON.stringify(template)
    .replaceAll(/"CLOCK_SHIFT_MS":"-?\d+"/g, `"CLOCK_SHIFT_MS":"${shiftMs}"`)
    .replaceAll(/"VisibilityTimeout":(\d+)/g, (_, seconds) => `"VisibilityTimeout":${Math.ceil(Number(seconds) / 6)}`);
  return JSON.parse(text);
}

process.on('message', async (command: EngineCommand) => {
  if (command.kind === 'idle')
    return void process.send?.({ kind: 'idle', idle: engine?.idle({ ignoreDelayed: true }) ?? false });
  if (command.kind === 'kill-workers') return engine?.kill(functionIn(engine, command.of));
  if (command.kind === 'counted') {
    // One that fails says so in its log, and is tried again by its schedule.
    await engine?.invoke(functionIn(engine, 'count-ledger'), {}).catch(() => undefined);
    return void process.send?.({ kind: 'counted' });
  }
  const { cdkOut, stackName, secrets, dataDir, shiftMs } = command;
  log = command.log;
  engine = await startEngine({
    template: asOfTonight(readAssembly(cdkOut, stackName).template, shiftMs),
    assetsDir: cdkOut,
    stackName,
    secrets,
    dataDir,
    onCopied: holdCopy,
    onLog: ({ fn, text }) => write(`${fn} ${text}`),
    onEvent: (event) => event.kind !== 'not-run' && write(JSON.stringify(event)),
  });
  const { endpoint, apiUrl, functionUrl, outputs } = engine;
  process.send?.({
    kind: 'started',
    endpoint,
    apiUrl,
    functionUrl,
    inbox: outputs['InboxBucketName'],
    documents: outputs['DocumentsBucketName'],
  });
  flushCompileCache(); // it will be killed, and not end
});
process.on('disconnect', () => process.exit());
