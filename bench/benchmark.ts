/** One line of the table. Ratios are of two things measured in the same run, so that the machine cancels out. */
export type Row = {
  what: string;
  value: number;
  unit: string;
  /** What it should be; a line without one is told for information. */
  target?: { at_least: number } | { at_most: number };
};

export type Benchmark = { name: string; about: string; run(): Promise<Row[]> };

/** Whether a line meets its target; null if it has none. */
export function meets({ value, target }: Row): boolean | null {
  if (!target) return null;
  return 'at_least' in target ? value >= target.at_least : value <= target.at_most;
}
