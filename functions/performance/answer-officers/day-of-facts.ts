import { inFlight } from '../../shared/in-flight.ts';
import type { Fact, Measure } from '../facts/fact.ts';
import { factsIn } from '../facts/objects.ts';
import type { FactStore } from '../facts/store.ts';

const SHOWN: readonly Measure[] = ['contact', 'contacts-counted', 'satisfaction', 'notice'];
const AT_ONCE = 20;

/**
 * The facts of one London day as they come in, each once. What was read is kept, for an object never changes: each call
 * reads only what is new.
 */
export function factsByDay(store: Pick<FactStore, 'list' | 'read'>): (day: string) => Promise<Fact[]> {
  let keptDay = '';
  let seen = new Set<string>();
  let facts = new Map<string, Fact>();
  let reading: Promise<void> = Promise.resolve();
  const readNew = async (day: string) => {
    if (day !== keptDay) [keptDay, seen, facts] = [day, new Set(), new Map()];
    const fresh: string[] = [];
    for (const measure of SHOWN)
      for await (const { key } of store.list(`facts/${measure}/${day}/`)) if (!seen.has(key)) fresh.push(key);
    await inFlight(fresh, AT_ONCE, async (key) => {
      const object = await store.read(key);
      for (const fact of object ? factsIn(object).facts : []) facts.set(fact.id, fact);
      seen.add(key);
    });
  };
  return async (day) => {
    reading = reading.catch(() => {}).then(() => readNew(day));
    await reading;
    return [...facts.values()];
  };
}
