import type { DebtRow, DebtView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { NoticeType } from '../notice/notice.ts';
import type { Candidate } from '../rules/decide-debt.ts';

/** What plan-notices decides for one liable person of a debt. */
export type RowRequest = {
  view: DebtView;
  row: DebtRow;
  /** Null if the row asks for no notice. */
  candidate: Candidate | null;
  run: string;
  /** The instant of the planning. */
  now: number;
  /** The types of which somebody on the same debt who is asked first has a notice (HOUSEHOLD). */
  ahead: readonly NoticeType[];
  /** Notices that may be there already, where the caller has looked; others are taken for new. */
  known?: ReadonlySet<Key>;
  receiveCount: number;
};
export type Asked = RowRequest & { candidate: Candidate };
