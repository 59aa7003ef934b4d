import type { VirtualTime } from '../virtual-time.ts';
import type { simulatedSync } from './platform.ts';

const MINUTE_MS = 60_000;

/** Lets time go by until nothing waits to be told, and no longer than to the end. Returns how much is left. */
export async function untilTold(
  { time, platform }: { time: VirtualTime; platform: ReturnType<typeof simulatedSync> },
  { from, to }: { from: number; to: number },
): Promise<number> {
  let left = 1;
  for (let until = from; until <= to && left > 0; until += 5 * MINUTE_MS) {
    await time.runUntil(until);
    const { subjects } = await platform.store.all();
    left = subjects.reduce((sum, { waiting }) => sum + waiting.length, platform.unfinished());
  }
  return left;
}
