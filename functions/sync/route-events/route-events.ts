import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { Now } from '../../shared/clock.ts';
import type { Key } from '../../shared/ids.ts';
import type { Alone } from '../../shared/one-by-one.ts';
import { done, type Outcome, retry } from '../../shared/outcome.ts';
import { isReplayed, type Replay } from '../rules/replay.ts';
import { admit, factOf, noSubject, type Place } from '../rules/subject.ts';
import type { Wanting } from '../settings.ts';
import type { Ring } from '../steps/messages.ts';
import { tellAgain } from '../steps/tell-again.ts';
import type { SyncStore } from '../store/ports.ts';

export type Deps = {
  store: SyncStore;
  subscribers: readonly Wanting[];
  /** By whom or what facts go in order. */
  personOf: (event: CloudEvent) => Key;
  ring: Ring;
  /** Facts about one subject come one after the other: they would only get in each other's way. */
  alone: Alone;
  now: Now;
};

/** A fact of the bus; with the replay that it is of, if it is played again from the archive. */
export type Routed = { event: CloudEvent; replay: Replay | null };

/**
 * Brings a fact to each subscriber of its type; a replayed one to nobody but whom it is for. Told again, it is one; a worker that died
 * before it rang rings now.
 */
export async function routeEvents(deps: Deps, { event, replay }: Routed): Promise<Outcome> {
  const subject = deps.personOf(event);
  const wanting = deps.subscribers.filter((each) => isWanted(event, each));
  const reached = replay
    ? wanting.filter(({ name }) => name === replay.subscriber && isReplayed(replay, event))
    : wanting;
  const outcomes = await Promise.all(
    reached.map(({ name }) => {
      const place = { subscriber: name, subject };
      return deps.alone(`${name} ${subject}`, () =>
        replay ? replayTo(deps, place, { event, replay }) : routeTo(deps, place, event),
      );
    }),
  );
  return outcomes.find(({ kind }) => kind === 'retry') ?? done;
}

/** Of requests a back office is told those of its services, and none that it told itself. */
function isWanted({ type, origin, data }: CloudEvent, { name, events, services }: Wanting): boolean {
  if (!events.includes(type)) return false;
  const { service_code } = data as { service_code?: string };
  return services === undefined || (origin !== name && service_code !== undefined && services.includes(service_code));
}

async function replayTo(
  deps: Deps,
  place: Place,
  { event, replay }: { event: CloudEvent; replay: Replay },
): Promise<Outcome> {
  const told = await tellAgain(deps, { place, fact: factOf(event), asked_at: replay.asked_at, replayed: true });
  if (told === 'under-way') return retry('a try is under way');
  if (told === 'waits') await deps.ring(place);
  return done;
}

async function routeTo({ store, ring, now }: Deps, place: Place, event: CloudEvent): Promise<Outcome> {
  const fact = factOf(event);
  for (;;) {
    const before = (await store.subject(place)) ?? noSubject(place);
    const { kind, subject, ended } = admit(before, fact, now());
    if (kind === 'known') {
      if (before.waiting.some(({ event: { id } }) => id === event.id)) await ring(place);
      return done;
    }
    // Read after the subject: how one ended is on record before it leaves. Where the newest is enough, the subject knows.
    if (fact.told === null && (await store.ended(place, event.id))) return done;
    for (const each of ended) await store.noteSuperseded(each);
    if (kind === 'old') return done;
    if (await store.putSubject(subject)) {
      await ring(place);
      return done;
    }
  }
}
