import { problem, Refused } from '../../shared/http/answer.ts';

/** How long a last page, its answer and the way back may take. */
const TO_FINISH_MS = 3_000;

const AT_ONCE = 25;

/** After so long it shows whether the rest can be read in time. */
const TO_JUDGE_MS = 3_000;

/**
 * Everything of a paged read, item by item.
 * @param known about how many there are, where a count says
 * @throws Refused (503) when the time runs out first, or as soon as it shows that it will: half a sum must not look like a
 *   whole one.
 */
export async function* everything<T>(
  read: (after?: string) => Promise<{ items: T[]; next: string | null }>,
  remainingMs: () => number,
  known = 0,
): AsyncGenerator<T> {
  const begun = remainingMs();
  let after: string | undefined;
  let seen = 0;
  do {
    const left = remainingMs() - TO_FINISH_MS;
    const took = begun - remainingMs();
    if (left < 0 || (took > TO_JUDGE_MS && (took * (known - seen)) / seen > left)) throw new Refused(tooMuch());
    const { items, next } = await read(after);
    seen += items.length;
    yield* items;
    after = next ?? undefined;
  } while (after !== undefined);
}

const tooMuch = () =>
  problem(
    503,
    'too-much',
    'There is too much to count in one answer. Ask for one run, for figures of fewer runs, or have the ledger counted.',
  );

/** Maps with a bounded number under way, in order. */
export async function mapInGroups<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const out: R[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    out.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(map))));
  }
  return out;
}
