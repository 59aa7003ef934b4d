import type { Now } from '../../shared/clock.ts';
import type { WakeMessage } from '../notice/notice.ts';

/** Wakes release-notices after so many seconds. */
export type Wake = (delaySeconds: number) => Promise<void>;

/**
 * One wake-up serves everything that is due when it arrives, so a night's file, or a burst of notices that are given back,
 * does not send one for each: none is sent while one is on its way, or being sent, that arrives no later.
 */
export function waking(put: (body: WakeMessage, delaySeconds: number) => Promise<void>, now: Now): Wake {
  let last: { arrives: number; sent: Promise<void> } | null = null;
  return async (delaySeconds) => {
    const asked = now() + delaySeconds * 1000;
    if (last && now() < last.arrives && last.arrives <= asked) return last.sent;
    const mine = { arrives: asked, sent: put({ wake: true }, delaySeconds) };
    last = mine;
    try {
      await mine.sent;
    } catch (error) {
      if (last === mine) last = null;
      throw error;
    }
  };
}
