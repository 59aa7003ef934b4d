import * as z from 'zod';
import type { Contract } from '../../envelope.ts';
import { balance, billYear, day, instant, keyed, reference, runName } from '../forms.ts';

/** What holds or hastens a debt, without contact data, flags or names: those are in the register. */
const row = z.lazy(() =>
  z.object({
    person_ref: keyed(),
    liability_seq: z.int().min(1),
    stage_code: z.enum(['NONE', 'REM1', 'REM2', 'FINAL', 'SUMMONS', 'LO', 'AGENT']),
    stage_date: day().nullable(),
    balance_pence: balance(),
    overdue_pence: balance(),
    missed_instalment_date: day().nullable(),
    pay_by: day().nullable(),
  }),
);

const data = z.lazy(() =>
  z.object({
    account_ref: reference(),
    bill_year: billYear(),
    /** Keyed hash of account and bill year, under which the register has it. */
    debt: keyed(),
    run: runName(),
    extracted_at: instant(),
    /** Empty if every row of this debt was refused. */
    rows: z.array(row).max(100),
  }),
);

export type Data = z.infer<typeof data>;

export const contract = {
  type: 'council.recovery.account-snapshotted.v1',
  what: 'A nightly extract told how one account stands for one bill year, with all of its liable persons.',
  data,
  classification: 'personal',
  emitters: ['import-file'],
  consumers: ['plan-notices'],
  owner: 'revenues',
  references: { account_ref: 'account' },
  unreadable: ['debt'],
} satisfies Contract;
