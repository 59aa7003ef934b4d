import type { Now } from '../../shared/clock.ts';
import type { Publish } from '../../shared/publish.ts';
import { type Notice, wasSent } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import type { Look } from '../rules/look.ts';
import type { NoticeStore } from '../store/ports.ts';
import { enterAndPut, toMakeSure } from './agenda.ts';
import { announcement } from './announce.ts';
import { giveBackAddresses } from './give-back-addresses.ts';

type Needs = { store: NoticeStore; publish: Publish; now: Now; council: string };
type Stopping = Exclude<Look, { kind: 'go' } | { kind: 'wait' }>;

/** When the reconciler makes sure that all of it was done. */
const MAKE_SURE_MS = 60_000;

/**
 * Stops a notice before anything was sent: writes why, then gives the address back and tells of it. It is unfinished, and
 * on an agenda, until both are done: a worker that dies in between leaves it to reconcile-notices.
 * @returns false if another worker moved the notice first: nothing has been done.
 */
export async function stopUnsent(
  needs: Needs,
  notice: Notice,
  { found, by }: { found: Stopping; by: string },
): Promise<boolean> {
  const stopped = await putStop(needs, notice, { found, by });
  if (!stopped) return false;
  await finishStop(needs, stopped);
  return true;
}

/** Only writes why; what follows is done by the reconciler. Null if another worker moved the notice first. */
export async function putStop(
  { store, now }: { store: Pick<NoticeStore, 'enter' | 'put'>; now: Now },
  notice: Notice,
  { found, by, note }: { found: Stopping; by: string; note?: string },
): Promise<Notice | null> {
  const at = now();
  const codes = found.kind === 'blocked' ? { codes: found.codes } : {};
  const reason = 'reason' in found && found.reason ? { reason: found.reason } : {};
  const left = notice.left && { left: notice.left };
  const over = found.kind === 'blocked' && found.over_on ? { over_on: found.over_on } : {};
  const stopped = become(
    notice,
    found.kind,
    { at, by, ...codes, ...reason, ...(note && { note }) },
    { slot_at: null, unfinished: true, ...left, ...over },
  );
  return (await enterAndPut(store, stopped, toMakeSure(at + MAKE_SURE_MS))) ? stopped : null;
}

/**
 * What follows a stop. May be repeated. plan-notices then decides again for notices that were blocked because of this one
 * (HOUSEHOLD, S15), so that it makes no difference which became known first, the notice or what stopped it.
 * @returns false if another worker moved the notice, so that it is not on record that all was done
 */
export async function finishStop({ store, publish, council }: Needs, stopped: Notice): Promise<boolean> {
  // A fallback that is stopped leaves a text that was sent: its address keeps the week (S15).
  const madeWay = !wasSent(stopped);
  if (madeWay) await giveBackAddresses(store, stopped);
  const at = stopped.history.at(-1)?.at ?? stopped.planned_at;
  const kinds = [stopped.state as Stopping['kind'], ...(madeWay ? (['made-way'] as const) : [])];
  await publish(kinds.map((kind) => announcement(kind, stopped, { council, at })));
  const { unfinished, left: _, ...finished } = stopped;
  return !unfinished || store.put({ ...finished, version: stopped.version + 1 });
}
