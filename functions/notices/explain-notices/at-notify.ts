import { iso } from '../../shared/http/answer.ts';
import { type CountRecord, differences, type NotifyCount, noSums, type Sums } from '../ledger/notify-count.ts';

/** What GOV.UK Notify says it has, against what the notices say it took: the other side of the ledger. */
export type AtNotify = Sums & {
  /** When Notify was asked; attempts posted between `from` and then are counted. */
  counted_at: string;
  from: string;
  /** Every attempt has its one message at Notify, and Notify has none besides. */
  agrees: boolean;
  /** The first differences, if any. A message that no notice tells of is of no run. */
  found: NotifyCount['found'];
};

/** The newest count, of everything or of one run. Null while Notify has not been asked yet. */
export function atNotify({ last }: CountRecord, run: string | null): AtNotify | null {
  if (last === null) return null;
  const sums = run === null ? last.total : (last.runs[run] ?? noSums());
  const agrees = differences(sums) === 0;
  const found = run === null ? last.found : [];
  return { ...sums, counted_at: iso(last.started_at), from: iso(last.from), agrees, found };
}
