import { problem, Refused } from '../../shared/officers/answer.ts';

/** How long a last page, its answer and the way back may take. */
const TO_FINISH_MS = 3_000;

const AT_ONCE = 25;

/**
 * Everything of a paged read, item by item.
 * @throws Refused (503) when the time runs out first: half a sum must not look like a whole one.
 */
export async function* everything<T>(
  read: (after?: string) => Promise<{ items: T[]; next: string | null }>,
  remainingMs: () => number,
): AsyncGenerator<T> {
  let after: string | undefined;
  do {
    if (remainingMs() < TO_FINISH_MS) throw new Refused(tooMuch());
    const { items, next } = await read(after);
    yield* items;
    after = next ?? undefined;
  } while (after !== undefined);
}

const tooMuch = () =>
  problem(503, 'too-much', 'There is too much to count in one answer. Ask for one run, or for figures of fewer runs.');

/** Maps with a bounded number under way, in order. */
export async function mapInGroups<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const out: R[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    out.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(map))));
  }
  return out;
}
