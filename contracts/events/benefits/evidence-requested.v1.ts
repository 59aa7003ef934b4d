import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day, documentName, reference, scheme } from '../forms.ts';
import { claim, claimReference } from './claim.ts';

const data = z.lazy(() =>
  z.object({
    claim_ref: reference(),
    scheme: scheme(),
    person_ref: reference(),
    request_ref: reference(),
    sent_on: day(),
    due_by: day(),
    document: documentName(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.benefits.evidence-requested.v1',
  what: 'Somebody was asked for evidence for their claim.',
  data,
  classification: 'personal',
  emitters: ['revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'benefits',
  references: { ...claimReference, person_ref: 'person', request_ref: 'evidence' },
  matter: { ...claim, people: 'person_ref', occasion: ['request_ref', 'scheme', 'person_ref'], open_until: ['due_by'] },
  documents: ['document'],
  door: true,
  past: ['sent_on'],
} satisfies Contract;
