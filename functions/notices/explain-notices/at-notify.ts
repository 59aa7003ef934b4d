import type { AtNotify } from '../../../contracts/officers/ledger.ts';
import { iso } from '../../shared/http/answer.ts';
import { type CountRecord, differences, noSums } from '../ledger/notify-count.ts';

/** The newest count, of everything or of one run. Null while Notify has not been asked yet. */
export function atNotify({ last }: CountRecord, run: string | null): AtNotify | null {
  if (last === null) return null;
  const sums = run === null ? last.total : (last.runs[run] ?? noSums());
  const agrees = differences(sums) === 0;
  const found = run === null ? last.found : [];
  return { ...sums, counted_at: iso(last.started_at), from: iso(last.from), agrees, found };
}
