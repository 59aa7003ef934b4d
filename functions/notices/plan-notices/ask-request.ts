import type { MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { Asked } from '../families/family.ts';
import type { NoticeType } from '../notice/notice.ts';
import type { Candidate } from '../rules/decide-matter.ts';

/** One person to decide for, and what is known by then. */
export type AskRequest = {
  view: MatterView;
  asked: Asked;
  /** Null if nothing is asked for. */
  candidate: Candidate | null;
  run: string;
  /** The instant of the planning. */
  now: number;
  /** The types of which somebody of the same matter who is asked first has a notice (HOUSEHOLD). */
  ahead: readonly NoticeType[];
  /** Notices that may be there already, where the caller has looked; others are taken for new. */
  known?: ReadonlySet<Key>;
  receiveCount: number;
};
export type WithCandidate = AskRequest & { candidate: Candidate };
