import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isByFile } from '../../../contracts/subscriber.ts';
import { londonDate } from '../../../functions/shared/calendar/london.ts';
import { councilOf } from '../../config/councils.ts';
import { holdPort } from '../console/ports.ts';
import { feedOf } from '../console/run-feed.ts';
import { startConsole } from '../console/server.ts';
import type { Engine } from '../engine/engine.ts';
import { startSystems, systemsElsewhere } from '../subscribers/systems.ts';
import { clockShift } from './clock.ts';
import { openDataFolder } from './data-folder.ts';
import { deadLettersAt } from './dead-letters.ts';
import { putDocuments } from './documents.ts';
import { type Ending, untilFinished } from './finish.ts';
import { holdFolder } from './folders.ts';
import { openFunctionLog } from './function-log.ts';
import { inboxAt } from './inbox.ts';
import { readInputFolder } from './input.ts';
import { folderOfStart, removeLocalFile, STARTS, writeLocalFile } from './local-file.ts';
import { onTheAgendaBy } from './notices-due.ts';
import { otherNotify, startSandbox } from './notify.ts';
import { dueAtOf, officersActs, officersOf, officersPages } from './officers.ts';
import type { StartOptions } from './options.ts';
import { openOutbox } from './outbox.ts';
import { passingTime, realTime } from './pass-time.ts';
import { type Play, playFolder } from './play.ts';
import type { Progress } from './progress.ts';
import { type Calls, makeReport, wentToBy } from './report.ts';
import { daysAsked } from './sample-week.ts';
import { sourceToken, startStack } from './stack.ts';
import { stopwatchOn } from './stopwatch.ts';
import { subscribersOf } from './subscribers.ts';
import { saySummary } from './summary.ts';
import { playWeek } from './week.ts';
import { checkReport, writeReport } from './write-report.ts';

// The people who watch the sample week see what a file led to, and can look round before the next day begins.
const BETWEEN_FILES_MS = 3_000;
const BETWEEN_DAYS_MS = 15_000;

/** A run that has been played to its end, and stays up until it is closed. */
export type Run = { ending: Ending; url: string; engine: Engine; notifyUrl: string; close(): Promise<void> };

/** What a test sees of a run besides, or changes in the template before it is run. */
type Watched = Pick<Parameters<typeof startStack>[0], 'onCall' | 'change' | 'joined'>;

/**
 * Does what `npm start` was asked for, up to the end of the input. The caller closes what is returned.
 * @param stopped aborts waiting when Ctrl-C is pressed.
 * @throws Error in words for the person who started it, with nothing left running.
 */
export async function startRun(
  options: StartOptions,
  progress: Progress,
  { stopped, ...watched }: { stopped: AbortSignal } & Watched,
): Promise<Run> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const running = run(options, { progress, stopped, watched, closers });
    return { ...(await Promise.race([running, whenAborted(stopped)])), close };
  } catch (error) {
    await close();
    throw error;
  }
}

// Whatever is waited for, Ctrl-C ends it: closing what runs lets go of the rest.
const whenAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

type Around = { progress: Progress; stopped: AbortSignal; watched: Watched; closers: (() => unknown)[] };

