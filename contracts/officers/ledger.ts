import type { Channel } from '../channels.ts';
import type { BookFault, State } from './words.ts';

/**
 * What became of every notice that was ever planned, which is every one that is there, and every one that a decision names:
 * planned = delivered + failed + blocked + expired + cancelled + open, and none is lost.
 */
export type Books = {
  planned: number;
  delivered: number;
  /** For good: no channel is left. */
  failed: number;
  blocked: number;
  expired: number;
  /** Withheld ones included. */
  cancelled: number;
  open: number;
  /** Planned, and there no more. */
  lost: number;
  open_by_state: Partial<Record<State, number>>;
  withheld: number;
  accepted_unasked: number;
  held: Record<string, number>;
  /** The sum is right, and each notice's history leads from its planning to the state it is in. */
  balanced: boolean;
  /** The first faults found, if any. */
  faults: Fault[];
};

export type Fault = { notice: string; fault: BookFault };

/**
 * `missing`: Notify has not what it took; `unknown`: it has a message of ours that no notice tells of; `twice`: it has another
 * message beside the one that the notice tells of.
 */
export type Difference = 'missing' | 'unknown' | 'twice';
export type DifferenceFound = { notice: string; channel: Channel; difference: Difference };

/** What GOV.UK Notify says it has, against what the notices say it took: the other side of the ledger. */
export type AtNotify = { attempts: number; stored: number } & Record<Difference, number> & {
    /** When Notify was asked; attempts posted between `from` and then are counted. */
    counted_at: string;
    from: string;
    /** Every attempt has its one message at Notify, and Notify has none besides. */
    agrees: boolean;
    /** The first differences, if any. A message that no notice tells of is of no run. */
    found: DifferenceFound[];
  };

/**
 * `GET /officers/ledger`: counted twice, from the notices, and from what GOV.UK Notify lists. It balances if both do, and agree.
 */
export type Ledger = Books & {
  /** When the notices were added up; null if it was for this answer. */
  as_of: string | null;
  /** What became of the notices, in the words of every page and report. */
  line: string;
  /** Null while Notify has not been asked. */
  notify: AtNotify | null;
};

/** `GET /officers/ledger?by=run`: of everything, and of each run by itself */
export type Ledgers = Ledger & { runs: Record<string, Ledger> };

/** `POST /officers/count`: the ledger has this count when `notify.counted_at` is no earlier. */
export type CountAskedView = { wanted_at: string };
