import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { billYear, day, documentName, personRefs, reference } from '../forms.ts';
import { debt } from './debt.ts';

/** Without it nobody could check that the law's time is kept. */
const NEEDED: Readonly<Record<string, 'pay_by' | 'hearing_on'>> = {
  'reminder-1': 'pay_by',
  'reminder-2': 'pay_by',
  'final-notice': 'pay_by',
  summons: 'hearing_on',
};

const data = z.lazy(() =>
  z
    .object({
      account_ref: reference(),
      bill_year: billYear(),
      kind: z.enum(['bill', 'reminder-1', 'reminder-2', 'final-notice', 'summons']),
      issue_date: day(),
      /** Required for reminders and final notices. */
      pay_by: day().optional(),
      /** Required for a summons. */
      hearing_on: day().optional(),
      person_refs: personRefs(),
      document: documentName(),
    })
    .superRefine((issued, context) => {
      const needed = NEEDED[issued.kind];
      if (needed && issued[needed] === undefined)
        context.addIssue({ code: 'custom', path: [needed], message: `is required when kind is "${issued.kind}"` });
    }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.document-issued.v1',
  what: 'A bill, a reminder, a final notice or a summons was issued, as a document that its people are to have.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'revenues',
  references: { account_ref: 'account', person_refs: 'person' },
  matter: {
    ...debt,
    people: 'person_refs',
    occasion: ['kind', 'issue_date', 'person_refs'],
    open_until: ['pay_by', 'hearing_on'],
  },
  documents: ['document'],
  door: true,
  past: ['issue_date'],
} satisfies Contract;
