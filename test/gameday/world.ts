// Crier on this machine for a week that is passed through: the stack of one council, the sandbox of Notify, one clock.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { councilOf } from '../../infra/config/councils.ts';
import { closeServer, listen, serve } from '../../infra/local/engine/web/serve.ts';
import type { FaultPlan } from '../../infra/local/notify/misbehaving/faults.ts';
import type { SandboxMessage } from '../../infra/local/notify/sandbox-message.ts';
import { deadLettersAt } from '../../infra/local/start/dead-letters.ts';
import { type Ending, untilFinished } from '../../infra/local/start/finish.ts';
import { inboxAt } from '../../infra/local/start/inbox.ts';
import { startSandbox } from '../../infra/local/start/notify.ts';
import { dueAtOf, OFFICER_TOKEN, type Officers, officersOf } from '../../infra/local/start/officers.ts';
import { passingTime } from '../../infra/local/start/pass-time.ts';
import { type RunningStack, startStack } from '../../infra/local/start/stack.ts';
import { type NightlyRow, nightlyFile } from '../support/nightly-file.ts';
import { operatorOf } from '../support/operator.ts';

export type World = {
  now(): number;
  engine: RunningStack['engine'];
  stack: RunningStack;
  operator: ReturnType<typeof operatorOf>;
  officers: Officers;
  deadLetters: ReturnType<typeof deadLettersAt>;
  /** Hands in a night's extract with these rows, as taken an hour ago. */
  drop(id: string, rows: NightlyRow[]): Promise<void>;
  misbehave(plan: FaultPlan): Promise<void>;
  behave(): Promise<void>;
  /** Lifts a stop, as an officer does. */
  resume(named: object): Promise<void>;
  /** Lets the platform work on until the clock says so. */
  passUntil(instant: number): Promise<void>;
  /** Moves the clock on at once, once nothing is under way. */
  jump(ms: number): Promise<void>;
  /** Waits until nothing is left to do. */
  finish(): Promise<Ending>;
  messages(): SandboxMessage[];
  close(): Promise<void>;
};

export async function startWorld(begins: number, silentAfterDays: 4): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-gameday-'));
  let shiftMs = begins - Date.now();
  const now = () => Date.now() + shiftMs;
  let stack: RunningStack | undefined;
  // Notify has to know where it calls back before the stack is there.
  const door = createServer(
    serve(async (request) => (await stack?.answer(request)) ?? new Response(null, { status: 503 })),
  );
  const url = await listen(door);
  const configured = councilOf('stockton');
  const local = { ...configured.stages.local, silent_after_days: silentAfterDays };
  const council = { ...configured, stages: { ...configured.stages, local } };
  const notify = await startSandbox({
    serviceName: council.settings.council_name,
    apiUrl: url,
    now,
    dataDir: null,
    onText: () => {},
  });
  const sandbox = notify.sandbox!;
  stack = await startStack({
    ...{ council, notify, clockShiftMs: shiftMs, outdir: join(folder, 'cdk.out'), dataDir: null },
    onLog: () => {},
  });
  const running = stack;
  const { engine } = running;
  const clock = {
    now,
    moveTo(instant: number) {
      const ms = Math.max(0, instant - now());
      engine.clock.moveOn(ms);
      sandbox.letPass(ms);
      shiftMs += ms;
    },
  };
  const pause = async (ms: number) => void (await sleep(ms));
  const waits = passingTime({ engine, clock, sandbox, pause });
  const call = (request: Request) => engine.handleHttp(request);
  const asked = officersOf(call);
  const askForCount = async () => {
    const wanted = await asked.askForCount();
    await running.countNow();
    return wanted;
  };
  const officers = { ...asked, askForCount };
  const faults = async (init: RequestInit) => {
    const { ok, status } = await fetch(`${notify.url}/_sandbox/faults`, init);
    if (!ok) throw new Error(`the sandbox answered ${status}`);
  };
  const inbox = inboxAt(engine.endpoint, running.inbox);
  return {
    now,
    engine,
    stack: running,
    operator: operatorOf(engine),
    officers,
    deadLetters: deadLettersAt(engine.endpoint, running.queues),
    async drop(id, rows) {
      const name = `${id}.csv`;
      const path = join(folder, name);
      const stamp = (ms: number) =>
        new Date(ms)
          .toISOString()
          .replace('.000Z', 'Z')
          .replace(/\.\d+Z/, 'Z');
      const taken = { extracted_at: stamp(now() - 3_600_000), payments_posted_to: stamp(now() - 7_200_000) };
      writeFileSync(
        path,
        nightlyFile(
          id,
          rows.map((row) => ({ ...taken, ...row })),
        ),
      );
      await inbox.drop({ kind: 'extract', name, path });
    },
    misbehave: (plan) => faults({ method: 'POST', body: JSON.stringify(plan) }),
    behave: () => faults({ method: 'DELETE' }),
    async resume(named) {
      const headers = { authorization: `Bearer ${OFFICER_TOKEN}`, 'content-type': 'application/json' };
      const body = JSON.stringify(named);
      const answer = await call(new Request('http://crier.local/officers/resume', { method: 'POST', headers, body }));
      if (!answer.ok) throw new Error(`resume answered ${answer.status}: ${await answer.text()}`);
    },
    passUntil: (instant) => waits.until(() => now() >= instant),
    async jump(ms) {
      await waits.until(() => engine.idle({ ignoreDelayed: true, ignoreHidden: true, ignoreGathering: true }));
      clock.moveTo(now() + ms);
    },
    finish: () =>
      untilFinished({
        officers,
        dueAt: dueAtOf(call),
        now,
        idle: () => engine.idle(),
        deadLetters: () =>
          running
            .queues()
            .filter(({ deadLetters }) => deadLetters)
            .map(({ name, visible }) => ({ name, count: visible })),
        time: now,
        pass: waits.pass,
        pause,
        doing: () => {},
      }),
    messages: () => sandbox.messages(),
    async close() {
      await engine.close();
      await notify.close();
      await closeServer(door);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
