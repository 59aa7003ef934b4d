import { matterOfDebt } from '../../../../register/debt.ts';
import { inFlight } from '../../../../shared/in-flight.ts';
import type { Deps } from '../../deps.ts';
import { chunksOf } from '../../reader/chunks.ts';
import type { Extract } from './read-extract.ts';
import { snapshotOf } from './snapshot.ts';

/** Debts between two checkpoints. */
const CHUNK = 500;
const WRITES_AT_ONCE = 25;
/** What a chunk, the reports and the last words of an import take at most. */
const RESERVE_MS = 60_000;

/**
 * Pass 2: hands each debt to the register and then on the bus, so that no notice is planned with an address that is not
 * there yet. Each chunk ends with a checkpoint. At least one chunk is done each time, or a short timeout would never end
 * it.
 * @returns `paused` when time ran low before the last debt.
 */
export async function handOverDebts(
  deps: Deps,
  extract: Extract & { extract_id: string },
  { debtsDone, remainingMs }: { debtsDone: number; remainingMs: () => number },
): Promise<'all' | 'paused'> {
  let done = debtsDone;
  for (const chunk of chunksOf(extract.debts(deps.key, done), { size: CHUNK })) {
    await inFlight(chunk, WRITES_AT_ONCE, (debt) => deps.register.keep(matterOfDebt(debt)));
    await deps.publish(chunk.map((debt) => snapshotOf(debt, deps)));
    done += chunk.length;
    await deps.table.importAt(extract.extract_id, done);
    if (remainingMs() < RESERVE_MS && done < extract.debts_count) return 'paused';
  }
  return 'all';
}
