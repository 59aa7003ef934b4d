/** A row of a dataset as it is published: column name to value; null is an empty cell. */
export type Row = Record<string, string | number | null>;

/** `protect` of a dataset.json: which count is protected, and how its rows add up. */
export type Protection = {
  /** The column with the count, e.g. `contacts`: whole numbers. */
  count: string;
  /** The column that says why a count is not there, e.g. `contacts_marker`; `c` is written to it. */
  marker: string;
  /** Counts from 1 to one below this are hidden. */
  threshold: number;
  /** The columns by which rows are told apart, and the value that stands for the sum over the others. */
  dimensions: { column: string; total: string }[];
  /** Columns computed from the count or its parts: published only where the count and the totals above it are. */
  derived?: Derived[];
};

/**
 * A derived column, by name, or with the dimensions whose totals it is computed from: percent as a share over
 * channels is `{ column: 'percent', over: ['channel'] }`. By name alone means all dimensions.
 */
export type Derived = string | { column: string; over: string[] };

/**
 * What must be remembered from one release to the next. It holds true counts: keep it beside the facts, never on the
 * site. Plain data, so that it can be kept as JSON.
 */
export type Memory = {
  /**
   * Every cell that was ever hidden: since which release (yyyymmdd), since which release it has its present count, that
   * count, and the smallest it had since it was hidden.
   */
  hidden: Record<string, { since: number; changed: number; count: number; least: number }>;
  /** Every period (area, period, start) whose finer periods were all published: since which release (yyyymmdd). */
  summed: Record<string, number>;
};

export type Protected = {
  rows: Row[];
  memory: Memory;
  /**
   * Keys of hidden counts that nobody can work out from what is published, but somebody may who also knows which other
   * hidden counts were corrected, and which were not.
   */
  exposed: string[];
};

/** The marker of a hidden count: `c` for confidential, as in the list that StatsWales and others use. */
export const HIDDEN_MARKER = 'c';
