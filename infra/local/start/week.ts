import { join } from 'node:path';
import { noticesLine, sumsOf } from '../../../contracts/officers/sums.ts';
import type { Systems } from '../subscribers/systems.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Ending } from './finish.ts';
import { readInputFolder } from './input.ts';
import { nightUntil } from './night.ts';
import type { Officers } from './officers.ts';
import type { PlatformClock, Waits } from './pass-time.ts';
import { type Play, playFolder } from './play.ts';
import type { Progress } from './progress.ts';
import { ledgerPart, MOST_RUNS, type PlayedExtract, type ReportDay } from './report.ts';
import { type SampleDay, YEARS_BEFORE } from './sample-week.ts';
import type { RunningStack } from './stack.ts';
import { stopwatchOn } from './stopwatch.ts';
import { fileLines } from './summary.ts';

const HOUR_MS = 3_600_000;
/** From ten o'clock to a quarter past two. */
const AFTERNOON_MS = 4.25 * HOUR_MS;

type Week = {
  play: Play;
  days: SampleDay[];
  stack: RunningStack;
  clock: PlatformClock;
  waits: Pick<Waits, 'until'>;
  officers: Officers;
  deadLetters: DeadLetters;
  systems: Pick<Systems, 'isDown'>;
  onTheAgenda: (until: number) => AsyncIterable<number>;
  /** Waits until nothing of the day is left to do. */
  finish: () => Promise<Ending>;
  /** Lets the people who watch look at a day before the next begins. */
  linger: () => Promise<void>;
};

type PlayedWeek = { ending: Ending; files: PlayedExtract[]; days: ReportDay[] };

/** Plays one day after the other, with the nights between them, until one does not end well. */
export async function playWeek(week: Week): Promise<PlayedWeek> {
  const played: PlayedWeek = { ending: { ok: true }, files: [], days: [] };
  let before: SampleDay | null = null;
  for (const day of week.days) {
    const progress = ofDay(week.play.progress, `${day.title}, day ${day.number} of the week`);
    if (before) {
      week.play.progress.doing(`${before.title} is over`);
      await week.linger();
      week.play.progress.doing(`The night to ${day.title}`);
      await nightUntil(day.begins, week, before.breaksTonight);
    }
    progress.say(`\n${day.title}: ${day.about}`);
    if (day.redrives !== null) await redrive(week, day.redrives, progress);
    const files = await playFolder({ ...week.play, progress }, readInputFolder(day.folder));
    if (before === null) await playYearsBefore({ ...week.play, progress }, week.days.length > 1);
    progress.doing('Sending');
    played.ending = await week.finish();
    if (played.ending.ok && day.downInTheAfternoon !== null) {
      await playAfternoon(week, { ...day, down: day.downInTheAfternoon }, progress);
      played.ending = await week.finish();
    }
    played.files.push(...files);
    played.days.push(await endOfDay(week, day, files));
    if (!played.ending.ok) return played;
    before = day;
  }
  return played;
}

/** While one system is down. An hour later it is up again, and what waited for it goes. */
async function playAfternoon(
  { play, clock, systems }: Week,
  { folder, begins, down }: Pick<SampleDay, 'folder' | 'begins'> & { down: string },
  progress: Progress,
): Promise<void> {
  // What the afternoon's files tell of has happened by then: a door takes nothing that lies ahead.
  clock.moveTo(Math.max(clock.now(), begins + AFTERNOON_MS));
  await play.idle();
  progress.say(`${down} is down`);
  systems.isDown(down, true);
  // What is due again within the minute or so is not waited for: the system is down for longer.
  await playFolder({ ...play, sent: play.idle, progress }, readInputFolder(join(folder, 'afternoon')));
  await play.idle();
  clock.moveTo(clock.now() + HOUR_MS);
  systems.isDown(down, false);
  progress.say(`An hour later ${down} is up again`);
}

const ofDay = (progress: Progress, day: string): Progress => ({
  ...progress,
  doing: (words) => progress.doing(words === '' ? '' : `${day}: ${words}`),
});

async function redrive({ deadLetters, play }: Week, name: string, progress: Progress): Promise<void> {
  const moved = await deadLetters.redrive(name);
  if (moved === 0) return progress.say(`${name}: no dead letter to redrive`);
  progress.say(`${name}: ${moved} dead ${moved === 1 ? 'letter' : 'letters'} of the night redriven`);
  await play.idle();
}

/**
 * Figures of former years, which the site shows before the week's. They hold nobody up: they come last, and are recorded
 * while texts go out. The year before makes sense of a week, and one day alone does without it.
 */
async function playYearsBefore(play: Play, isWeek: boolean): Promise<void> {
  const stopwatch = stopwatchOn(() => performance.now(), 'setup');
  const folders = isWeek ? YEARS_BEFORE : YEARS_BEFORE.slice(1);
  for (const folder of folders) await playFolder({ ...play, idle: async () => {}, stopwatch }, readInputFolder(folder));
}

/** What came of the day's files, and of every notice so far. */
async function endOfDay({ officers, play, clock }: Week, day: SampleDay, files: PlayedExtract[]): Promise<ReportDay> {
  const ledger = await officers.ledger();
  play.progress.say(`\n  The end of ${day.title}`);
  for (const line of fileLines(files, await officers.runs(MOST_RUNS))) play.progress.say(line);
  play.progress.say(`  Since the week began: ${noticesLine(sumsOf(ledger))}`);
  return {
    day: day.title,
    now: new Date(clock.now()).toISOString(),
    files: files.map(({ name }) => name),
    ledger: ledgerPart(ledger),
  };
}
