import type { Fact, Problem } from './fact.ts';
import { factsIn } from './objects.ts';
import type { FactObjectEntry, FactStore } from './store.ts';

const READ_AT_ONCE = 25;

/**
 * Facts object by object, in the order of their keys: by measure, then by day. Facts of two objects may be the same; who
 * reads them takes each id once.
 * @param wanted leaves objects out, such as those that were read before
 */
export async function* readFacts(
  store: FactStore,
  wanted: (entry: FactObjectEntry) => boolean = () => true,
): AsyncGenerator<{ entry: FactObjectEntry; facts: Fact[]; problems: Problem[] }> {
  const underWay: { entry: FactObjectEntry; read: ReturnType<FactStore['read']> }[] = [];
  const first = async () => {
    const { entry, read } = underWay.shift()!;
    const object = await read;
    return { entry, ...(object ? factsIn(object) : gone(entry)) };
  };
  for await (const entry of store.list()) {
    if (!wanted(entry)) continue;
    const read = store.read(entry.key);
    read.catch(() => {}); // it is awaited in its turn; until then it must not count as unhandled
    underWay.push({ entry, read });
    if (underWay.length === READ_AT_ONCE) yield await first();
  }
  while (underWay.length > 0) yield await first();
}

const gone = ({ key }: FactObjectEntry) => ({
  facts: [],
  problems: [{ source: key, event: '', code: 'fact-file', text: 'was there and is gone: put it back from a copy.' }],
});
