// What other back offices tell, day by day: claims, a summons, reports about streets, bookings.
import { daysBefore, TODAY, YEAR } from './day.ts';
import { type Document, evidenceAsked, housingBenefit, overpaid, summons, support } from './documents.ts';
import { at } from './facts.ts';
import { reporters, type Told, told } from './told-people.ts';

/** What a day has of it: events, and the documents that they name. */
export type ToldDay = { events: object[]; documents: Document[] };

let events = 0;
const event = (source: string, type: string, time: string, data: object) => ({
  ...{ specversion: '1.0', id: `told-${String((events += 1)).padStart(4, '0')}`, source, type: `council.${type}.v1` },
  ...{ time: at(time), datacontenttype: 'application/json', data },
});
const backOffice = (type: string, time: string, data: object) => event('revenues-benefits', type, time, data);
const portal = (type: string, time: string, data: object) => event('residents-portal', type, time, data);
const street = (type: string, time: string, data: object) => event('service-requests', `requests.${type}`, time, data);
const bookings = (type: string, time: string, data: object) => event('waste-bookings', `waste.${type}`, time, data);

/** Where people can be reached, as they said in the summer. The portal tells it whenever something of theirs goes on. */
function contactsOf(...people: Told[]): object[] {
  return people.flatMap(({ ref, first, mobile, lines, postcode }) => {
    const said = { person_ref: ref, first_name: first, status: 'verified', changed_at: '2026-08-20T18:30:00+01:00' };
    const contacts = [{ channel: 'sms', to: mobile }, ...(lines ? [{ channel: 'post', to: { lines, postcode } }] : [])];
    return contacts.map((each) => portal('residents.contact-changed', '07:00:00', { ...said, ...each }));
  });
}
const agreed = ({ ref, email }: Told) =>
  portal('residents.e-service-agreed', '07:05:00', { person_ref: ref, purpose: 'hb', email, agreed_at: '2026-08-20T18:35:00+01:00', wording_version: '2026-1' });

const HB = { nadia: 'HB-260117', kofi: 'HB-260121', greta: 'HB-240044' };
const SUPPORT = { claim_ref: 'CTS-260090', scheme: 'cts', person_ref: told.rhoda.ref };
const claimOf = (who: keyof typeof HB) => ({ claim_ref: HB[who], scheme: 'hb', person_ref: told[who].ref });
const RUBBISH = { service_code: 'fly-tipping', service_name: 'Fly-tipping' };
const received = (request_ref: string, time: string, more: object) =>
  street('request-received', time, { request_ref, received_at: at(time), ...more });
/** Whoever reported it hears by when it is meant to be gone. */
const BACK_LANE = 'FT-60911';
const CAR_PARK = 'FT-60914';
const BRIDGE = 'GR-60920';

const decided = (claim: object, { named }: Document, more: object) =>
  backOffice('benefits.decision-made', '08:30:00', { ...claim, decided_on: TODAY, schedule9_complete: true, document: named, ...more });

/** Two claims and two reports come in; one decision goes by post, one list of what is missing by email; a collection is booked. */
function monday(): ToldDay {
  const { nadia, kofi, greta, rhoda, ivo, petra } = told;
  const due_by = '2026-11-02';
  const points = ['your payslips of July, August and September', 'your new tenancy agreement, or your last rent statement'];
  const review = evidenceAsked('evidence-240044', greta, { claim: HB.greta, due_by, points });
  const decision = support('decision-260090', rhoda, { claim: SUPPORT.claim_ref, weekly: '£21.35', from: '2026-09-07' });
  const claim = (who: 'nadia' | 'kofi', time: string) =>
    backOffice('benefits.claim-received', time, { ...claimOf(who), received_on: daysBefore(3), answer_by: '2026-10-19' });
  return {
    documents: [review, decision],
    events: [
      ...contactsOf(nadia, kofi, greta, rhoda, ivo, petra),
      agreed(kofi),
      agreed(greta),
      claim('nadia', '08:20:00'),
      claim('kofi', '08:22:00'),
      backOffice('benefits.evidence-requested', '08:31:00', { ...claimOf('greta'), request_ref: 'ER-7701', sent_on: TODAY, due_by, document: review.named }),
      decided(SUPPORT, decision, { decision_ref: 'D-9101', decision: 'awarded' }),
      received(BACK_LANE, '08:40:00', { ...RUBBISH, reporter: reporters.wilf }),
      received(CAR_PARK, '08:52:00', { ...RUBBISH, target_at: at('17:00:00'), reporter: reporters.saoirse }),
      bookings('collection-booked', '09:02:00', { booking_ref: 'BW-50312', person_ref: ivo.ref, collect_on: daysBefore(-2), booked_at: at('09:02:00') }),
      bookings('collection-booked', '09:04:00', { booking_ref: 'BW-50318', person_ref: petra.ref, collect_on: daysBefore(-4), booked_at: at('09:04:00') }),
    ],
  };
}

