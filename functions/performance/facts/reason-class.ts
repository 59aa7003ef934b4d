import { classOf, isCode } from '../../../contracts/codes.ts';
import type { ReasonClass } from './fact.ts';

/** The class of a notice that was stopped by these codes; `other` where none is known, as an archive of later facts may have. */
export const reasonClassOf = (codes: readonly string[]): ReasonClass => classOf(codes.filter(isCode)) ?? 'other';
