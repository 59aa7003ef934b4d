import type { Reason } from '../../../contracts/reasons.ts';
import type { Key } from '../../shared/ids.ts';
import { wordsFor } from '../catalogue/personalise.ts';
import { capOf } from '../catalogue/types.ts';
import { isToBeWeighed } from '../notice/brake.ts';
import { claimOf, claimOn } from '../notice/claim.ts';
import { documentIs } from '../notice/document-of-cover.ts';
import type { Entry, Notice } from '../notice/notice.ts';
import { LATER_MS, TEMPLATE_LATER_MS } from '../notice/timing.ts';
import { become } from '../notice/transition.ts';
import type { Recipient } from '../rules/look.ts';
import { enterAndPut, isAwaited, stillAwaited, toRelease } from '../steps/agenda.ts';
import { announcement } from '../steps/announce.ts';
import { stopsTemplate } from '../steps/line-stopped.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import type { Switches } from '../store/ports.ts';
import type { Deps } from './deps.ts';
import { type BrakeOn, endOfRun } from './see-to-runs.ts';

const BY = 'release-notices';

/** The function that entered a notice writes it next: it should be there a moment later. */
const AWAIT_MS = 5_000;

/** A notice that may have a slot; an entry that is to be looked at again, or waits with its run; or none, when all has been done. */
export type Looked = {
  going?: Notice;
  again?: { entry: Entry; at: number };
  held?: { entry: Entry; run: string };
};

type Looking = { slot_at: number; switches: Switches; brakeOn: BrakeOn };

/** The look at release: whether it may go, to whom, and if not, that written down. */
export async function lookAtEntry(deps: Deps, entry: Entry, { slot_at, switches, brakeOn }: Looking): Promise<Looked> {
  const { store, now } = deps;
  // A glance does: while its number of times planned is the same it has not been planned anew, and its sender makes sure of the rest.
  const glanced = await store.glance(entry.id);
  const notice = isAwaited(entry, glanced) ? await store.get(entry.id) : glanced;
  if (!notice || isAwaited(entry, notice)) {
    const again = stillAwaited(entry, { now: now(), soonestMs: AWAIT_MS });
    return again ? { again } : {};
  }
  // Stopped, claimed or planned anew since: the function that did so has seen to what is next.
  if (notice.state !== 'planned' || notice.times_planned !== entry.times_planned) return {};
  if (notice.left) await makeWayAt(deps, notice, notice.left);
  if (notice.due_at > now()) return { again: { entry, at: notice.due_at } };
  const brake = await brakeOn(notice.run);
  if (brake?.verdict === 'cancelled') {
    await endOfRun(deps, notice, notice.run);
    return {};
  }
  if (isToBeWeighed(brake) || brake?.verdict === 'waits') return { held: { entry, run: notice.run } };
  // Before it is claimed all of it is looked at again: only what stops it must be certain here.
  const glance = await deps.glance(notice, slot_at);
  const found = glance.kind === 'go' ? glance : await deps.look(notice, slot_at);
  if (found.kind === 'wait') {
    await putOff(deps, notice, { at: found.due_at, reason: found.reason });
    return {};
  }
  if (found.kind !== 'go') {
    await stopUnsent(deps, notice, { found, by: BY });
    return {};
  }
  const waits = await behindDocument(deps, notice, entry);
  if (waits) return waits;
  const { template } = wordsFor(found.recipient, {
    entry: deps.catalogue.entry(notice.type),
    council: deps.council_words,
  });
  if (stopsTemplate(switches, template)) return { again: { entry, at: now() + TEMPLATE_LATER_MS } };
  if (goesAsPlanned(notice, found.recipient)) return { going: notice };
  await planAnew(deps, notice, { recipient: found.recipient, slot_at });
  return {};
}

/** A cover whose document has not gone waits for it, and does not go if that does not. Null where nothing keeps it. */
async function behindDocument(deps: Deps, notice: Notice, entry: Entry): Promise<Looked | null> {
  if (!notice.speaks_of) return null;
  const now = deps.now();
  switch (documentIs(await deps.store.get(notice.speaks_of), now)) {
    case 'out':
      return null;
    case 'going':
      return { again: { entry, at: now + LATER_MS } };
    case 'held-up':
      await putOff(deps, notice, { at: now + TEMPLATE_LATER_MS, reason: 'document-waits' });
      return {};
    case 'not-going':
      await stopUnsent(deps, notice, { found: { kind: 'blocked', codes: [], reason: 'document-not-sent' }, by: BY });
      return {};
  }
}

/** Planned for later. */
export async function putOff(
  { store, now, catalogue }: Deps,
  notice: Notice,
  { at, reason }: { at: number; reason: Reason },
): Promise<void> {
  const later = become(notice, 'planned', { at: now(), by: BY, reason }, { due_at: at });
  await enterAndPut(store, later, toRelease(catalogue, later, at));
}

const goesAsPlanned = (notice: Notice, { channel, address, variant }: Recipient): boolean =>
  channel === notice.channel && address === notice.address && variant === notice.variant;

/** What the register holds of the resident has changed since: it is due again as it would be planned now. */
async function planAnew(
  deps: Deps,
  notice: Notice,
  { recipient, slot_at }: { recipient: Recipient; slot_at: number },
): Promise<void> {
  const { channel, address, variant } = recipient;
  // A fallback does not ask S15 again (format page, section 7): the first channel's address goes on holding the week.
  const isFallback = notice.attempts.sms?.outcome !== undefined && notice.channel === 'email';
  const { cap } = deps.catalogue.entry(notice.type);
  const moves = address !== notice.address && !isFallback && cap !== null;
  const claim = cap && claimOn(cap, address, slot_at);
  if (moves && claim && !(await takeNew(deps, notice, { to: claim, until: slot_at + (capOf({ cap }) ?? 0) }))) {
    await stopUnsent(deps, notice, { found: { kind: 'blocked', codes: ['S15'] }, by: BY });
    return;
  }
  const at = deps.now();
  const changes = { channel, address, variant, ...(moves && claim && { left: claimOf(notice), claim }) };
  const anew = become(notice, 'planned', { at, by: BY, reason: 'address-changed' }, changes);
  // The next look gives the old address back. Not yet: a sender that claims it meanwhile sends to that one.
  await enterAndPut(deps.store, anew, toRelease(deps.catalogue, anew, at));
}

/** S15 is asked of the new address. */
function takeNew({ store, now }: Deps, notice: Notice, { to, until }: { to: Key; until: number }): Promise<boolean> {
  const taker = { id: notice.id, version: notice.version + 1 };
  return store.takeAddress(to, taker, until, now());
}

/** Gives back an address that it has left, for which another notice may have been waiting. May be repeated. */
async function makeWayAt({ store, publish, council, now }: Deps, notice: Notice, left: Key): Promise<void> {
  await store.giveBackAddress(left, notice);
  await publish([announcement('made-way', notice, { council, at: now() })]);
}