/** A list of what is missing and a summons go by post; somebody withdraws her consent to email; one report is closed too early. */
function tuesday(): ToldDay {
  const { nadia, greta, tariq } = told;
  const due_by = '2026-11-02';
  const points = ['your bank statements of the last two months', 'proof of your rent: your tenancy agreement, or a letter of your landlord'];
  const missing = evidenceAsked('evidence-260117', nadia, { claim: HB.nadia, due_by, points });
  const [account, hearing_on] = ['802000131', '2026-10-28'];
  const court = summons('summons-802000131', tariq, { account, hearing_on, owed: '£1,204.00', costs: '£80.50', total: '£1,284.50' });
  return {
    documents: [missing, court],
    events: [
      ...contactsOf(nadia, greta, tariq),
      backOffice('benefits.evidence-requested', '08:30:00', { ...claimOf('nadia'), request_ref: 'ER-7702', sent_on: TODAY, due_by, document: missing.named }),
      backOffice('recovery.document-issued', '08:34:00', {
        ...{ account_ref: account, bill_year: YEAR, kind: 'summons', issue_date: TODAY, hearing_on },
        ...{ person_refs: [tariq.ref], document: court.named },
      }),
      portal('residents.e-service-withdrawn', '09:10:00', { person_ref: greta.ref, purpose: 'hb', received_at: at('09:10:00') }),
      backOffice('benefits.evidence-received', '09:20:00', { claim_ref: HB.greta, request_ref: 'ER-7701', complete: true }),
      street('stage-changed', '08:50:00', { request_ref: BACK_LANE, stage: 'booked', changed_at: at('08:50:00'), target_at: `${daysBefore(-1)}T17:00:00+01:00` }),
      street('request-closed', '09:30:00', { request_ref: CAR_PARK, outcome: 'fixed', closed_at: at('09:30:00') }),
      received(BRIDGE, '09:32:00', { service_code: 'graffiti', service_name: 'Graffiti', reporter: reporters.una }),
    ],
  };
}

/** A decision goes by email; what was missing has come; a bank did not pay; a van is late; a booking is given up. */
function wednesday(): ToldDay {
  const { kofi, hester, petra } = told;
  const decision = housingBenefit('decision-260121', kofi, { claim: HB.kofi, from: '2026-09-28', rent: 124_50, heating: 6_00, pay: 129_30 });
  return {
    documents: [decision],
    events: [
      ...contactsOf(kofi, hester, petra),
      agreed(kofi),
      decided(claimOf('kofi'), decision, { decision_ref: 'D-9104', decision: 'awarded' }),
      backOffice('benefits.evidence-received', '08:40:00', { claim_ref: HB.nadia, request_ref: 'ER-7702', complete: true }),
      backOffice('payments.direct-debit-failed', '08:45:00', { account_ref: '802000138', bill_year: YEAR, person_ref: hester.ref, due_date: daysBefore(2) }),
      street('target-moved', '08:55:00', { request_ref: BACK_LANE, new_target_at: `${daysBefore(-2)}T17:00:00+01:00`, moved_at: at('08:55:00') }),
      street('stage-changed', '09:05:00', { request_ref: CAR_PARK, stage: 'in-progress', changed_at: at('09:05:00') }),
      street('request-closed', '09:15:00', { request_ref: BRIDGE, outcome: 'not-councils-responsibility', responsible: 'network-rail', closed_at: at('09:15:00') }),
      bookings('booking-cancelled', '09:25:00', { booking_ref: 'BW-50318', cancelled_at: at('09:25:00') }),
    ],
  };
}

/** Decisions: one by post, one still by email, since a consent that was withdrawn on Tuesday is in force until tonight. */
function thursday(): ToldDay {
  const { nadia, greta } = told;
  const awarded = housingBenefit('decision-260117', nadia, { claim: HB.nadia, from: '2026-09-28', rent: 115_00, heating: 6_00, pay: 132_30 });
  const changed = housingBenefit('decision-240044', greta, { claim: HB.greta, from: '2026-10-05', rent: 118_00, heating: 6_00, pay: 161_30, changed: true });
  return {
    documents: [awarded, changed],
    events: [
      ...contactsOf(nadia, greta),
      decided(claimOf('nadia'), awarded, { decision_ref: 'D-9107', decision: 'awarded' }),
      decided(claimOf('greta'), changed, { decision_ref: 'D-9108', decision: 'changed' }),
      street('stage-changed', '08:58:00', { request_ref: BACK_LANE, stage: 'in-progress', changed_at: at('08:58:00') }),
      street('request-closed', '09:36:00', { request_ref: CAR_PARK, outcome: 'fixed', closed_at: at('09:36:00') }),
    ],
  };
}

/** Greta's comes by post again. Rhoda's last letter came back, so that an officer has to find her first. */
function friday(): ToldDay {
  const { greta, rhoda } = told;
  const toPayBack = overpaid('overpayment-240044', greta, { claim: HB.greta, amount: '£192.40', from: '2026-08-03', until: '2026-09-27' });
  const again = support('decision-260090-2', rhoda, { claim: SUPPORT.claim_ref, weekly: '£18.90', from: '2026-10-05' });
  return {
    documents: [toPayBack, again],
    events: [
      ...contactsOf(greta, rhoda),
      backOffice('benefits.overpayment-decided', '08:32:00', { claim_ref: HB.greta, person_ref: greta.ref, overpayment_ref: 'OP-3301', decided_on: TODAY, document: toPayBack.named }),
      decided(SUPPORT, again, { decision_ref: 'D-9112', decision: 'changed' }),
      street('request-closed', '09:12:00', { request_ref: BACK_LANE, outcome: 'fixed', closed_at: at('09:12:00') }),
    ],
  };
}

/** In the order of the week: each day is made up once. */
export const toldDays = { monday, tuesday, wednesday, thursday, friday };

/** What the post brings back: a letter that nobody at its address would take. */
export const BROUGHT_BACK = [{ document: '../1-monday/documents/2026/09/decision-260090.pdf' }];
