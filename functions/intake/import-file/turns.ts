import { done, type Outcome } from '../../shared/outcome.ts';
import { isThrottled } from '../../shared/throttled.ts';
import type { Deps } from './deps.ts';

/** What an import goes on by: its message, and how many of these there have been. */
export type Turn = {
  message: Readonly<Record<string, unknown>>;
  turn: number;
  /** Since when each of the last of them was told to slow down. */
  slowed_since?: number | undefined;
};

/** Lambda lets this worker wake itself without end. Ten million rows take fewer. */
export const MOST_TURNS = 300;

/** A table that is new, or was little used, grows within minutes. */
const THROTTLED_WAIT_S = 30;

/** As old as its message would be when that alarms, were it left on the queue: each of these is a new one. */
const SLOWED_TOO_LONG_MS = 30 * 60_000;

/**
 * Puts the message of an import on its queue once more.
 * @throws Error after too many turns: the message ends with the dead letters, and a person has it go on from there
 */
export async function nextTurn({ goOn }: Pick<Deps, 'goOn'>, { message, turn }: Turn, delaySeconds = 0): Promise<void> {
  if (turn >= MOST_TURNS) throw new Error(`not over after ${turn} turns`);
  await goOn({ ...message, turn: turn + 1 }, delaySeconds);
}

/** Has an import go on soon where something takes no more at the moment: thrown, it would hide its message for half an hour. */
export async function slowingDown(
  deps: Pick<Deps, 'goOn' | 'alarm' | 'now'>,
  { message, turn, slowed_since }: Turn,
  importing: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await importing();
  } catch (error) {
    if (!isThrottled(error)) throw error;
    const since = slowed_since ?? deps.now();
    const slowedMs = deps.now() - since;
    if (slowedMs > SLOWED_TOO_LONG_MS) deps.alarm('import-slowed', { minutes: Math.floor(slowedMs / 60_000), turn });
    await nextTurn(deps, { message: { ...message, slowed_since: since }, turn }, THROTTLED_WAIT_S);
    return done;
  }
}
