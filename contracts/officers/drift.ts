/** What of a resident a system's own copy can be compared by, beside the sequence. */
export const COMPARED = [
  'first_name',
  'mobile',
  'email',
  'address_line_1',
  'address_line_2',
  'address_line_3',
  'address_line_4',
  'address_line_5',
  'postcode',
] as const;
export type Compared = (typeof COMPARED)[number];

/** Whom a system was told of: what it was told they are called, and a key that stands for them. */
export type ToldOf = { ref: string; subject: string };

/** A page of them, and which columns this system may have. */
export type ToldPage = { items: ToldOf[]; next: string | null; may_have: Compared[] };

/** A row of a system's own copy. */
export type DriftRow = ToldOf & { sequence?: string | undefined; values: Partial<Record<Compared, string>> };

export type DriftAsked = { subscriber: string; rows: DriftRow[] };

export type RowState = 'agrees' | 'behind' | 'ahead' | 'differs';

/** How each stands, in the order in which they were asked; of one that differs, in which columns. */
export type DriftAnswer = { rows: { ref: string; state: RowState; columns: Compared[] }[] };

/** As many rows as are compared at once. */
export const MOST_ROWS = 200;

/** `missing`: told, and not in the file. `unknown`: in the file, and never told. */
export type DriftState = RowState | 'missing' | 'unknown';

export type Drift = {
  subscriber: string;
  counts: Record<DriftState, number>;
  /** Each that does not agree. */
  refs: { ref: string; state: DriftState; columns: Compared[] }[];
};
