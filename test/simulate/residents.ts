// Whom the schedules of events are about, and what back offices tell of them: debts by documents, claims, requests, bookings.

import { pdfThatSays, sumOf } from '../support/documents.ts';
import { testDebt, testKey } from '../support/register.ts';
import type { Random } from './random.ts';
import { servicesOf } from './services.ts';
import type { Resident, Stop, Telling, Town } from './town.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

const BENEFITS = [
  'claim-received',
  'claim-received',
  'evidence-requested',
  'decision-made',
  'payment-suspended',
  'overpayment-decided',
];
const DEBTS = ['document-issued', 'document-issued', 'arrangement-agreed', 'arrangement-missed', 'enforcement-planned'];
const DAY = '2026-09-29';
const NEXT_DAY = Date.parse('2026-09-30T00:00:00+01:00');

/** A few residents and what becomes of them, all from one seed. */
export function townFrom(random: Random, start: number): Town {
  const town: Town = { residents: [], tellings: [], answers: [], documents: [], matters: [], words: [] };
  const soon = (most = 5 * MINUTE_MS) => random.int(0, most);
  const instant = (after: number) => new Date(start + after).toISOString();
  const shared = random.chance(0.3) ? '07700 900880' : null;

  const tell = (telling: Telling) => town.tellings.push(telling);
  const portal = (after: number, type: string, data: object, more: Partial<Telling> = {}) =>
    tell({ after, source: 'residents-portal', type: `council.residents.${type}.v1`, data, ...more });

  function settle(n: number): Resident {
    const ref = `PERS-Qz${n}`;
    const of = {
      ref,
      person: testKey('person', ref),
      mobile: shared && random.chance(0.5) ? shared : `07700 9008${10 + n}`,
      email: `qzaria${n}@example.org`,
      lines: [`Qzaria Qzelt${n}`, `${n} Qzuiver Street`, 'Stockton'],
    };
    const told = { person_ref: ref, status: 'verified', changed_at: instant(-n * MINUTE_MS) };
    if (random.chance(0.8))
      portal(-n, 'contact-changed', { ...told, channel: 'sms', to: of.mobile, first_name: 'Qzaria' });
    if (random.chance(0.8)) portal(-n, 'contact-changed', { ...told, channel: 'email', to: of.email });
    if (random.chance(0.8))
      portal(-n, 'contact-changed', { ...told, channel: 'post', to: { lines: of.lines, postcode: 'TS18 9QZ' } });
    const agreed_at = instant(-MINUTE_MS);
    for (const purpose of ['ct-statutory', 'hb', 'cts'].filter(() => random.chance(0.5)))
      portal(-n, 'e-service-agreed', { person_ref: ref, purpose, email: of.email, agreed_at, wording_version: 'w1' });
    town.words.push(ref, of.mobile.replace(/^0|\s/g, ''), of.email, ...of.lines.slice(0, 2), 'Qzaria', 'TS18 9QZ');
    return of;
  }

  function document(): { key: string; sha256: string } {
    const n = town.documents.length + 1;
    const bytes = pdfThatSays(`Qzecret words of document ${n}`);
    const key = `Qzdoc/${n}.pdf`;
    town.documents.push({ key, bytes, late: random.chance(0.15), changes: random.chance(0.15) });
    town.words.push('Qzecret', '%PDF', 'Qzdoc');
    return { key, sha256: sumOf(bytes) };
  }

  function debt(n: number): void {
    const ref = `ACC-Qz${n}`;
    const id = testDebt(ref, '2026-27');
    const people = [random.pick(town.residents), ...(random.chance(0.4) ? [random.pick(town.residents)] : [])];
    const person_refs = [...new Set(people.map((each) => each.ref))];
    town.matters.push({ kind: 'debt', id });
    town.words.push(ref);
    const of = { account_ref: ref, bill_year: '2026-27' };
    for (let i = random.int(1, 2); i > 0; i -= 1) {
      const what = random.pick(DEBTS);
      const after = soon();
      const kind = random.pick(['bill', 'reminder-1', 'final-notice', 'summons']);
      const issued = { pay_by: '2026-10-19', hearing_on: '2026-11-20' };
      const data = {
        'document-issued': () => ({ ...of, kind, issue_date: DAY, ...issued, person_refs, document: document() }),
        'arrangement-agreed': () => ({
          ...of,
          ...{ person_ref: person_refs[0], arrangement_ref: `ARR-Qz${n}`, first_due: '2026-10-15' },
          asked_by_resident: random.chance(0.5),
        }),
        'arrangement-missed': () => ({
          ...of,
          ...{ person_ref: person_refs[0], arrangement_ref: `ARR-Qz${n}`, missed_due: '2026-09-28' },
        }),
        'enforcement-planned': () => ({ ...of, person_refs, referral_on: '2026-10-12' }),
      }[what]!();
      tell({ after, source: 'revenues-benefits', type: `council.recovery.${what}.v1`, data });
    }
    if (random.chance(0.3)) held('account', { account_ref: ref }, { matter: id });
    if (random.chance(0.2))
      tell({
        ...{ after: soon(), source: 'revenues-benefits', type: 'council.payments.payment-received.v1' },
        data: { ...of, amount_pence: 5000, paid_at: DAY },
        stop: { code: 'S8', matter: id },
      });
  }

  function held(scope: 'account' | 'person' | 'claim', data: object, stop: Stop): void {
    const code = scope === 'claim' ? 'S11' : random.pick(['S11', 'S10']);
    const after = soon(4 * MINUTE_MS);
    const isReleased = random.chance(0.5);
    const endsByDate = !isReleased;
    const hold = { scope, ...data, code, from: '2026-09-01', ...(endsByDate && { to: DAY }) };
    const name = JSON.stringify(hold);
    const source = 'revenues-benefits';
    const over = endsByDate ? { over_at: NEXT_DAY } : {};
    tell({
      after,
      source,
      name,
      type: 'council.recovery.hold-applied.v1',
      data: hold,
      stop: { code, ...stop },
      ...over,
    });
    if (!isReleased) return;
    const ended = after + random.int(SECOND_MS, 3 * MINUTE_MS);
    const gone = { ...hold, ended_at: instant(ended) };
    tell({ after: ended, source, type: 'council.recovery.hold-released.v1', data: gone, ends: name });
  }

  function claim(n: number): void {
    const { ref: person_ref } = random.chance(0.6) ? town.residents[0]! : random.pick(town.residents);
    const claim_ref = `CLAIM-Qz${n}`;
    const id = testKey('matter', 'claim', claim_ref);
    town.matters.push({ kind: 'claim', id });
    town.words.push(claim_ref);
    const of = { claim_ref, person_ref };
    for (const what of new Set([random.pick(BENEFITS), random.pick(BENEFITS)])) {
      const after = soon(8 * MINUTE_MS);
      const data = {
        'claim-received': () => ({ ...of, scheme: 'hb', received_on: DAY, answer_by: '2026-10-27' }),
        'evidence-requested': () => ({
          ...of,
          ...{ scheme: random.pick(['hb', 'cts']), request_ref: `EV-Qz${n}`, sent_on: DAY, due_by: '2026-11-13' },
          document: document(),
        }),
        'decision-made': () => ({
          ...of,
          ...{ scheme: random.pick(['hb', 'cts']), decision_ref: `DEC-Qz${n}`, decided_on: DAY },
          ...{ decision: random.pick(['awarded', 'changed', 'refused']), schedule9_complete: true },
          document: document(),
        }),
        'payment-suspended': () => ({
          ...of,
          ...{ suspension_ref: `SUS-Qz${n}`, suspended_on: DAY, reply_by: '2026-11-13', document: document() },
        }),
        'overpayment-decided': () => ({
          ...{ ...of, overpayment_ref: `OVER-Qz${n}`, decided_on: DAY, document: document() },
        }),
      }[what]!();
      tell({ after, source: 'revenues-benefits', type: `council.benefits.${what}.v1`, data });
      if (what !== 'evidence-requested' || !random.chance(0.5)) continue;
      tell({
        ...{ after: after + soon(4 * MINUTE_MS), source: 'revenues-benefits' },
        ...{ type: 'council.benefits.evidence-received.v1', stop: { matter: id, types: /^ben\.evidence/ } },
        data: { claim_ref, request_ref: `EV-Qz${n}`, complete: true },
      });
    }
    if (random.chance(0.3)) held('claim', { claim_ref }, { matter: id });
  }

  /** Two of one person, one of which may come when nobody is told any more before the next day: less than a day apart. */
  function twoClaims(n: number): void {
    const [{ ref: person_ref }] = town.residents as [Resident];
    for (const [i, after] of [soon(2 * MINUTE_MS), random.int(6 * MINUTE_MS, 9 * MINUTE_MS)].entries()) {
      const claim_ref = `CLAIM-Qz${n}.${i}`;
      town.matters.push({ kind: 'claim', id: testKey('matter', 'claim', claim_ref) });
      tell({
        ...{ after, source: 'revenues-benefits', type: 'council.benefits.claim-received.v1' },
        data: { claim_ref, person_ref, scheme: 'hb', received_on: DAY, answer_by: '2026-10-27' },
      });
    }
  }

  function happens({ ref, person, mobile }: Resident): void {
    const after = soon(6 * MINUTE_MS);
    const at = instant(after);
    const address = testKey('address', `+44${mobile.replace(/^0|\s/g, '')}`);
    random.pick<() => void>([
      () => held('person', { person_ref: ref }, { person }),
      () =>
        tell({
          ...{ after, source: 'revenues-benefits', type: 'council.residents.death-recorded.v1' },
          ...{ data: { person_ref: ref, recorded_at: at }, stop: { code: 'S2', person } },
        }),
      () =>
        portal(
          after,
          'opt-out-recorded',
          { person_ref: ref, channel: 'sms', recorded_at: at },
          {
            stop: { person, channel: 'sms' },
          },
        ),
      () => town.answers.push({ after, to: mobile, word: random.pick(['STOP', 'WRONG']) }),
      () =>
        portal(after, 'contact-changed', {
          ...{ person_ref: ref, channel: 'sms', to: '07700 900870', status: 'verified', changed_at: at },
        }),
      () =>
        portal(
          after,
          'contact-changed',
          { person_ref: ref, channel: 'sms', to: mobile, status: 'failed', changed_at: at },
          {
            stop: { person, channel: 'sms', address },
          },
        ),
      () => portal(after, 'e-service-withdrawn', { person_ref: ref, purpose: 'hb', received_at: at }),
      () => portal(after, 'format-chosen', { person_ref: ref, format: 'braille', language: 'en', chosen_at: at }),
    ])();
  }

  for (let n = 1; n <= random.int(2, 3); n += 1) town.residents.push(settle(n));
  const { request, booking } = servicesOf({ town, random, tell, soon, instant });
  const kinds = [debt, claim, twoClaims, request, booking];
  for (let n = 1, most = random.int(2, 5); n <= most; n += 1) random.pick(kinds)(n);
  for (const each of town.residents) if (random.chance(0.4)) happens(each);
  return town;
}
