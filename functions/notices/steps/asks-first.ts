import { FORGOTTEN_MS } from '../notice/timing.ts';
import type { Restored } from '../store/ports.ts';

/** Whether Notify may still have what was sent after the copy was taken: it is asked by reference before anything is posted. */
export const asksFirst = (restored: Restored | null, now: number): restored is Restored =>
  restored !== null && now <= restored.at + FORGOTTEN_MS;
