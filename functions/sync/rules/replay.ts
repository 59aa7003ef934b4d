/** A replay as an officer asked for it: to whom, and of which facts, by their own time in whole seconds. */
export type Replay = { subscriber: string; asked_at: number; from: number; to: number };

/** The bus names a replay in 64 characters, and each event that it plays has the name: all that we know of it stands there. */
const NAME = /^([a-z][a-z0-9-]{0,39})_([0-9a-z]{8})_([0-9a-z]{1,6})_([0-9a-z]{1,6})$/;
const LAST_SECONDS = 36 ** 6 - 1; // in the year 2038

const seconds = (at: number): string => Math.min(LAST_SECONDS, Math.max(0, Math.floor(at / 1000))).toString(36);

export const replayName = ({ subscriber, asked_at, from, to }: Replay): string =>
  [subscriber, asked_at.toString(36).padStart(8, '0'), seconds(from), seconds(to)].join('_');

/** @throws Error where it is the name of another replay than ours */
export function replayNamed(name: string): Replay {
  const [, subscriber, asked, from, to] = NAME.exec(name) ?? [];
  if (!subscriber || !asked || !from || !to) throw new Error('a replay that Crier did not ask for');
  const at = (text: string) => Number.parseInt(text, 36) * 1000;
  return { subscriber, asked_at: Number.parseInt(asked, 36), from: at(from), to: at(to) };
}

/** From the first instant on, and before the second. */
export function isReplayed({ from, to }: Replay, { time }: { time: string }): boolean {
  const at = Date.parse(time);
  return at >= from && at < to;
}

const DAY_MS = 86_400_000;

/**
 * Until when entries of the bus are played to find each fact before an instant: facts that are told together have the time of the
 * latest of them, and are of one UTC day (functions/shared/publish.ts).
 */
export const playedUntil = (to: number, now: number): number =>
  Math.min((Math.floor(to / DAY_MS) + 1) * DAY_MS, Math.max(now, to));
