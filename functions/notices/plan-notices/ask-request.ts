import type { MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { Asked } from '../families/family.ts';
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
  /** Whether somebody of the same matter who is asked first has the same notice, and one of them is enough (HOUSEHOLD). */
  behind: boolean;
  /** Notices that may be there already, where the caller has looked; others are taken for new. */
  known?: ReadonlySet<Key>;
  receiveCount: number;
};
export type WithCandidate = AskRequest & { candidate: Candidate };

/** Whether an event asks for it; else an extract does. */
export const isTold = ({ run }: Pick<Candidate, 'run'>): boolean => run !== undefined;

/**
 * Who of a matter has which notice, in the order in which its people are asked (HOUSEHOLD). Rows of an extract are behind a row
 * that has a notice of the same type, whatever its date; those whom an event names are behind others of the same occasion. A
 * notice for which both ask is behind none of its own.
 */
export function household() {
  const ahead = new Map<string, Key>();
  const put = (name: string, { id }: Candidate) => ahead.has(name) || ahead.set(name, id);
  const occasionOf = ({ type, occasion }: Candidate) => `${type} ${occasion}`;
  return {
    /** The person of this candidate has the notice. */
    has: (candidate: Candidate): void => {
      put(occasionOf(candidate), candidate);
      if (!isTold(candidate)) put(candidate.type, candidate);
    },
    isBehind: (candidate: Candidate | null): boolean => {
      if (candidate?.entry.household !== 'one') return false;
      const first = ahead.get(isTold(candidate) ? occasionOf(candidate) : candidate.type);
      return first !== undefined && first !== candidate.id;
    },
  };
}
