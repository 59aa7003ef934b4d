import type { Now } from '../shared/clock.ts';
import type { WakeMessage } from './notice.ts';

/** Wakes release-notices after so many seconds. */
export type Wake = (delaySeconds: number) => Promise<void>;

/**
 * One wake-up serves everything that is due when it arrives, so a night's file, or a burst of notices that are given back,
 * does not send one for each: none is sent while one is on its way that arrives no later.
 */
export function waking(put: (body: WakeMessage, delaySeconds: number) => Promise<void>, now: Now): Wake {
  let arrives = Number.NEGATIVE_INFINITY;
  return async (delaySeconds) => {
    const asked = now() + delaySeconds * 1000;
    if (now() < arrives && arrives <= asked) return;
    await put({ wake: true }, delaySeconds);
    arrives = asked;
  };
}
