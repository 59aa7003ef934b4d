import { busEvent } from '../../../../../contracts/bus-event.ts';
import type { CloudEvent } from '../../../../../contracts/envelope.ts';
import { contract } from '../../../../../contracts/events/recovery/account-snapshotted.v1.ts';
import type { Debt } from '../../../../register/debt.ts';
import type { MakeKey } from '../../../../shared/ids.ts';

/** One debt as it goes on the bus: no contact data, no flags. Its id is derived from extract and debt. */
export function snapshotOf(debt: Debt, { key, council }: { key: MakeKey; council: string }): CloudEvent {
  return busEvent(contract, {
    id: key('event', 'account-snapshotted', debt.run, debt.debt),
    capability: 'intake',
    council,
    time: debt.extracted_at,
    subject: debt.debt,
    sequence: String(debt.extracted_at),
    data: {
      account_ref: debt.account,
      bill_year: debt.bill_year,
      debt: debt.debt,
      run: debt.run,
      extracted_at: new Date(debt.extracted_at).toISOString(),
      rows: debt.rows.map((row) => ({
        person_ref: row.person,
        liability_seq: row.liability_seq,
        stage_code: row.stage_code,
        stage_date: row.stage_date,
        balance_pence: row.balance_pence,
        overdue_pence: row.overdue_pence,
        missed_instalment_date: row.missed_instalment_date,
        pay_by: row.pay_by,
      })),
    },
  });
}
