import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, keyed } from '../forms.ts';
import { heldReferences, holdSubject } from './hold.ts';

const data = z.lazy(() =>
  z.object({
    ...holdSubject(),
    /** Keyed hash that names the hold. */
    hold: keyed(),
    ended_at: instant(),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.hold-overruled.v1',
  what: 'An officer ended a hold that another system had told.',
  data,
  classification: 'special',
  emitters: ['explain-notices'],
  consumers: ['plan-notices'],
  owner: 'revenues',
  references: heldReferences,
  unreadable: ['hold'],
} satisfies Contract;
