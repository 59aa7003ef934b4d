import { randomUUID } from 'node:crypto';
import { pdfThatSays, sumOf } from './documents.ts';
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

/** What the documents bucket is given: its name and its words say whom it is for. */
export const documentFor = ({ first_name, last_name, note }: Marked) => {
  const bytes = pdfThatSays(`Dear ${first_name}, ${note}`);
  return { key: `hb/${last_name}.pdf`, bytes, sha256: sumOf(bytes) };
};

/** Events of every family by source: about somebody whom no file names, whose claim has a name for its reference, and a reporter. */
export function eventsOfFamilies(kate: Marked, reporter: Marked): Record<string, object[]> {
  const at = '2026-09-29T08:00:00Z';
  const { bytes: _, ...document } = documentFor(kate);
  const told = { person_ref: 'K1', status: 'verified', changed_at: at };
  const lines = [`${kate.first_name} ${kate.last_name}`, kate.address_line_1];
  const claim = { claim_ref: kate.last_name, person_ref: 'K1', scheme: 'hb' };
  const decided = {
    decision_ref: kate.last_name,
    decision: 'awarded',
    decided_on: '2026-09-29',
    schedule9_complete: true,
  };
  const request = { request_ref: reporter.last_name };
  const { first_name: name, mobile, email } = reporter;
  return {
    'residents-portal': [
      event('council.residents.contact-changed.v1', {
        ...told,
        channel: 'sms',
        to: kate.mobile,
        first_name: kate.first_name,
      }),
      event('council.residents.contact-changed.v1', { ...told, channel: 'email', to: kate.email }),
      event('council.residents.contact-changed.v1', { ...told, channel: 'post', to: { lines, postcode: 'TS18 1AA' } }),
      event('council.residents.contact-changed.v1', {
        ...told,
        channel: kate.mobile,
        to: kate.email,
        status: kate.note,
      }),
      event('council.residents.e-service-agreed.v1', {
        ...{ person_ref: 'K1', purpose: 'hb', email: kate.email, agreed_at: at, wording_version: kate.note },
      }),
      event('council.residents.letter-returned.v1', { reference: kate.address_line_1, returned_at: at }),
    ],
    'revenues-benefits': [
      event('council.benefits.claim-received.v1', { ...claim, received_on: '2026-09-29', answer_by: '2026-10-27' }),
      event('council.benefits.decision-made.v1', { ...claim, ...decided, document }),
      event('council.benefits.decision-made.v1', { ...claim, ...decided, document: { ...document, key: kate.email } }),
      event('council.recovery.hold-applied.v1', {
        scope: 'claim',
        ...claim,
        code: kate.first_name,
        from: '2026-09-01',
      }),
    ],
    'service-requests': [
      event('council.requests.request-received.v1', {
        ...{ ...request, service_code: 'fly-tipping', service_name: reporter.note, received_at: at },
        reporter: { name, mobile, email, address: reporter.address_line_1 },
      }),
      event('council.requests.request-closed.v1', {
        ...request,
        outcome: 'fixed',
        closed_at: at,
        words: reporter.note,
      }),
      event('council.requests.request-closed.v1', { ...request, outcome: reporter.note, closed_at: reporter.email }),
    ],
    'waste-bookings': [
      event('council.waste.collection-booked.v1', {
        ...{ booking_ref: kate.last_name, person_ref: 'K1', collect_on: '2026-10-08', booked_at: at, note: kate.note },
      }),
    ],
  };
}
