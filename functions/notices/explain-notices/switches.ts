import {
  type ResumedView,
  reasonGiven,
  restoredSince,
  type StatusView,
  type StoppedView,
  type StopView,
  switchNamed,
} from '../../../contracts/officers/status.ts';
import { when } from '../../../contracts/officers/words.ts';
import { type Answer, iso, ok, problem, Refused } from '../../shared/http/answer.ts';
import { asksFirst } from '../steps/asks-first.ts';
import { stopsAll } from '../steps/line-stopped.ts';
import { overdueAt } from '../steps/overdue.ts';
import type { ControlStore, Restored, Stop, SwitchName } from '../store/ports.ts';
import { type Asked, bodyOf } from './asked.ts';
import { waitingRuns } from './brakes.ts';
import type { Deps } from './deps.ts';

const stopViews = (stops: readonly Stop[]): StopView[] =>
  stops
    .map(({ kind, template = null, by, at, reason }) => ({ kind, template, by, at: iso(at), reason }))
    .toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));

const stopsNow = async (control: ControlStore): Promise<StopView[]> => stopViews((await control.switches()).stops);

export async function status({ council, settings, store, catalogue, now }: Deps): Promise<Answer> {
  const { stops, restored: putBack } = await store.control.switches();
  return ok({
    council,
    council_name: settings.council_name,
    sending: settings.sending,
    stops: stopViews(stops),
    restored: restoredView(putBack, now()),
    waiting_runs: await waitingRuns({ store, catalogue }),
    not_set_up: await store.control.notSetUp(),
    overdue: await overdueAt(store, now()),
    now: iso(now()),
  } satisfies StatusView);
}

/** Holds all sending at the next claim. An officer's stop that is there already is replaced: the newest word counts. */
export async function stop({ store, record, now }: Deps, { request, officer }: Asked): Promise<Answer> {
  const { reason } = bodyOf(request, reasonGiven);
  await store.control.stop({ kind: 'officer', by: officer, at: now(), reason });
  record('sending-stopped', officer);
  return ok({ stops: await stopsNow(store.control) } satisfies StoppedView);
}

const restoredView = (putBack: Restored | null, now: number): StatusView['restored'] =>
  asksFirst(putBack, now) ? { ...putBack, since: iso(putBack.since), at: iso(putBack.at) } : null;

/** This state is a copy: nothing is sent until an officer says of when it is. */
export async function copied({ store, record, now }: Deps, { request, officer }: Asked): Promise<Answer> {
  const { reason } = bodyOf(request, reasonGiven);
  await store.control.stop({ kind: 'copy', by: officer, at: now(), reason });
  record('sending-stopped', officer);
  return ok({ stops: await stopsNow(store.control) } satisfies StoppedView);
}

/** Notify remembers a message for seven days: of what went before that it could not say whether it went. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

const NOT_STOPPED =
  'Sending is not stopped, so nothing was changed. If an older state was put back, what went since may be going out once more: stop first (crier stop --reason "TEXT"), then say this again.';

/** An older state was put back: from now on Notify is asked for each notice before it is posted. */
export async function restored({ store, wake, record, now }: Deps, { request, officer }: Asked): Promise<Answer> {
  const { since: said, reason } = bodyOf(request, restoredSince);
  const [since, at] = [Date.parse(said), now()];
  if (since > at) {
    const message = `${when(since)} has not been yet: it is ${when(at)} here. Say when the copy was taken.`;
    throw new Refused(problem(400, 'in-the-future', message, '/since'));
  }
  if (at - since > REMEMBERED_MS) {
    const message =
      'GOV.UK Notify remembers messages for seven days, so nobody could say what was sent since then. Put a newer copy back. If there is none, leave sending stopped, and cancel each run that may have gone out: crier runs, crier cancel RUN.';
    throw new Refused(problem(409, 'too-long-ago', message, '/since'));
  }
  const switches = await store.control.switches();
  if (!stopsAll(switches)) throw new Refused(problem(409, 'not-stopped', NOT_STOPPED));
  const { stops } = switches;
  await store.control.restore({ since, at, by: officer, reason });
  record('sending-resumed', officer);
  await wake();
  const lifted = stops.some(({ kind }) => kind === 'copy');
  return ok({ lifted, stops: await stopsNow(store.control) } satisfies ResumedView);
}

/**
 * Turns one switch off, the officers' own unless another is named, and wakes the releaser, which would otherwise wait for
 * its next minute. May be repeated. Answers whether it was on, and which others are still on.
 */
export async function resume({ store, wake, record }: Deps, { request, officer }: Asked): Promise<Answer> {
  const body = request.body?.trim() === '' ? '{}' : request.body;
  const which = bodyOf({ ...request, body }, switchNamed) as SwitchName;
  const { stops } = await store.control.switches();
  const lifted = stops.some(({ kind, template }) => kind === which.kind && template === which.template);
  await store.control.lift(which);
  record('sending-resumed', officer);
  await wake();
  return ok({ lifted, stops: await stopsNow(store.control) } satisfies ResumedView);
}
