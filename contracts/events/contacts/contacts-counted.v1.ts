import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { day } from '../forms.ts';
import { contactChannel, service } from './contact.ts';

/** No council has a billion contacts. */
const MOST_CONTACTS = 1_000_000_000;

const data = z.lazy(() =>
  z
    .object({
      /** `all` is the council's own total. */
      service,
      channel: contactChannel,
      /** London days, both included. */
      from: day(),
      to: day(),
      contacts: z.int().min(0).max(MOST_CONTACTS),
      /** A higher one from the same source replaces a lower one. */
      revision: z.int().min(0),
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not lie before from' }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.contacts.contacts-counted.v1',
  what: 'So many contacts came by a channel in these days, as a source counted them.',
  data,
  classification: 'public',
  emitters: ['contact-centre', 'receive-events', 'import-file'],
  consumers: ['record-facts'],
  owner: 'customer services',
  door: true,
  past: ['from', 'to'],
} satisfies Contract;
