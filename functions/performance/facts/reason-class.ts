import type { ReasonClass } from './fact.ts';

/**
 * The class of each reason for which a notice is not sent (format page, section 5). The order of the classes decides
 * where several reasons apply: the first class that has one.
 */
const CLASSES: readonly (readonly [ReasonClass, readonly string[]])[] = [
  // One class, so that nobody can read a death, an illness or a refuge out of a small number.
  ['welfare-or-legal', ['S1', 'S2', 'S3', 'S4', 'S6', 'S7', 'S9', 'S10', 'S11', 'S16', 'S21']],
  ['payment-or-balance', ['S5', 'S8', 'S17', 'S18', 'S20']],
  ['opted-out', ['S13']],
  ['no-contact-details', ['S12', 'S22']],
  ['window', ['S15', 'S19', 'HOUSEHOLD']], // told already, or somebody else of the household was
];

/** The class of a notice that was stopped by these codes; `other` where none is known. */
export const reasonClassOf = (codes: readonly string[]): ReasonClass =>
  CLASSES.find(([, members]) => members.some((code) => codes.includes(code)))?.[0] ?? 'other';
