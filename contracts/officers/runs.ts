import type { Channel } from '../channels.ts';
import type { Code } from '../codes.ts';
import type { Reason } from '../reasons.ts';
import type { BrakeView } from './brake.ts';
import type { Served } from './served.ts';
import type { RunSums, Status } from './sums.ts';
import type { State, Variant } from './words.ts';

/** What a run led to: its rows, the notices that they have and where those are now, and what holds those that are held. */
export type Figures = RunSums & {
  /** Both sums in words, the same wherever they are shown. */
  line: string;
  reconciles: boolean;
  /** How many of the held notices each code holds. */
  codes: Record<string, number>;
};

/** `GET /officers/runs/{name}`. Adding up reads every decision of a run: `figures` is null where that was not asked for. */
export type RunView = {
  name: string;
  file: string;
  imported_at: string;
  rows: number;
  rejected: number;
  figures: Figures | null;
  /** Null while it has not been weighed, or where that was not asked for. */
  brake: BrakeView | null;
};

/** `GET /officers/runs`, newest first */
export type RunsView = { runs: RunView[] };

/** `GET /officers/runs/{name}/decisions`, page by page: what was decided then, and where its notice is now. */
export type DecisionView = {
  run: string;
  /** Of the file; null where no file asked. */
  line: number | null;
  decided_at: string;
  account_ref: string;
  person_ref: string;
  bill_year: string | null;
  /** What it is about, as its source names that: of a debt, account and year. */
  about: { kind: string; ref: string };
  /** As its source writes it; null where a file asked. */
  occasion: string | null;
  notice_type: string | null;
  /** What the notice type is called: "First reminder". */
  title: string | null;
  outcome: Channel | 'none';
  variant: Variant | null;
  codes: Code[];
  reason: Reason | null;
  due_at: string | null;
  notice_id: string | null;
  state: State | null;
  /** Where the notice is now; null where the row has none. */
  now: NoticeNow | null;
  /** The same in words. */
  words: string;
  /** How it was decided then, whatever came of it since. */
  decided: string;
};

/** A notice as it stands: since when, by which channel, and why it is held, waits or failed. */
export type NoticeNow = {
  status: Status;
  since: string;
  channel: Channel;
  variant: Variant;
  due_at: string;
  served: Served | null;
  codes: Code[];
  reason: Reason | null;
  why: string;
};
