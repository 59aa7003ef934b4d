import type { Page } from '../../functions/shared/agenda-pages.ts';
import { type Circuit, SHUT } from '../../functions/sync/rules/circuit.ts';
import type { Outbox } from '../../functions/sync/rules/outbox.ts';
import { type Ended, type Place, roundOf, type Subject } from '../../functions/sync/rules/subject.ts';
import type { Dead, Entry, SyncStore } from '../../functions/sync/store/ports.ts';
import { deadPlace } from '../../functions/sync/store/table.ts';
import { copyOf } from './copy.ts';

const ON_A_PAGE = 100;

/** The sync table in memory. It passes the same suite as the table (sync-store-port-suite.ts). */
export function inMemorySyncStore(): SyncStore {
  const subjects = new Map<string, Subject>();
  const ends = new Map<string, Ended>();
  const circuits = new Map<string, Circuit>();
  const outboxes = new Map<string, Outbox>();
  const slots = new Map<string, number>();
  const agenda = new Map<string, Page<string, Entry>>();
  const at = ({ subscriber, subject }: Place) => `${subscriber} ${subject}`;
  const dead = new Map<string, Ended>();
  const keyOf = (line: Pick<Dead, 'id' | 'at'>) => deadPlace('', line).sk;
  const lineOf = (subscriber: string, line: Pick<Dead, 'id' | 'at'>) => `${subscriber} ${keyOf(line)}`;
  const linesOf = (subscriber: string): Dead[] =>
    [...dead.values()]
      .filter((ended) => ended.subscriber === subscriber)
      .map(({ subject, event: { id }, at }) => ({ subject, id, at }))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const endOf = (ended: Ended) => `${at(ended)} ${ended.event.id}`;

  return {
    subject: async (place) => copyOf(subjects.get(at(place)) ?? null),
    putSubject: async (subject) => {
      if ((subjects.get(at(subject))?.version ?? 0) !== subject.version - 1) return false;
      subjects.set(at(subject), copyOf(subject));
      return true;
    },
    ended: async (place, id) => copyOf(ends.get(`${at(place)} ${id}`) ?? null),
    putEnded: async (ended) => {
      const { tries } = ends.get(endOf(ended)) ?? { tries: [] };
      if (ended.state === 'dead')
        dead.set(lineOf(ended.subscriber, { at: ended.at, id: ended.event.id }), copyOf(ended));
      if (tries.length <= ended.tries.length) ends.set(endOf(ended), copyOf(ended));
    },
    forgetEnded: async (ended) => {
      const there = ends.get(endOf(ended));
      if (there?.at === ended.at && roundOf(there) === roundOf(ended)) ends.delete(endOf(ended));
      if (ended.state === 'dead') dead.delete(lineOf(ended.subscriber, { at: ended.at, id: ended.event.id }));
    },
    dead: async (subscriber, after = '') => {
      const left = linesOf(subscriber).filter((line) => keyOf(line) > after);
      const items = left.slice(0, ON_A_PAGE);
      return { items: copyOf(items), next: left.length > ON_A_PAGE ? keyOf(items.at(-1)!) : null };
    },
    countDead: async (subscriber) => linesOf(subscriber).length,
    strikeDead: async (subscriber, line) => {
      dead.delete(lineOf(subscriber, line));
    },
    noteSuperseded: async (ended) => {
      const there = ends.get(endOf(ended));
      const { state, tries } = there ?? { state: 'superseded', tries: [] };
      const isOfBefore = there !== undefined && roundOf(there) < roundOf(ended);
      const isOfSame = there !== undefined && roundOf(there) === roundOf(ended) && state === ended.state;
      if (isOfBefore || ((state === 'superseded' || isOfSame) && tries.length <= ended.tries.length))
        ends.set(endOf(ended), copyOf(ended));
    },
    circuit: async (subscriber) => copyOf(circuits.get(subscriber) ?? SHUT),
    putCircuit: async (subscriber, circuit) => {
      if ((circuits.get(subscriber)?.version ?? 0) !== circuit.version - 1) return false;
      circuits.set(subscriber, copyOf(circuit));
      return true;
    },
    outbox: async (subscriber) => copyOf(outboxes.get(subscriber) ?? null),
    putOutbox: async (subscriber, outbox) => {
      if ((outboxes.get(subscriber)?.version ?? 0) !== outbox.version - 1) return false;
      outboxes.set(subscriber, copyOf(outbox));
      return true;
    },
    takeSlots: async (subscriber, count, { first, furthest }) => {
      const next = slots.get(subscriber) ?? 0;
      if (next >= first && next + count > furthest) return null;
      const slot = Math.max(next, first);
      slots.set(subscriber, slot + count);
      return slot;
    },
    enter: async ({ list, at: instant }, entries) => {
      if (entries.length === 0) return;
      const key = JSON.stringify([instant, entries]);
      agenda.set(`${list} ${key}`, copyOf({ list, at: instant, key, entries }));
    },
    due: async (list, until, entries) => {
      let found = 0;
      return copyOf(
        [...agenda.values()]
          .filter((page) => page.list === list && page.at <= until)
          .sort((a, b) => a.at - b.at)
          .filter((page) => {
            const isWanted = found < entries;
            found += page.entries.length;
            return isWanted;
          }),
      );
    },
    strike: async ({ list, key }) => {
      agenda.delete(`${list} ${key}`);
    },
    ofSubject: async (place) =>
      copyOf({
        waiting: subjects.get(at(place))?.waiting ?? [],
        ended: [...ends.values()].filter((each) => at(each) === at(place)),
      }),
    all: async () => copyOf({ subjects: [...subjects.values()], ended: [...ends.values()], next: null }),
  };
}
