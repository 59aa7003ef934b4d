import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthLocal } from '../infra/app.ts';
import { councilOf } from '../infra/config/councils.ts';
import { startEngine } from '../infra/local/engine/engine.ts';
import { readAssembly } from '../infra/local/engine/stack/assembly.ts';
import { makeWorld, startNotifySandbox } from '../infra/local/notify/server.ts';
import type { Benchmark } from './benchmark.ts';
import { allReminded } from './extract-file.ts';
import { type Played, playFile } from './played-file.ts';
import type { Pace, SameCalls } from './same-calls.ts';

const NOTICES = 1_500;
const WARM_UP = 500;

/**
 * CPU of all handlers in one process, against a process that makes the same calls with the same clients, each when it was
 * made, and nothing else. Both are warm: V8 compiles what it has seen often, and a busy platform's functions live for
 * hours.
 */
export const cpu: Benchmark = {
  name: 'cpu',
  about: `CPU time for each of ${NOTICES} notices over all handlers, from file to receipt, against the bare calls`,
  run: async () => {
    const played = await playFile(NOTICES, allReminded, { oneProcess: true, warmUp: WARM_UP });
    if (played.cpu_seconds === null) throw new Error('nothing measured the CPU of the handlers');
    const asMade = await makeSameCalls(played, 'as made');
    const tenAtATime = await makeSameCalls(played, 'ten at a time');
    const aNotice = (seconds: number) => ({ value: (seconds * 1000) / played.notify.posts, unit: 'ms a notice' });
    return [
      {
        what: 'all handlers against the same SDK and Notify calls',
        value: played.cpu_seconds / asMade.cpu_seconds,
        unit: 'ratio',
        target: { at_most: 1.5 },
      },
      { what: 'all handlers', ...aNotice(played.cpu_seconds) },
      { what: 'the same calls alone, each when it was made', ...aNotice(asMade.cpu_seconds) },
      { what: 'the same calls alone, ten at a time without a pause', ...aNotice(tenAtATime.cpu_seconds) },
    ];
  },
};

type Bare = { cpu_seconds: number; made: number; failed: Record<string, number> };

/** A fresh stack of which no function runs: nothing empties its queues, and every condition holds as it did. */
async function makeSameCalls({ calls, notify, endpoint, warmUp }: Played, pace: Pace): Promise<Bare> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
  const { world, keys } = makeWorld({
    serviceName: 'Bench',
    prefixSms: false,
    templates: [
      { name: 'bench', type: 'email', subject: 'Council tax', body: 'Hello ((first_name)), pay by ((pay_by)).' },
    ],
  });
  const sandbox = await startNotifySandbox({ world, now: () => new Date() });
  const outdir = join(folder, 'cdk.out');
  const { stackName, cdkOut } = synthLocal({
    council: councilOf('stockton'),
    notifyUrl: sandbox.url,
    clockShiftMs: 0,
    outdir,
  });
  const { template } = readAssembly(cdkOut, stackName);
  const resources = Object.entries(template.Resources ?? {}).filter(
    ([, { Type }]) => Type !== 'AWS::Lambda::EventSourceMapping' && Type !== 'AWS::Scheduler::Schedule',
  );
  const engine = await startEngine({
    template: { ...template, Resources: Object.fromEntries(resources) },
    assetsDir: cdkOut,
    stackName,
    secrets: {},
  });
  const file = join(folder, 'calls.json');
  const same: SameCalls = {
    pace,
    endpoint: engine.endpoint,
    // Names of queues hold the engine's address.
    ...(JSON.parse(JSON.stringify({ calls, warmUp: warmUp.calls }).replaceAll(endpoint, engine.endpoint)) as Pick<
      SameCalls,
      'calls' | 'warmUp'
    >),
    notify: {
      url: sandbox.url,
      key: keys.test,
      template: world.services[0]!.templates[0]!.id,
      personalisation: { first_name: 'Amina', pay_by: '6 October 2026' },
      at: notify.at,
      warmUp: warmUp.posts,
    },
  };
  writeFileSync(file, JSON.stringify(same));
  try {
    const bare = JSON.parse(await outputOf(join(import.meta.dirname, 'same-calls.ts'), file)) as Bare;
    const failures = Object.values(bare.failed).reduce((sum, n) => sum + n, 0);
    if (failures > bare.made / 20) throw new Error(`too many of the same calls failed: ${JSON.stringify(bare.failed)}`);
    return bare;
  } finally {
    await engine.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function outputOf(program: string, argument: string): Promise<string> {
  const child = spawn(process.execPath, [program, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (piece) => {
    text += piece;
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${program} ended with ${code}`))));
  });
}
