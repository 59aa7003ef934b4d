// The cores that plan, release and send on a clock that jumps, with a Notify of its real size and queues that keep their
// time: what the protocol itself makes of the pace, whatever this machine is doing.

import type { Key } from '../functions/shared/ids.ts';
import { plannedFirst, START } from '../test/simulate/planned-first.ts';
import { type VirtualTime, virtualTime } from '../test/simulate/virtual-time.ts';
import { TUESDAY_TEN } from '../test/support/builders.ts';
import { SETTINGS } from '../test/support/sending-world.ts';

const MINUTE_MS = 60_000;

export type Paced = {
  stored: number;
  /** Of which it was not known for a while whether Notify had them. */
  doubted: number;
  /** Posts that Notify answered with 429. */
  limited: number;
  /** Of the pace that the releaser allows, in the time that was left. */
  share: number;
};

/** Sends so many planned notices; halfway nothing happens anywhere for `stallMs`. */
export async function sendPaced(notices: number, stallMs: number): Promise<Paced> {
  const { posts_per_second } = SETTINGS;
  const stall = { from: START + (notices / posts_per_second / 2) * 1000, ms: stallMs };
  const time = standingStill(virtualTime(TUESDAY_TEN), stall);
  const { platform, trouble } = await plannedFirst(notices, { time });
  platform.schedule(time.now(), { until: time.now() + 20 * MINUTE_MS });
  await time.runUntil(time.now() + 20 * MINUTE_MS);
  // A message that was being posted when all stood still must be asked about first, 35 s later: that is no matter of pace.
  const doubted = new Set(
    (await platform.everyNotice()).flatMap(({ id, history }) =>
      history.some(({ state }) => state === 'uncertain') ? [id] : [],
    ),
  );
  const { stored } = platform.notify;
  const at = stored
    .filter(({ reference }) => !doubted.has(reference.split('.')[0] as Key))
    .map(({ stored_at }) => stored_at)
    .sort((a, b) => a - b);
  const perSecond = ((at.length - 1) * 1000) / (at.at(-1)! - at[0]! - stallMs);
  return {
    stored: stored.length,
    doubted: doubted.size,
    limited: trouble.met.get('429') ?? 0,
    share: perSecond / posts_per_second,
  };
}

/** A clock on which whatever was to happen within the stall happens at its end. */
function standingStill(time: VirtualTime, { from, ms }: { from: number; ms: number }): VirtualTime {
  const at = (instant: number, what: () => void) =>
    time.at(instant >= from && instant < from + ms ? from + ms : instant, what);
  return { ...time, at, after: (wait) => new Promise((resolve) => at(time.now() + wait, resolve)) };
}
