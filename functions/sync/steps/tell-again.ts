import type { Now } from '../../shared/clock.ts';
import { type Fact, noSubject, type Place, readmit, roundOf } from '../rules/subject.ts';
import type { SyncStore } from '../store/ports.ts';

/** @param replayed with all of a span */
type Again = { place: Place; fact: Fact; asked_at: number; replayed?: true };

/** `told`: it has been told since it was asked for. `under-way`: a try began before that, and what came of it is not all written yet. */
export type ToldAgain = 'waits' | 'superseded' | 'told' | 'under-way';

/**
 * Has a subscriber told a fact that it may have been told before, once for each time that it is asked for. Whoever calls sees to it that its subject is
 * looked at: also of one that waits already, since who let it in may have died before that.
 */
export async function tellAgain(
  { store, now }: { store: SyncStore; now: Now },
  { place, fact, asked_at, replayed }: Again,
): Promise<ToldAgain> {
  for (;;) {
    const before = (await store.subject(place)) ?? noSubject(place);
    // Read after the subject: how one ended is on record before it leaves.
    const record = await store.ended(place, fact.event.id);
    const waiting = before.waiting.find(({ event }) => event.id === fact.event.id);
    if (waiting) {
      // Who let it in may have died before this.
      const isOfBefore = record !== null && roundOf(record) < roundOf(waiting);
      if (isOfBefore) await store.forgetEnded(record);
      const hasBegun = before.under_way?.id === fact.event.id && (waiting.tries.at(-1) ?? 0) < asked_at;
      return hasBegun || (record && !isOfBefore) ? 'under-way' : 'waits';
    }
    const { kind, subject, ended } = readmit(before, { fact, record, asked_at, replayed }, now());
    if (kind === 'known') return 'told';
    if (kind === 'old') {
      if (record?.state === 'dead') {
        for (const each of ended) await store.putEnded(each);
        await store.strikeDead(place.subscriber, { id: fact.event.id, at: record.at });
      } else if (record === null) for (const each of ended) await store.noteSuperseded(each);
      return 'superseded';
    }
    for (const each of ended) await store.noteSuperseded(each);
    if (!(await store.putSubject(subject))) continue;
    if (record) await store.forgetEnded(record);
    return 'waits';
  }
}
