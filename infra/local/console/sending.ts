import { brakeInWords, runCommands } from '../../../contracts/officers/brake.ts';
import type { StatusView } from '../../../contracts/officers/status.ts';
import { resumeCommand } from '../../../contracts/officers/stops.ts';
import { whenWords } from './words.ts';

const SENDING: Record<string, string> = {
  live: 'Sending: on',
  'allow-list': 'Sending: to listed people only',
  shadow: 'Sending: off, this is a rehearsal',
};

/** Whether messages go out, in a few words for the top of each page. One wording may be stopped while all others go. */
export const sendingWords = ({ stops, sending }: StatusView): string =>
  stops.every(({ kind }) => kind === 'template') ? (SENDING[sending] ?? sending) : 'Sending: stopped';

type Stop = StatusView['stops'][number];

const WHAT: Record<Stop['kind'], (stop: Stop) => string> = {
  officer: ({ by }) => `Sending is stopped by ${by}`,
  'set-up': () => 'Sending stopped by itself: GOV.UK Notify refuses our set-up',
  copy: () => 'Sending stopped by itself: an older state was put back',
  template: ({ template }) => `The wording ${template} is stopped: GOV.UK Notify refuses it`,
};

/** For the red banner: what is stopped and by whom, since when, why, and how it goes on. Each switch is one. */
export const stopsOf = ({ stops }: StatusView, now: number) =>
  stops.map((stop) => ({
    what: WHAT[stop.kind](stop),
    since: stop.at === null ? null : whenWords(stop.at, now),
    why: stop.reason,
    command: resumeCommand(stop),
  }));

/** For the yellow banner: each run that waits for an officer, why, and the commands that decide. */
export const waitingOf = ({ waiting_runs }: StatusView) =>
  waiting_runs.map(({ run, brake }) => ({ run, lines: brakeInWords(brake), commands: runCommands(run) }));
