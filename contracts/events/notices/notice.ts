import * as z from 'zod';
import { billYear, channel, extractId, instant, keyed, reference } from '../forms.ts';

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
    /** What asked for it last: an extract, by its name. */
    run: extractId(),
    channel: channel().optional(),
    variant: z.enum(['full', 'neutral']).optional(),
    /** All codes that stopped it. */
    codes: z.array(z.string().regex(/^(S\d{1,2}|HOUSEHOLD)$/, 'must be a code such as S1, or HOUSEHOLD')).optional(),
    /** A reason word, never free text. */
    reason: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,80}$/, 'must be a reason word')
      .optional(),
    due_at: instant().optional(),
    /** Keyed hash of the address. */
    address: keyed().optional(),
    /** How many fragments a text is billed as; told when it is sent. */
    fragments: z.int().min(1).max(100).optional(),
    /** Whole seconds from the posting to the delivery. */
    seconds: z.int().min(0).optional(),
    /** True if another channel was tried before. */
    fallback: z.boolean().optional(),
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
} as const;
