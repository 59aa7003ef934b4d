import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { instant, oneOfForms, postalAddress, reference, words } from '../forms.ts';

const data = z.lazy(() =>
  z.object({
    person_ref: reference(),
    channel: z.enum(['sms', 'email', 'post']),
    status: z.enum(['verified', 'unverified', 'failed', 'wrong-person']),
    changed_at: instant(),
  }),
);

export type Data = z.infer<typeof data>;

const post = z.lazy(postalAddress);
const text = z.lazy(() => words(320));

const written = z.lazy(() =>
  data
    .unwrap()
    .extend({
      first_name: words(100).optional(),
      /** By post its lines and the postcode, else the number or email. */
      to: oneOfForms(text, post),
    })
    .superRefine(({ channel, to }, context) => {
      const read = (channel === 'post' ? post : text).safeParse(to);
      for (const { path, message } of read.error?.issues ?? [])
        context.addIssue({ code: 'custom', path: ['to', ...path], message });
    }),
);

export type Written = z.infer<typeof written>;

export const contract = {
  type: 'council.residents.contact-changed.v1',
  what: 'A number, email or postal address of a person was told, or that one will not do.',
  data,
  written,
  classification: 'personal',
  emitters: ['residents-portal', 'revenues-benefits', 'receive-events'],
  consumers: ['plan-notices'],
  owner: 'customer services',
  order: 'newest',
  told_of: { by: 'channel' },
  references: { person_ref: 'person' },
  subject: 'person_ref',
  contact: ['first_name', 'to'],
  door: true,
  past: ['changed_at'],
} satisfies Contract;
