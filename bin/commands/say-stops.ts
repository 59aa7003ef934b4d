import { brakeInWords, runCommands, type WaitingRun } from '../../contracts/officers/brake.ts';
import type { StopView } from '../../contracts/officers/status.ts';
import { resumeCommand, stopInWords } from '../../contracts/officers/stops.ts';
import { clean, say, yellow } from './print.ts';

/** Every switch that is on, and the command that turns it off. */
export function sayStops(stops: StopView[]): void {
  for (const stop of stops) {
    say(clean(stopInWords(stop)));
    say(clean(`  When that is put right: ${resumeCommand(stop)}`));
  }
}

/** Each switch is on or off by itself: whoever turned one is told of the others. */
export function sayOthers(stops: StopView[]): void {
  if (stops.length > 0) say('Something else stops sending too:');
  sayStops(stops);
}

/** Every run that waits for an officer, why, and the commands that decide. */
export function sayWaiting(runs: WaitingRun[]): void {
  for (const { run, brake } of runs) {
    say(yellow(clean(`Run ${run} waits.`)));
    for (const line of brakeInWords(brake)) say(clean(`  ${line}`));
    for (const command of runCommands(run)) say(clean(`  ${command}`));
  }
}
