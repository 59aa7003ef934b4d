import {
  type ResumedView,
  reasonGiven,
  type StatusView,
  type StoppedView,
  type StopView,
  switchNamed,
} from '../../../contracts/officers/status.ts';
import { type Answer, iso, ok } from '../../shared/http/answer.ts';
import { overdueAt } from '../steps/overdue.ts';
import type { ControlStore, SwitchName } from '../store/ports.ts';
import { type Asked, bodyOf } from './asked.ts';
import { waitingRuns } from './brakes.ts';
import type { Deps } from './deps.ts';

const stopsNow = async (control: ControlStore): Promise<StopView[]> =>
  (await control.switches()).stops
    .map(({ kind, template = null, by, at, reason }) => ({ kind, template, by, at: iso(at), reason }))
    .toSorted((a, b) => a.at.localeCompare(b.at));

export async function status({ council, settings, store, catalogue, now }: Deps): Promise<Answer> {
  return ok({
    council,
    council_name: settings.council_name,
    sending: settings.sending,
    stops: await stopsNow(store.control),
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
