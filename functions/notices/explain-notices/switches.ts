import * as z from 'zod';
import { type Answer, iso, ok } from '../../shared/http/answer.ts';
import type { Settings } from '../rules/settings.ts';
import { type Overdue, overdueAt } from '../steps/overdue.ts';
import type { ControlStore, NotSetUp, Stop, SwitchName } from '../store/ports.ts';
import { type Asked, bodyOf } from './asked.ts';
import type { Deps } from './deps.ts';

/** A switch that is on. `template` is null where everything is stopped. */
export type StopView = { kind: Stop['kind']; template: string | null; by: string; at: string; reason: string };

export type StatusView = {
  council: string;
  council_name: string;
  sending: Settings['sending'];
  /** Empty while everything may be sent. */
  stops: StopView[];
  /** What an operator has yet to put in. */
  not_set_up: NotSetUp[];
  /** What is due and has no slot yet, and how long the first of it has waited. */
  overdue: Overdue;
  now: string;
};

export type ResumedView = { lifted: boolean; stops: StopView[] };

const stopsNow = async (control: ControlStore): Promise<StopView[]> =>
  (await control.switches()).stops
    .map(({ kind, template = null, by, at, reason }) => ({ kind, template, by, at: iso(at), reason }))
    .toSorted((a, b) => a.at.localeCompare(b.at));

export async function status({ council, settings, store, now }: Deps): Promise<Answer> {
  return ok({
    council,
    council_name: settings.council_name,
    sending: settings.sending,
    stops: await stopsNow(store.control),
    not_set_up: await store.control.notSetUp(),
    overdue: await overdueAt(store, now()),
    now: iso(now()),
  } satisfies StatusView);
}

/** Holds all sending at the next claim. An officer's stop that is there already is replaced: the newest word counts. */
export async function stop({ store, record, now }: Deps, { request, officer }: Asked): Promise<Answer> {
  const { reason } = bodyOf(request, z.object({ reason: z.string().trim().min(1).max(300) }));
  await store.control.stop({ kind: 'officer', by: officer, at: now(), reason });
  record('sending-stopped', officer);
  return ok({ stops: await stopsNow(store.control) });
}

const WHICH = z.union(
  [
    z.object({ kind: z.enum(['officer', 'set-up']).default('officer'), template: z.undefined().optional() }),
    z.object({ kind: z.literal('template'), template: z.string().trim().min(1).max(300) }),
  ],
  { error: 'say which switch: {"kind": "officer"}, {"kind": "set-up"} or {"kind": "template", "template": NAME}' },
);

/**
 * Turns one switch off, the officers' own unless another is named, and wakes the releaser, which would otherwise wait for
 * its next minute. May be repeated. Answers whether it was on, and which others are still on.
 */
export async function resume({ store, wake, record }: Deps, { request, officer }: Asked): Promise<Answer> {
  const body = request.body?.trim() === '' ? '{}' : request.body;
  const which = bodyOf({ ...request, body }, WHICH) as SwitchName;
  const { stops } = await store.control.switches();
  const lifted = stops.some(({ kind, template }) => kind === which.kind && template === which.template);
  await store.control.lift(which);
  record('sending-resumed', officer);
  await wake();
  return ok({ lifted, stops: await stopsNow(store.control) } satisfies ResumedView);
}