async function run(options: StartOptions, around: Around): Promise<Omit<Run, 'close'>> {
  const { progress, stopped, watched, closers } = around;
  const stopwatch = stopwatchOn(() => performance.now(), 'setup');
  const input = options.input === null ? null : readInputFolder(options.input);
  const configured = councilOf(options.council);
  const council = { ...configured, layouts: [...configured.layouts, ...(input?.layouts ?? [])] };
  const given = options.subscribers === null ? null : subscribersOf(options.subscribers, council);
  if (options.report !== null) checkReport(options.report);
  const data = options.data === null ? null : openDataFolder(options.data);
  if (options.data !== null) closers.push(holdFolder(options.data).letGo);
  let clockShiftMs = clockShift(options, data?.remembered().clockShiftMs ?? null);
  data?.remember({ clockShiftMs });
  const now = () => Date.now() + clockShiftMs;
  const held = await holdPort(options.port);
  closers.push(held.letGo);
  const { port } = held;
  const name = council.settings.council_name;

  const folder = options.data ?? folderOfStart(port);
  const documents = join(folder, 'sandbox-files');
  if (options.data === null) closers.push(() => rmSync(documents, { recursive: true, force: true }));
  const onText = () =>
    progress.say(`The first text has gone out, ${(performance.now() / 1000).toFixed(1)} s after the start`);
  const notify = options.notify
    ? otherNotify(options.notify)
    : await startSandbox({
        serviceName: name,
        apiUrl: `http://127.0.0.1:${port}/api`,
        now,
        dataDir: options.data,
        documents: { folder: documents, url: `http://127.0.0.1:${port}` }, // the console shows them
        onText,
      });
  closers.push(notify.close);
  progress.say(options.notify ? `Sending to Notify at ${notify.url}` : 'The GOV.UK Notify sandbox is up');

  const systems = given ? systemsElsewhere(given) : await startSystems(council.subscribers);
  closers.push(systems.close);
  const outbox = openOutbox(options.data ?? STARTS, {
    subscribers: systems.subscribers.filter(isByFile).map(({ name }) => name),
    keeps: options.data !== null,
  });
  for (const file of outbox.files()) systems.take(file);
  progress.doing('Synthesising the stack');
  const outdir = join(folder, `cdk.out-${port}`);
  closers.push(() => rmSync(outdir, { recursive: true, force: true }));
  const log = openFunctionLog(join(folder, 'functions.log'), options.data !== null);
  closers.push(log.close);
  const stack = await startStack({
    council,
    subscribers: systems,
    notify,
    clockShiftMs,
    outdir,
    dataDir: data?.engine ?? null,
    onLog: log.write,
    onDenied: (words) => progress.say(words),
    onAlarm: (what) => progress.say(`Alarm: ${what}. docs/runbook.md says what to do`),
    unkind: options.unkind ?? undefined,
    onFileOut: (file) => {
      outbox.put(file);
      systems.take(file);
    },
    ...watched,
  });
  closers.push(() => stack.engine.close());
  const call = (request: Request) => stack.engine.handleHttp(request);
  const asked = officersOf(call);
  // On AWS the count begins within the minute. Here that is not waited for; one that fails says so in its log, and is
  // tried again.
  const askForCount = async () => {
    const wanted = await asked.askForCount();
    await stack.countNow().catch(() => undefined);
    return wanted;
  };
  const officers = { ...asked, askForCount, ...officersPages(call), ...officersActs(call) };
  progress.say(`The stack of ${council.name} is up: ${stack.queues().length} queues`);

  const calls = (): Calls => {
    const { sqs, dynamodb, eventbridge, s3, lambda } = stack.engine.calls();
    return { sqs, dynamodb, eventbridge, s3, lambda, notify: notify.sandbox?.requests() ?? log.requestsTo(notify.url) };
  };
  const deadLetters = deadLettersAt(stack.engine.endpoint, stack.queues);
  const feed = feedOf({
    council: name,
    now,
    officers,
    notify,
    queues: stack.queues,
    deadLetters,
    calls,
    data,
    progress,
    systems: systems.seen,
  });
  const page = await startConsole({ feed, held, api: stack.answer });
  closers.push(() => page.close());
  const site = stack.engine.siteUrl;
  const aws = { endpoint: stack.engine.endpoint, stack: stack.name };
  const api = stack.engine.apiUrl;
  writeLocalFile({ port, site, api, council: council.name, aws, since: new Date() });
  closers.push(() => removeLocalFile(port));
  progress.say(`Console: ${page.url}`);
  const callers = [...Object.keys(council.sources), ...council.open311.clients.map((each) => each.name)];
  progress.say(`HTTP API for events, files and Open311: ${api} (tokens: ${callers.map(sourceToken).join(', ')})`);
  progress.say(`Open data: ${site}/open-data/ (published ${input === null ? 'each night' : 'when the input is done'})`);
  progress.say(
    `Catalogue of events and files: ${site}/catalogue/ (with guides for those who send and those who are told)`,
  );
  for (const each of input?.left ?? []) progress.say(`${each}: left alone, not an extract or events`);

  const busy = () =>
    stack
      .queues()
      .some(
        (each) => each.name === 'import-file' && !each.deadLetters && each.visible + each.delayed + each.inFlight > 0,
      );
  const unlessStopped = async (ms: number) => {
    stopped.throwIfAborted();
    await pause(ms, undefined, { signal: stopped });
  };
  const clock = {
    now,
    moveTo(instant: number) {
      const ms = Math.max(0, instant - now());
      stack.engine.clock.moveOn(ms);
      notify.sandbox?.letPass(ms);
      clockShiftMs += ms;
      data?.remember({ clockShiftMs });
    },
  };
  const { sandbox } = notify;
  const { engine } = stack;
  const ownTime = input === null || options.now !== null;
  const waits =
    sandbox && ownTime ? passingTime({ engine, clock, sandbox, pause: unlessStopped }) : realTime(unlessStopped);
  const imported = () => waits.until(() => !busy());
  const idle = () => waits.until(() => engine.idle({ ignoreDelayed: true }));
  const dueAt = dueAtOf(call);
  const finish = () =>
    untilFinished({
      officers,
      dueAt,
      now,
      idle: () => stack.engine.idle(),
      deadLetters: () =>
        stack
          .queues()
          .filter((each) => each.deadLetters)
          .map((each) => ({ name: each.name, count: each.visible })),
      time: now,
      pass: waits.pass,
      pause: unlessStopped,
      doing: (words) => progress.doing(words),
    });
  const watchedFor = async (ms: number) => (options.once || input !== null ? undefined : unlessStopped(ms));
  const play: Play = {
    engine: stack.engine,
    inbox: inboxAt(stack.engine.endpoint, stack.inbox),
    progress,
    stopwatch,
    data,
    imported,
    idle,
    sources: council.sources,
    answerBeside: input !== null,
    reply: notify.sandbox && feed.reply,
    bringBack: notify.sandbox?.returnLetter ?? null,
    putDocuments: (from) => putDocuments(from, { endpoint: stack.engine.endpoint, bucket: stack.documents }),
    sent: finish,
    breathe: () => watchedFor(BETWEEN_FILES_MS),
  };
  const linger = () => watchedFor(BETWEEN_DAYS_MS);
  const { ending, files, days } =
    input === null
      ? await playWeek({
          play,
          days: daysAsked(options.day),
          stack,
          clock,
          waits,
          officers,
          deadLetters,
          systems,
          onTheAgenda: (until) => onTheAgendaBy(until, { officers, dueAt }),
          finish,
          linger,
        })
      : { files: await playFolder(play, input), ending: await finish(), days: [] };
  const seconds = stopwatch.read();
  progress.doing('Publishing open data');
  await stack.publish(londonDate(now()));
  await idle();
  const made = calls();
  progress.doing('');
  await saySummary(officers, { files, now, progress });
  if (options.report !== null) {
    const wentTo = wentToBy(notify.sandbox?.messages() ?? []);
    writeReport(options.report, await makeReport(officers, { now: now(), files, days, calls: made, seconds, wentTo }));
    progress.say(`Report: ${options.report}`);
  }
  return { ending, url: page.url, engine: stack.engine, notifyUrl: notify.url };
}
