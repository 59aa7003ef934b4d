import { expect } from 'vitest';
import type { Key } from '../../functions/shared/ids.ts';
import { SHUT } from '../../functions/sync/rules/circuit.ts';
import { noOutbox, settledAs, written } from '../../functions/sync/rules/outbox.ts';
import { admit, begin, type Ended, factOf, noSubject, settle } from '../../functions/sync/rules/subject.ts';
import type { SyncStore } from '../../functions/sync/store/ports.ts';
import type { AddCase } from './add-case.ts';
import { ADDRESS, factOnBus, keyOf, OPT_OUT } from './sync-facts.ts';

const ten = factOnBus(ADDRESS, 10);
const place = { subscriber: 'civica', subject: keyOf(ten) };
const NOW = Date.parse('2026-11-28T10:00:00Z');

const waiting = () => admit(noSubject(place), factOf(ten), NOW).subject;
const endOf = (state: 'delivered' | 'dead'): Ended => {
  const begun = begin(waiting(), ten.id, { now: NOW, until: NOW + 9, by: 'w', called: 'ER-1', disclosed: ['mobile'] });
  const verdict = state === 'delivered' ? ({ kind: state } as const) : ({ kind: state, reason: 'http-410' } as const);
  return settle(begun, ten.id, { verdict, at: NOW + 1, days: 3, chance: 0 }).ended!;
};

