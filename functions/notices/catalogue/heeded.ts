import type { Code } from '../../../contracts/codes.ts';

// Groups of codes (format page of events, section 3).

/** Whatever a person is told by name. */
export const PERSONAL: readonly Code[] = ['S2', 'S10', 'S11', 'S22'];

/** A text that asks somebody to pay. */
export const RECOVERY: readonly Code[] = [
  ...(['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9'] as const),
  ...(['S10', 'S11', 'S16', 'S17', 'S18', 'S20', 'S21', 'S22'] as const),
];

/** A document that asks somebody to pay. */
export const DEMAND: readonly Code[] = [
  ...PERSONAL,
  ...(['FORMAT', 'S1', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S21'] as const),
];

export const but = (left: Code, codes: readonly Code[]): readonly Code[] => codes.filter((code) => code !== left);
