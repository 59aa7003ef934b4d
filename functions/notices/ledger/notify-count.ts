import type { Difference, DifferenceFound, Fault } from '../../../contracts/officers/ledger.ts';
import type { Channel, Notice } from '../notice/notice.ts';
import type { Tally } from './tally.ts';

/** Attempts that Notify took, and messages that it has for them. */
export type Sums = { attempts: number; stored: number } & Record<Difference, number>;

/** The notices themselves. None is ever deleted, so there are never fewer than there once were. */
export type BooksCounted = {
  /** How many are there. */
  notices: number;
  /** As many as the count before knew of, or more: those that are there, and those that decisions of new runs name. */
  planned: number;
  total: Tally;
  /** By the extract that planned the notice last: of the newest runs alone, since all must find room in one item. */
  runs: Record<string, Tally>;
  /** The first that are named and not there, or have a fault. */
  found: Fault[];
};

/** One finished count. */
export type NotifyCount = {
  /** Instants in milliseconds since 1970. */
  started_at: number;
  finished_at: number;
  /** Attempts posted between these are counted: Notify deletes what is older. */
  from: number;
  until: number;
  total: Sums;
  /** By the extract that planned the notice last. A message that no notice tells of is of no run. */
  runs: Record<string, Sums>;
  /** Messages on the same service that are not Crier's. */
  others: number;
  /** The first differences. */
  found: DifferenceFound[];
  /** None on a count that an earlier version of Crier made, or what that knew of them. */
  books?: BooksCounted | { planned: number };
};

/**
 * All messages, notices, and decisions of new runs; where they differ each again, closer; what is still missing, asked
 * for one by one.
 */
export type CountPhase =
  | 'messages'
  | 'notices'
  | 'decisions'
  | 'decisions-again'
  | 'messages-again'
  | 'notices-again'
  | 'ask';

/** A count under way, so that the next worker goes on where this one ended. */
export type Counting = Omit<NotifyCount, 'finished_at' | 'books'> & {
  books: BooksCounted;
  phase: CountPhase;
  /** The place in the list, or in the notices. */
  after: string | null;
  /** Sums of attempts' fingerprints less messages', by the beginning of the notice's id: 0 where each has the other. */
  fingerprints: number[];
  /** Attempts less messages, by the same, where fingerprints differ: tells where to look for what is missing. */
  unmatched: Record<number, number>;
  asked: number;
  /** Extracts imported since the count before, whose decisions are compared with their notices. */
  new_runs: string[];
  /**
   * Sums of their notices' fingerprints less those of the notices that their decisions name, by the first letter of the
   * id.
   */
  named: number[];
  /** Messages that no notice tells of, and that count only if an older message of ours follows. */
  held_back: { unknown: number; found: DifferenceFound[] };
  /** No other call of count-ledger goes on with it before. */
  lease_until: number;
};

export type CountRecord = {
  /** An officer wants a count that starts no earlier than this. */
  wanted_at: number | null;
  under_way: Counting | null;
  last: NotifyCount | null;
  version: number;
};

/** Where the count is kept. */
export type CountStore = {
  read(): Promise<CountRecord>;
  /** On condition that the stored version is `record.version - 1`; `false` if another count was first. */
  write(record: CountRecord): Promise<boolean>;
};

export const noCount: CountRecord = { wanted_at: null, under_way: null, last: null, version: 0 };
export const noSums = (): Sums => ({ attempts: 0, stored: 0, missing: 0, unknown: 0, twice: 0 });
export const differences = ({ missing, unknown, twice }: Sums): number => missing + unknown + twice;

/** When an attempt was posted; where only a receipt told of it, when it was claimed. */
export const postedAt = ({ attempts, claimed_at, planned_at }: Notice, channel: Channel): number =>
  attempts[channel]?.posted_at ?? claimed_at ?? planned_at;

/** Asks for a count that starts from now on. */
export async function askForCount(counts: CountStore, now: number): Promise<void> {
  for (;;) {
    const record = await counts.read();
    if (await counts.write({ ...record, wanted_at: now, version: record.version + 1 })) return;
  }
}
