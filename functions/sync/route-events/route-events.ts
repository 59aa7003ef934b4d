import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { Subscriber } from '../../../contracts/subscriber.ts';
import type { Now } from '../../shared/clock.ts';
import type { Key } from '../../shared/ids.ts';
import type { Alone } from '../../shared/one-by-one.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import { admit, factOf, noSubject, type Place } from '../rules/subject.ts';
import type { Ring } from '../steps/messages.ts';
import type { SyncStore } from '../store/ports.ts';

export type Deps = {
  store: SyncStore;
  subscribers: readonly Pick<Subscriber, 'name' | 'events'>[];
  /** By whom or what facts go in order. */
  personOf: (event: CloudEvent) => Key;
  ring: Ring;
  /** Facts about one subject come one after the other: they would only get in each other's way. */
  alone: Alone;
  now: Now;
};

/** Brings a fact to each subscriber of its type. Told again, it is one; a worker that died before it rang rings now. */
export async function routeEvents(deps: Deps, event: CloudEvent): Promise<Outcome> {
  const subject = deps.personOf(event);
  const wanting = deps.subscribers.filter(({ events }) => events.includes(event.type));
  await Promise.all(
    wanting.map(({ name }) =>
      deps.alone(`${name} ${subject}`, () => routeTo(deps, { subscriber: name, subject }, event)),
    ),
  );
  return done;
}

async function routeTo({ store, ring, now }: Deps, place: Place, event: CloudEvent): Promise<void> {
  const fact = factOf(event);
  for (;;) {
    const before = (await store.subject(place)) ?? noSubject(place);
    const { kind, subject, ended } = admit(before, fact, now());
    if (kind === 'known') {
      if (before.waiting.some(({ event: { id } }) => id === event.id)) await ring(place);
      return;
    }
    // Read after the subject: how one ended is on record before it leaves. Where the newest is enough, the subject knows.
    if (fact.told === null && (await store.ended(place, event.id))) return;
    for (const each of ended) await store.noteSuperseded(each);
    if (kind === 'old') return;
    if (await store.putSubject(subject)) return ring(place);
  }
}
