import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day, documentName, reference, scheme } from '../forms.ts';
import { claim, claimReference } from './claim.ts';

const data = z.lazy(() =>
  z.object({
    claim_ref: reference(),
    scheme: scheme(),
    person_ref: reference(),
    decision_ref: reference(),
    decision: z.enum(['awarded', 'changed', 'refused', 'ended']),
    decided_on: day(),
    /** Whether the document has all that Schedule 9 of the Housing Benefit Regulations asks for. */
    schedule9_complete: z.boolean(),
    document: documentName(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.benefits.decision-made.v1',
  what: 'A claim was decided, or its award changed.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'benefits',
  references: { ...claimReference, person_ref: 'person', decision_ref: 'decision' },
  matter: { ...claim, people: 'person_ref', occasion: ['decision_ref', 'scheme', 'decision', 'person_ref'] },
  documents: ['document'],
  door: true,
  past: ['decided_on'],
} satisfies Contract;
