import { classOf, isCode } from '../../../contracts/codes.ts';
import { REASON_CLASSES, type Reason, type ReasonClass } from '../../../contracts/reasons.ts';

type Stopped = { codes?: readonly string[] | undefined; reason?: Reason | undefined };

/** The class of a notice that was stopped by these codes, or else for this reason; `other` where none is known, as an archive of later facts may have. */
export const reasonClassOf = ({ codes = [], reason }: Stopped): ReasonClass =>
  classOf(codes.filter(isCode)) ?? (reason === undefined ? undefined : REASON_CLASSES[reason]) ?? 'other';
