import { SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import type { Deps } from './deps.ts';

const DAY_MS = 24 * 3_600_000;

/** Says of which layout nothing was imported for so many days. What never came is not missed yet. */
export async function lookForSilence(
  { table, alarm, now, layouts }: Pick<Deps, 'table' | 'alarm' | 'now' | 'layouts'>,
  { after_days }: { after_days: number },
): Promise<Outcome> {
  const awaited = layouts.map(({ layout }) => layout).filter((each) => each !== SMOKE_TEST);
  for (const layout of ['recovery-extract', ...awaited]) {
    const last = await table.lastImport(layout);
    if (last === null || now() - last < after_days * DAY_MS) continue;
    const silent = { layout, days: Math.floor((now() - last) / DAY_MS) };
    if (layout === 'recovery-extract') alarm('silence-recovery-extract', silent);
    else alarm('silence-of-a-layout', silent);
  }
  return done;
}
