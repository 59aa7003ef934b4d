// Fires inputs at a door that stands in a process of its own, and watches time, memory and what falls out of it.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { COMPILED } from '../support/compiled.ts';
import type { Told } from './child.ts';
import type { Child, Door, Shot } from './door.ts';
import { randomOf } from './random.ts';

export type Limits = { ms: number; mb: number };
export type Found = { seed: number; shape: string; faults: string[] };
export type Report = {
  door: string;
  inputs: number;
  /** Valid things in them, all of which got through unless `found` says otherwise. */
  valid: number;
  seconds: number;
  slowest_ms: number;
  max_rss_mb: number;
  shapes: Record<string, number>;
  found: Found[];
};

/** What the issue allows one input. */
export const LIMITS: Limits = { ms: 10_000, mb: 256 };
const ENOUGH_FOUND = 20;

type Running = Child & { uncaught: string[]; maxRssMb: () => number; isGone: () => boolean; end: () => void };

/** Starts the process in which a door stands. */
async function start(name: string, { mb }: Limits): Promise<Running> {
  // The heap gets half of what there is: buffers, code and what is not collected yet need the rest.
  const heap = [`--max-old-space-size=${Math.round(mb / 2)}`, '--max-semi-space-size=8'];
  const execArgv = ['--disable-warning=ExperimentalWarning', ...heap];
  const child: ChildProcess = fork(join(import.meta.dirname, 'child.ts'), [name], {
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...COMPILED, POWERTOOLS_LOG_LEVEL: 'SILENT' },
  });
  const uncaught: string[] = [];
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2_000);
    });
  let maxRssMb = 0;
  let answered: (answer: unknown) => void = () => {};
  let opened: (url: string) => void = () => {};
  const open = new Promise<string>((resolve) => {
    opened = resolve;
  });
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the process ended (${signal ?? code}): ${said}`)));
  });
  gone.catch(() => {});
  child.on('message', (told: Told) => {
    if (told.kind === 'open') opened(told.url);
    else if (told.kind === 'uncaught') uncaught.push(told.stack);
    else {
      maxRssMb = told.max_rss_mb;
      answered(told.answer);
    }
  });
  // A message to a process that is just ending: `gone` tells of it.
  child.on('error', () => {});
  let isEnded = false;
  const url = await Promise.race([open, gone]);
  return {
    url,
    uncaught,
    maxRssMb: () => maxRssMb,
    isGone: () => isEnded || child.exitCode !== null || child.signalCode !== null,
    end: () => {
      isEnded = true;
      child.kill('SIGKILL');
    },
    ask: (message) =>
      Promise.race([
        gone,
        new Promise((resolve) => {
          answered = resolve;
          child.send(message as object, () => {});
        }),
      ]),
  };
}

/** Fires the inputs of so many seeds, one after the other. Each seed's input is the same when it is fired alone. */
export async function fireAt(
  door: Door,
  { inputs, from = 1, limits = LIMITS }: { inputs: number; from?: number; limits?: Limits },
): Promise<Report> {
  const report: Report = {
    ...{ door: door.name, inputs: 0, valid: 0, seconds: 0, slowest_ms: 0, max_rss_mb: 0 },
    ...{ shapes: {}, found: [] },
  };
  const started = performance.now();
  let child = await start(door.name, limits);
  const again = async () => {
    child.end();
    child = await start(door.name, limits);
  };
  for (let seed = from; seed < from + inputs && report.found.length < ENOUGH_FOUND; seed += 1) {
    if (seed > from && door.freshEvery && (seed - from) % door.freshEvery === 0) await again();
    const shot = door.shot(randomOf(seed));
    const asked = performance.now();
    const faults = await fireOne(child, shot, { limits, report });
    report.slowest_ms = Math.max(report.slowest_ms, performance.now() - asked);
    // The last one too: what falls out late is seen when something follows.
    const isDue = faults.length > 0 || seed % door.soundEvery === 0 || seed === from + inputs - 1;
    if (!child.isGone() && isDue) {
      const sound = await within(limits.ms, door.sound(child)).catch((error: Error) => [error.message]);
      faults.push(...sound.map((fault) => `afterwards: ${fault}`), ...fallenOut(child));
      if (sound.length > 0) await again();
    }
    report.max_rss_mb = Math.max(report.max_rss_mb, child.maxRssMb());
    report.inputs += 1;
    const kind = shot.shape.split(':')[0]!;
    report.shapes[kind] = (report.shapes[kind] ?? 0) + 1;
    if (faults.length > 0) report.found.push({ seed, shape: shot.shape, faults });
    if (child.isGone() || child.maxRssMb() > limits.mb) await again();
  }
  child.end();
  report.seconds = (performance.now() - started) / 1000;
  return report;
}

async function fireOne(
  child: Running,
  shot: Shot,
  { limits, report }: { limits: Limits; report: Report },
): Promise<string[]> {
  const faults: string[] = [];
  try {
    const verdict = await within(limits.ms, shot.fire(child));
    faults.push(...verdict.faults);
    report.valid += verdict.valid ?? 0;
  } catch (error) {
    faults.push((error as Error).message);
    if (error instanceof TooSlow) child.end();
  }
  faults.push(...fallenOut(child));
  if (child.maxRssMb() > limits.mb) faults.push(`took ${Math.round(child.maxRssMb())} MB, more than ${limits.mb} MB`);
  return faults;
}

const fallenOut = ({ uncaught }: Running): string[] => uncaught.splice(0).map((stack) => `uncaught: ${stack}`);

class TooSlow extends Error {}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`no answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What was found, for people: each seed with its input's shape, and how to fire it alone. */
export const foundInWords = ({ door, found }: Report): string =>
  found
    .map(
      ({ seed, shape, faults }) =>
        `seed ${seed} (${shape}):\n    ${faults.join('\n    ')}\n  alone: CRIER_DOOR=${door} CRIER_DOOR_SEED=${seed} npm test -- test/doors`,
    )
    .join('\n  ');
