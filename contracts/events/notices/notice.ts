import * as z from 'zod';
import { ALL_CODES } from '../../codes.ts';
import { ALL_REASONS } from '../../reasons.ts';
import { billYear, channel, day, instant, keyed, reference, runName } from '../forms.ts';

/** What every fact about a notice says. Which of the optional values it has depends on what became of the notice. */
const noticeFields = z.lazy(() =>
  z.object({
    /** The notice's id. */
    notice: keyed(),
    notice_type: z.string().regex(/^[a-z]+(\.[a-z_]+)+$/, 'must be like ct.reminder.first'),
    /** What it is about: a debt, claim, request or booking, and the keyed hash under which the register has it. */
    about: z.object({ kind: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'must be like debt'), matter: keyed() }),
    person_ref: reference(),
    /** Only of a debt: whose account, and for which year. */
    account_ref: reference().optional(),
    bill_year: billYear().optional(),
    /** The run that asked for it last, by its name. */
    run: runName(),
    channel: channel().optional(),
    variant: z.enum(['full', 'neutral']).optional(),
    /** All codes that stopped it. */
    codes: z.array(z.enum(ALL_CODES)).optional(),
    reason: z.enum(ALL_REASONS).optional(),
    /** What GOV.UK Notify called it: a status or the name of an error, never free text. */
    detail: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,80}$/, 'must be a word of GOV.UK Notify')
      .optional(),
    due_at: instant().optional(),
    /** Keyed hash of the address. */
    address: keyed().optional(),
    /** How many fragments a text is billed as; told when it is sent. */
    fragments: z.int().min(1).max(100).optional(),
    /** What Notify bills for a letter, without VAT; told when it has been printed and posted. */
    cost_pence: z.number().min(0).max(100_000).optional(),
    /** Whole seconds from the posting to the delivery. */
    seconds: z.int().min(0).optional(),
    /** True if another channel was tried before. */
    fallback: z.boolean().optional(),
    /** Of a statutory document, by the law: London days. */
    issued_on: day().optional(),
    deemed_served_on: day().optional(),
    /** The last day on which its reader is to pay or answer, or that of a hearing; left out where it names none. */
    act_by: day().optional(),
    at: instant(),
  }),
);

export type NoticeData = z.infer<typeof noticeFields>;

/** What the contracts of all notice facts have in common. */
export const noticeContract = {
  data: noticeFields,
  classification: 'personal',
  owner: 'notices',
  references: { account_ref: 'account', person_ref: 'person' },
  unreadable: ['address'],
} as const;
