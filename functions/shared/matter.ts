import type { Key } from './ids.ts';

/**
 * What a notice is about, as a source tells of it: a debt, a claim, a service request, a booking. The kind is open: a family
 * brings its own.
 */
export type About = {
  kind: string;
  /** Keyed hash of its source's own reference. */
  id: Key;
  /** Only of a debt: whose account, and for which year. */
  account?: Key;
  bill_year?: string;
};
