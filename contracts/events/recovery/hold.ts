import * as z from 'zod';
import { billYear, day, holdCode, keyed, reference } from '../forms.ts';

/** Whom or what a hold is on. */
export const holdSubject = () => ({
  scope: z.enum(['person', 'account', 'claim']),
  person_ref: reference().optional(),
  account_ref: reference().optional(),
  claim_ref: reference().optional(),
});

/** References of whom or what a hold is on. */
export const heldReferences = { account_ref: 'account', person_ref: 'person', claim_ref: { matter: 'claim' } } as const;

/**
 * A hold and its release have the same name: the system that told it, who or what is held, for which year, why and since
 * when.
 */
export const holdDoor = {
  references: heldReferences,
  subject: { by: 'scope', of: { person: 'person_ref', account: 'account_ref', claim: 'claim_ref' } },
  names: { field: 'hold', by: ['scope', 'subject', 'bill_year', 'code', 'from'] },
  door: true,
} as const;

/** What names a hold. A release carries the same values as the hold that it ends. */
export const holdFields = () =>
  z.object({
    ...holdSubject(),
    /** Only this bill year; without it, all of them. */
    bill_year: billYear().optional(),
    code: holdCode(),
    /** First day on which it holds. */
    from: day(),
    /** Last day on which it holds; without it, until it is released. */
    to: day().optional(),
    review_on: day().optional(),
    /** Keyed hash that names the hold. Crier's door sets it; what a source writes here is ignored. */
    hold: keyed().optional(),
  });

type HoldFields = z.infer<ReturnType<typeof holdFields>>;

/** A hold on a person needs person_ref, one on an account account_ref, one on a claim claim_ref; none ends before it begins. */
export function checkHold(hold: HoldFields, context: z.RefinementCtx): void {
  const needed = `${hold.scope}_ref` as const;
  if (hold[needed] === undefined) {
    context.addIssue({ code: 'custom', path: [needed], message: `is required when scope is "${hold.scope}"` });
  }
  if (hold.to !== undefined && hold.to < hold.from) {
    context.addIssue({ code: 'custom', path: ['to'], message: 'is before from' });
  }
}
