import type { SubscribersView, SubscriberView } from '../../../contracts/officers/subscribers.ts';
import { inFlight } from '../../shared/in-flight.ts';
import { nextScheduled } from '../rules/outbox.ts';
import { triesNow, type Waiting } from '../rules/subject.ts';
import type { SystemEntry } from '../settings.ts';
import type { Deps } from './deps.ts';

/** Subjects of one agenda that are looked into: an answer must come before the HTTP API gives up. */
const MOST_SUBJECTS = 2_000;
const AT_ONCE = 50;
/** Whatever stands on an agenda is due within the longest time that anything is tried. */
const AHEAD_MS = 10 * 86_400_000;

const DAY_MS = 86_400_000;
/** A file is written within minutes, and what comes meanwhile is of the next one. */
const WRITING_MS = 5 * 60_000;

type Waits = { count: number; since: number | null; more: boolean };

/** The systems that are kept in step, and how that goes. */
export const subscribers = async (deps: Deps): Promise<SubscribersView> => ({
  subscribers: await Promise.all(deps.systems.map((system) => viewOf(deps, system))),
});

async function viewOf(deps: Deps, system: SystemEntry): Promise<SubscriberView> {
  const { store, now } = deps;
  const { name, owner, events, fields, file } = system;
  const [{ open, failures }, dead, waits] = await Promise.all([
    store.circuit(name),
    store.countDead(name),
    whatWaits(deps, name),
  ]);
  const waits_since = waits.since === null ? null : new Date(waits.since).toISOString();
  return {
    ...{ name, owner, events, fields, by: file ? 'file' : 'webhook', failures, dead, waits_since },
    health: open ? 'paused' : isBehind(system, waits, now()) ? 'behind' : dead > 0 ? 'refused' : 'in-step',
    paused_since: open ? new Date(open.at).toISOString() : null,
    next_probe_at: open ? new Date(open.probe_at).toISOString() : null,
    waiting: waits.count,
    waits_more: waits.more,
    lag_seconds: waits.since === null ? null : Math.max(0, Math.round((now() - waits.since) / 1000)),
    next_file_at: file?.schedule ? new Date(nextScheduled(file.schedule, now())).toISOString() : null,
    after_changes: file?.after_changes ?? null,
  };
}

/** What waits for the next file of its system is where it should be; what the last one should have had is not. */
function isBehind({ file }: SystemEntry, { count, since }: Waits, now: number): boolean {
  if (since === null || !file) return since !== null;
  const written = now - WRITING_MS;
  if (file.schedule) return since < nextScheduled(file.schedule, written - DAY_MS);
  return count >= (file.after_changes ?? 1) && since < written;
}

/** The first try, or when it was let in: until a try has failed it is due from then on. */
const since = (waiting: Waiting): number => triesNow(waiting)[0] ?? waiting.due_at;

/** What waits for longer than a moment stands on the agenda. */
async function whatWaits({ store, now }: Deps, subscriber: string): Promise<Waits> {
  const pages = await store.due(subscriber, now() + AHEAD_MS, MOST_SUBJECTS);
  const subjects = [...new Set(pages.flatMap(({ entries }) => entries.map(({ subject }) => subject)))];
  const waiting: Waiting[] = [];
  await inFlight(subjects, AT_ONCE, async (subject) => {
    waiting.push(...((await store.subject({ subscriber, subject }))?.waiting ?? []));
  });
  const first = waiting.length === 0 ? null : waiting.map(since).reduce((a, b) => Math.min(a, b));
  return { count: waiting.length, since: first, more: subjects.length >= MOST_SUBJECTS };
}
