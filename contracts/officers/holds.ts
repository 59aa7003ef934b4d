import * as z from 'zod';
import type { Code } from '../codes.ts';

/** A code that holds a notice back, who says so, and for how long. Dates are London days; `to` null: until further notice. */
export type HeldBy = { code: Code; words: string; source: string; from: string | null; to: string | null };

/** `GET /officers/holds`, page by page */
export type HeldView = {
  notice_id: string;
  account_ref: string | null;
  person_ref: string | null;
  bill_year: string | null;
  notice_type: string;
  title: string;
  run: string;
  since: string;
  by: HeldBy[];
};

/** A hold that another system told. */
export type HoldView = {
  code: Code;
  words: string;
  /** Only this bill year, or all of them where null. */
  bill_year: string | null;
  from: string;
  to: string | null;
  review_on: string | null;
  ended_at: string | null;
  /** The officer who ended it although its source has not. */
  ended_by: { officer: string; reason: string; at: string } | null;
  source: string;
};

/** `POST /officers/holds/release`: which hold to end, and why. */
export const holdNamed = z.object({
  account_ref: z.string().trim().min(1).max(200),
  reason: z.string().trim().min(1).max(300),
  code: z.string().max(10),
  /** Which one, where several have this code. */
  source: z.string().max(200).optional(),
  from: z.string().max(10).optional(),
  bill_year: z.string().max(10).optional(),
  person_ref: z.string().trim().min(1).max(200).optional(),
});
export type HoldNamed = z.infer<typeof holdNamed>;

export type ReleasedView = { account_ref: string; hold: HoldView };
