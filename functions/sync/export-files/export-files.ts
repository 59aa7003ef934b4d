import { done, type Outcome, rejected } from '../../shared/outcome.ts';
import { nextScheduled, noOutbox, type Outbox, taken } from '../rules/outbox.ts';
import type { ToFile } from '../settings.ts';
import type { FileMessage } from '../steps/messages.ts';
import { isGathered } from './gathered.ts';
import { lookForUnfetched } from './look-for-unfetched.ts';
import type { Deps } from './ports.ts';
import { settle } from './settle.ts';
import { writeOut } from './write-out.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;

/** Writes all files of a subscriber that are due. What one worker left undone, the next one takes up. */
export async function exportFiles(deps: Deps, { body }: { body: FileMessage }): Promise<Outcome> {
  const subscriber = deps.subscribers.get(body.subscriber);
  if (!subscriber) return rejected('no such subscriber');
  if (body.unfetched) await lookForUnfetched(deps, subscriber);
  else while (await writeNext(deps, subscriber));
  return done;
}

/** @returns whether there may be more */
async function writeNext(deps: Deps, subscriber: ToFile): Promise<boolean> {
  const { store, now } = deps;
  const { name } = subscriber;
  const outbox = await store.outbox(name);
  if (!outbox) {
    await store.putOutbox(name, noOutbox(now()));
    return true;
  }
  if (outbox.busy_until > now() || !(await isDue(deps, subscriber, outbox))) return false;
  const mine = taken(outbox, now());
  if (!(await store.putOutbox(name, mine))) return false;
  const settled = mine.settled === null ? await settle(deps, subscriber, mine) : mine;
  return settled !== null && (await writeOut(deps, subscriber, settled));
}

/** Whether a file is to be written: one that is settled, one that is scheduled, or one for which there is enough. */
async function isDue(deps: Deps, subscriber: ToFile, { settled, since }: Outbox): Promise<boolean> {
  const { now, alarm } = deps;
  const { name, file } = subscriber;
  const { schedule, after_changes } = file;
  const due = schedule === undefined ? since : nextScheduled(schedule, since);
  const isOpen = settled !== null;
  if ((isOpen || schedule !== undefined) && now() - (isOpen ? since : due) > HALF_AN_HOUR_MS)
    alarm('file-not-written', { subscriber: name });
  if (isOpen) return true;
  return schedule === undefined ? isGathered(deps, name, after_changes as number) : now() >= due;
}
