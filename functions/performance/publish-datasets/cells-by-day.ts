import type { Fact, Measure, Problem } from '../facts/fact.ts';
import { readFacts } from '../facts/read-facts.ts';
import type { FactObjectEntry, FactStore } from '../facts/store.ts';
import { type Cells, cellsOf } from '../publication/cells.ts';

/** Keys are listed in order, so the objects of one measure and day come one after the other: `facts/<measure>/<day>/`. */
export const placeOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));

/**
 * All facts as cells, one measure and day at a time.
 * @param wanted leaves days out
 */
export async function* cellsByDay(
  store: FactStore,
  wanted?: (entry: FactObjectEntry) => boolean,
): AsyncGenerator<{ cells: Cells; problems: Problem[] }> {
  let place = '';
  let facts: Fact[] = [];
  let problems: Problem[] = [];
  const done = () => {
    const [, measure, day] = place.split('/') as [string, Measure, string];
    return { cells: cellsOf(measure, day, facts), problems };
  };
  for await (const read of readFacts(store, wanted)) {
    const here = placeOf(read.entry.key);
    if (here !== place && place !== '') yield done();
    if (here !== place) [place, facts, problems] = [here, [], []];
    for (const fact of read.facts) facts.push(fact);
    problems.push(...read.problems);
  }
  if (place !== '') yield done();
}
