import type { Ended } from '../rules/circuit.ts';
import { ON_QUEUE_MS, secondsUntil } from '../steps/wake-at.ts';
import type { Deps } from './ports.ts';

/** Tells the circuit how a try ended. One that opens has somebody look when its probe is due; what waited goes when it closes. */
export async function follow(deps: Deps, subscriber: string, ended: Ended): Promise<void> {
  const { before, after } = await deps.noteEnds(subscriber, ended);
  if (after.open && !before.open) deps.alarm('subscriber-paused', { subscriber });
  if (after.open && after.open.probe_at !== before.open?.probe_at) await lookWhenProbed(deps, subscriber, after.open);
  if (before.open && !after.open) await deps.ring({ subscriber, look: true });
}

/** One that is far off is left to the look of each minute. */
export async function lookWhenProbed(
  { ring, now }: Pick<Deps, 'ring' | 'now'>,
  subscriber: string,
  { probe_at }: { probe_at: number },
): Promise<void> {
  const wait = probe_at - now();
  if (wait <= ON_QUEUE_MS * 1.5) await ring({ subscriber, look: true }, secondsUntil(probe_at + 999, now()));
}
