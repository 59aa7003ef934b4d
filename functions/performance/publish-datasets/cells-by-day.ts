import type { Fact, Measure, Problem } from '../facts/fact.ts';
import { readFacts } from '../facts/read-facts.ts';
import type { FactStore } from '../facts/store.ts';
import { type Cells, cellsOf } from '../publication/cells.ts';

/** Keys are listed in order, so the objects of one measure and day come one after the other: `facts/<measure>/<day>/`. */
const placeOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));

/** All facts as cells, one measure and day at a time. */
export async function* cellsByDay(store: FactStore): AsyncGenerator<{ cells: Cells; problems: Problem[] }> {
  let place = '';
  let facts: Fact[] = [];
  let problems: Problem[] = [];
  const done = () => {
    const [, measure, day] = place.split('/') as [string, Measure, string];
    return { cells: cellsOf(measure, day, facts), problems };
  };
  for await (const read of readFacts(store)) {
    const here = placeOf(read.entry.key);
    if (here !== place && place !== '') yield done();
    if (here !== place) [place, facts, problems] = [here, [], []];
    facts.push(...read.facts);
    problems.push(...read.problems);
  }
  if (place !== '') yield done();
}
