import { done, type Outcome } from '../../shared/outcome.ts';
import { isThrottled } from '../../shared/throttled.ts';
import type { Deps } from './deps.ts';

/** What an import goes on by: its message, and how many of these there have been. */
export type Turn = { message: Readonly<Record<string, unknown>>; turn: number };

/** Lambda lets this worker wake itself without end. Ten million rows take fewer. */
export const MOST_TURNS = 300;

/** A table that is new, or was little used, grows within minutes. */
const THROTTLED_WAIT_S = 30;

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
  deps: Pick<Deps, 'goOn'>,
  turn: Turn,
  importing: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await importing();
  } catch (error) {
    if (!isThrottled(error)) throw error;
    await nextTurn(deps, turn, THROTTLED_WAIT_S);
    return done;
  }
}
