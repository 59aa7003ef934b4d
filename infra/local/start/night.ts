import type { Clock } from '../engine/engine.ts';
import type { PlatformClock, Waits } from './pass-time.ts';
import type { RunningStack } from './stack.ts';

type Night = {
  stack: Pick<RunningStack, 'breaks'> & { engine: Sleeping };
  clock: PlatformClock;
  waits: Pick<Waits, 'until'>;
  /** When the agenda of notices may have something by then, in milliseconds since 1970. */
  onTheAgenda: (until: number) => AsyncIterable<number>;
};
type Sleeping = { clock: Pick<Clock, 'nextDueAt'>; idle(options: object): boolean };

// What comes due at an instant is there once it is over.
const JUST_AFTER_MS = 1;

/**
 * Lets a night go by: the clock moves on to whatever comes due next (a message that waits, a nightly schedule, a notice
 * that would be found overdue by who gets up later), each time when all is quiet, and last to the morning. A morning that has come already stands.
 * @param broken the function that is out of order meanwhile.
 */
export async function nightUntil(
  morning: number,
  { stack, clock, waits, onTheAgenda }: Night,
  broken: string | null,
): Promise<void> {
  const quiet = () => waits.until(() => stack.engine.idle({ ignoreDelayed: true, ignoreHidden: true }));
  if (clock.now() >= morning) return;
  if (broken !== null) stack.breaks(broken, true);
  const notices: number[] = [];
  for await (const due of onTheAgenda(morning)) notices.push(due);
  for (;;) {
    await quiet();
    const ahead = notices.filter((due) => due >= clock.now());
    const next = Math.min(stack.engine.clock.nextDueAt() ?? morning, ...ahead);
    if (next >= morning) break;
    if (next >= clock.now()) clock.moveTo(next + JUST_AFTER_MS);
  }
  if (broken !== null) stack.breaks(broken, false);
  if (clock.now() < morning) clock.moveTo(morning);
  await quiet();
}