/** What is kept of subscribers, on whatever it rests. */
export function syncStoreCases(make: () => Promise<SyncStore>, test: AddCase): void {
  test('writes a subject if its version follows the one that is there', async () => {
    const store = await make();
    expect(await store.subject(place)).toBeNull();
    const first = waiting();
    expect(await store.putSubject(first)).toBe(true);
    expect(await store.putSubject(first)).toBe(false);
    expect(await store.subject(place)).toEqual(first);
    const begun = begin(first, ten.id, {
      now: NOW,
      until: NOW + 9,
      by: 'w',
      called: 'ER-1',
      disclosed: ['mobile', 'email'],
    });
    expect(await store.putSubject(begun)).toBe(true);
    expect(await store.subject(place)).toEqual(begun);
    expect(await store.putSubject({ ...begun, version: 4 })).toBe(false);
    const other = { ...place, subscriber: 'libraries' };
    expect(await store.subject(other)).toBeNull();
    const done = settle(begun, ten.id, { verdict: { kind: 'delivered' }, at: NOW, days: 3, chance: 0 }).subject;
    expect(await store.putSubject(done)).toBe(true);
    expect(await store.subject(place)).toEqual(done);
  });

  test('keeps how one ended, and that it was superseded only where nothing else is on record', async () => {
    const store = await make();
    const delivered = endOf('delivered');
    const superseded: Ended = { ...delivered, state: 'superseded', reason: 'newer-11' };
    expect(await store.ended(place, ten.id)).toBeNull();
    await store.noteSuperseded(superseded);
    expect(await store.ended(place, ten.id)).toEqual(superseded);
    await store.noteSuperseded({ ...superseded, reason: 'newer-12' });
    expect((await store.ended(place, ten.id))?.reason).toBe('newer-12');
    await store.noteSuperseded({ ...superseded, tries: [], reason: 'newer-13' });
    expect((await store.ended(place, ten.id))?.reason).toBe('newer-12');
    await store.putEnded(delivered);
    await store.noteSuperseded(superseded);
    expect(await store.ended(place, ten.id)).toEqual(delivered);
    await store.putEnded({ ...delivered, tries: [], state: 'dead', reason: 'late' });
    expect(await store.ended(place, ten.id)).toEqual(delivered);
    const dead = endOf('dead');
    await store.putEnded(dead);
    expect(await store.ended(place, ten.id)).toEqual(dead);
  });

  test('lists what is dead, the oldest first, page by page, until it waits again or its line is struck', async () => {
    const store = await make();
    const dead = endOf('dead');
    const later = { ...dead, event: { ...dead.event, id: 'b' }, at: dead.at + 70 };
    const earlier = { ...dead, event: { ...dead.event, id: 'c' }, at: dead.at - 1 };
    for (const each of [later, dead, earlier]) await store.putEnded(each);
    await store.putEnded({ ...endOf('delivered'), event: { ...dead.event, id: 'd' } });
    const idsOf = async (subscriber: string) => (await store.dead(subscriber)).items.map(({ id }) => id);
    expect(await store.dead('civica')).toEqual({
      items: [earlier, dead, later].map(({ subject, event: { id }, at }) => ({ subject, id, at })),
      next: null,
    });
    expect(await Promise.all([store.countDead('civica'), store.countDead('libraries')])).toEqual([3, 0]);
    await store.strikeDead('libraries', { id: 'b', at: later.at });
    await store.strikeDead('civica', { id: 'b', at: dead.at });
    expect(await idsOf('civica')).toEqual(['c', ten.id, 'b']);
    await store.strikeDead('civica', { id: 'b', at: later.at });
    await store.forgetEnded(dead);
    expect(await idsOf('civica')).toEqual(['c']);
    expect(await store.countDead('civica')).toBe(1);
    for (let n = 0; n < 150; n += 1) await store.putEnded({ ...dead, event: { ...dead.event, id: `e${n}` } });
    const all: string[] = [];
    let after: string | undefined;
    do {
      const { items, next } = await store.dead('civica', after);
      all.push(...items.map(({ id }) => id));
      after = next ?? undefined;
    } while (after !== undefined);
    expect([all.length, new Set(all).size, await store.countDead('civica')]).toEqual([151, 151, 151]);
  });

  test('forgets how one ended only while that is what is on record', async () => {
    const store = await make();
    const first = endOf('dead');
    const again = { round: 1, from: 1, asked_at: NOW + 2, was: 'dead' } as const;
    const second: Ended = { ...first, again, tries: [...first.tries, NOW + 3], at: NOW + 4 };
    await store.forgetEnded(first);
    await store.putEnded(first);
    for (const other of [
      { ...first, at: first.at + 1 },
      { ...first, again },
    ])
      await store.forgetEnded(other);
    expect(await store.ended(place, ten.id)).toEqual(first);
    await store.forgetEnded(first);
    expect(await store.ended(place, ten.id)).toBeNull();
    await store.putEnded(second);
    for (const other of [
      { ...second, again: undefined },
      { ...second, again: { ...again, round: 2 } },
    ])
      await store.forgetEnded(other);
    expect(await store.ended(place, ten.id)).toEqual(second);
    await store.forgetEnded(second);
    expect(await store.ended(place, ten.id)).toBeNull();
  });

  test('puts a superseding of this round in place of any end of one before, and of none of its own', async () => {
    const store = await make();
    const delivered = endOf('delivered');
    const ofRound = (round: number): Ended => ({
      ...delivered,
      state: 'superseded',
      reason: `newer-1${round}`,
      again: { round, from: 1, asked_at: NOW + 2, was: 'delivered' },
    });
    const reason = async () => (await store.ended(place, ten.id))?.reason ?? null;
    await store.putEnded(delivered);
    await store.noteSuperseded(ofRound(1));
    expect(await reason()).toBe('newer-11');
    await store.putEnded({ ...ofRound(1), state: 'dead', reason: 'http-410' });
    await store.noteSuperseded(ofRound(1));
    expect(await reason()).toBe('http-410');
    await store.noteSuperseded(ofRound(2));
    expect(await reason()).toBe('newer-12');
    await store.putEnded({ ...ofRound(2), state: 'delivered', reason: null });
    await store.noteSuperseded(ofRound(1));
    await store.noteSuperseded({ ...delivered, state: 'superseded', reason: 'newer-10' });
    expect(await reason()).toBeNull();
    const overtaken: Ended = { ...ofRound(2), state: 'delivered', reason: null };
    const tries = async () => (await store.ended(place, ten.id))?.tries.length;
    const more = { ...overtaken, tries: [...overtaken.tries, NOW + 1, NOW + 2] };
    for (const each of [more, overtaken, { ...ofRound(1), state: 'delivered' as const, tries: [...more.tries, 0] }])
      await store.noteSuperseded(each);
    expect(await tries()).toBe(more.tries.length);
  });

  test('keeps a circuit by its version', async () => {
    const store = await make();
    expect(await store.circuit('civica')).toEqual(SHUT);
    const first = { ...SHUT, version: 1, failures: 1, since: NOW };
    expect(await store.putCircuit('civica', first)).toBe(true);
    expect(await store.putCircuit('civica', first)).toBe(false);
    const open = { at: NOW, probes: 0, probe_at: NOW + 60_000, probing_until: 0 };
    expect(await store.putCircuit('civica', { ...first, version: 2, open })).toBe(true);
    expect(await store.circuit('civica')).toEqual({ ...first, version: 2, open });
    expect(await store.circuit('libraries')).toEqual(SHUT);
  });

  test('keeps where files stand by its version', async () => {
    const store = await make();
    expect(await store.outbox('civica')).toBeNull();
    const first = noOutbox(NOW);
    expect(await store.putOutbox('civica', first)).toBe(true);
    expect(await store.putOutbox('civica', first)).toBe(false);
    const settled = settledAs(first, '_settled/civica/000001-x.json', NOW + 1);
    expect(await store.putOutbox('civica', settled)).toBe(true);
    expect(await store.putOutbox('civica', written(first))).toBe(false);
    expect(await store.outbox('civica')).toEqual(settled);
    expect(await store.outbox('libraries')).toBeNull();
  });

  test('gives each slot once, none that has gone by, and none too far ahead', async () => {
    const store = await make();
    const take = (count: number, first: number, furthest = first + 30) =>
      store.takeSlots('civica', count, { first, furthest });
    expect(await take(3, 100)).toBe(100);
    expect(await take(2, 100)).toBe(103);
    const all = await Promise.all([take(5, 100), take(5, 100), take(5, 100)]);
    expect(all.toSorted()).toEqual([105, 110, 115]);
    expect(await take(11, 100)).toBeNull();
    expect(await take(10, 100)).toBe(120);
    expect(await take(1, 100)).toBeNull();
    expect(await take(1, 110)).toBe(130);
    expect(await take(4, 200)).toBe(200);
    expect(await store.takeSlots('libraries', 1, { first: 7, furthest: 9 })).toBe(7);
  });

  test('has an agenda for each subscriber, with subjects to look at', async () => {
    const store = await make();
    const [a, b] = ['a', 'b'].map((subject) => ({ subject: subject as Key, entered_at: NOW }));
    await store.enter({ list: 'civica', at: 5_000 }, [a!]);
    await store.enter({ list: 'civica', at: 9_000 }, [b!]);
    await store.enter({ list: 'libraries', at: 1 }, [b!]);
    expect(await store.due('civica', 4_999, 10)).toEqual([]);
    const [page] = await store.due('civica', 8_999, 10);
    expect(page?.entries).toEqual([a]);
    await store.enter({ list: 'civica', at: 5_000 }, [{ ...a!, entered_at: NOW + 1 }]);
    await store.strike(page!);
    const [again] = await store.due('civica', 8_999, 10);
    expect(again?.entries).toEqual([{ ...a!, entered_at: NOW + 1 }]);
    await store.strike(again!);
    expect((await store.due('civica', 9_000, 10)).map(({ entries }) => entries)).toEqual([[b]]);
  });

  test('shows all that there is', async () => {
    const store = await make();
    const subject = waiting();
    await store.putSubject(subject);
    const ended = { ...endOf('dead'), event: factOf(factOnBus(OPT_OUT, 3)).event };
    await store.putEnded(ended);
    await store.putCircuit('civica', { ...SHUT, version: 1 });
    await store.enter({ list: 'civica', at: 5_000 }, [{ subject: place.subject, entered_at: NOW }]);
    expect(await store.all()).toEqual({ subjects: [subject], ended: [ended], next: null });
    expect(await store.ofSubject(place)).toEqual({ waiting: subject.waiting, ended: [ended] });
    expect(await store.ofSubject({ ...place, subscriber: 'libraries' })).toEqual({ waiting: [], ended: [] });
  });
}
