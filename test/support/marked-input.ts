import { randomUUID } from 'node:crypto';
import type { Marked } from './marks.ts';
import { nightlyFile } from './nightly-file.ts';

/** An extract with residents' addresses and notes in columns that Crier does not read. */
export function extract(id: string, rows: (Marked & Record<string, string>)[], trailer?: string): string {
  const [header, ...lines] = nightlyFile(
    id,
    rows.map(({ note, address_line_1, ...row }) => row),
  )
    .trimEnd()
    .split('\n') as [string, ...string[]];
  const more = rows.map(({ address_line_1, note }) => `,${address_line_1},"${note.replaceAll('"', '""')}"`);
  const body = lines.map((line, i) => line + (more[i] ?? ''));
  if (trailer) body[body.length - 1] = trailer;
  return `${[`${header},address_line_1,notes`, ...body].join('\n')}\n`;
}

export const event = (type: string, data: object, more: object = {}) => ({
  ...{ specversion: '1.0', id: randomUUID(), source: 'revenues-benefits', type, time: '2026-09-29T08:55:00Z', data },
  ...more,
});
export const payment = { account_ref: '801', bill_year: '2026-27', amount_pence: 100, paid_at: '2026-09-29' };

/** Events of sources that say more than they are asked, and wrong ones with residents' data where it does not belong. */
export const eventsAbout = (dora: Marked, emil: Marked) => [
  event('council.payments.payment-received.v1', {
    ...payment,
    payer: dora.first_name,
    phone: dora.mobile,
    note: dora.note,
  }),
  event('council.residents.opt-out-recorded.v1', {
    person_ref: 'P2',
    channel: 'sms',
    recorded_at: '2026-09-29T08:00:00Z',
    ...dora,
  }),
  event(
    'council.payments.payment-received.v1',
    { ...payment, account_ref: '802' },
    { id: `payment of ${emil.last_name}` },
  ),
  event('council.payments.payment-received.v1', { ...payment, amount_pence: emil.mobile }),
  event('council.payments.payment-received.v1', { ...payment, bill_year: dora.last_name, paid_at: emil.email }),
  event('council.recovery.hold-applied.v1', {
    scope: 'person',
    person_ref: 'P1',
    code: emil.first_name,
    from: emil.note,
  }),
  event(`council.payments.${dora.last_name}.v1`, payment),
  event('council.payments.payment-received.v1', payment, {
    time: emil.email,
    subject: emil.email,
    source: emil.first_name,
  }),
];
