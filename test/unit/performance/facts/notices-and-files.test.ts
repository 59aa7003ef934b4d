import { describe, expect, test } from 'vitest';
import type { Reason } from '../../../../contracts/reasons.ts';
import { factsOf } from '../../../../functions/performance/facts/from-event.ts';
import { reasonClassOf } from '../../../../functions/performance/facts/reason-class.ts';
import { COUNCILS, event, factIn, notice, TODAY } from '../../../support/facts-of-events.ts';

describe('a notice', () => {
  test('that was sent costs its fragments by the list price, an email nothing', () => {
    expect(factIn(notice('sent', { channel: 'sms', fragments: 3 }))).toMatchObject({
      measure: 'notice',
      outcome: 'sent',
      cost_pence: 7.2,
      seconds: null,
      fallback: 0,
    });
    expect(factIn(notice('sent', { channel: 'email', fallback: true }))).toMatchObject({ cost_pence: 0, fallback: 1 });
    expect(factIn(notice('sent', { channel: 'sms' }))).toMatchObject({ cost_pence: null });
  });

  test('of a smoke test is left out, and so is its file', () => {
    expect(factsOf(notice('sent', { channel: 'sms', fragments: 1 }), TODAY, COUNCILS).facts).toHaveLength(1);
    const test = notice('sent', { channel: 'sms', fragments: 1, notice_type: 'crier.smoke_test' });
    expect(factsOf(test, TODAY, COUNCILS)).toEqual({ facts: [], problems: [] });
  });

  test('that went by post costs what Notify bills once it has printed it', () => {
    expect(factIn(notice('sent', { channel: 'letter' }))).toMatchObject({ channel: 'letter', cost_pence: null });
    const posted = factIn(notice('delivered', { channel: 'letter', cost_pence: 61.5 }));
    expect(posted).toMatchObject({ channel: 'letter', cost_pence: 61.5 });
  });

  test('has its stages joined by a hash that is nowhere on the bus', () => {
    const [sent, delivered] = ['sent', 'delivered'].map((what) =>
      factIn(notice(what, { channel: 'sms', seconds: 40 })),
    );
    expect(sent).toMatchObject({ outcome: 'sent', seconds: null });
    expect(delivered).toMatchObject({ outcome: 'delivered', seconds: 40, cost_pence: null });
    expect(delivered).toMatchObject({ notice: (sent as { notice: string }).notice });
    expect(JSON.stringify([sent, delivered])).not.toMatch(/N0tice|Pers0n|Acc0unt|CT-2026|DebtKey/);
  });

  test('that was not sent tells the class of the reason and no code', () => {
    const fact = factIn(notice('blocked', { codes: ['S2', 'S12'] }));
    expect(fact).toMatchObject({
      measure: 'notice',
      outcome: 'blocked',
      channel: null,
      reason_class: 'welfare-or-legal',
    });
    expect(JSON.stringify(fact)).not.toMatch(/S2|S12/);
    expect(factIn(notice('planned'))).toMatchObject({ outcome: 'planned', reason_class: null });
    expect(factIn(notice('expired'))).toMatchObject({ outcome: 'expired', reason_class: 'window' });
    expect(factIn(notice('cancelled'))).toMatchObject({ reason_class: 'payment-or-balance' });
    const report = {
      notice_type: 'sr.status.updated',
      about: { kind: 'request', matter: 'Cla1mKeyCla1mKeyCla1mK' },
    };
    expect(factIn(notice('cancelled', report))).toMatchObject({ reason_class: 'overtaken' });
  });

  test('that was not sent for a reason without a code tells its class', () => {
    const classOf = (what: string, reason: string, kind = 'claim') =>
      (
        factIn(notice(what, { reason, codes: [], about: { kind, matter: 'Cla1mKeyCla1mKeyCla1mK' } })) as {
          reason_class: string;
        }
      ).reason_class;
    expect(classOf('cancelled', 'trigger-ended')).toBe('overtaken');
    expect(classOf('cancelled', 'trigger-ended', 'debt')).toBe('payment-or-balance');
    expect(classOf('cancelled', 'moment-passed')).toBe('window');
    expect(classOf('blocked', 'no-reporter', 'request')).toBe('no-contact-details');
    expect(classOf('blocked', 'document-missing')).toBe('document');
    expect(classOf('blocked', 'too-late-in-law')).toBe('window');
    expect(classOf('cancelled', 'officer-ended', 'debt')).toBe('not-used');
  });

  test('has a class for every reason for which plan-notices or a look sends nothing', () => {
    const stops: Reason[] = ['expired', 'trigger-ended', 'moment-passed', 'no-reporter', 'document-not-sent'];
    const ofDocuments: Reason[] = [
      'schedule9-incomplete',
      'document-missing',
      'document-unreadable',
      'document-too-large',
    ];
    for (const reason of [...stops, ...ofDocuments, 'too-late-in-law', 'holidays-unknown', 'switched-off'] as Reason[])
      expect(reasonClassOf({ reason }), reason).not.toBe('other');
  });

  test('that the law wants on paper tells how long it takes to count as served', () => {
    const letter = { channel: 'letter', issued_on: '2026-09-30', deemed_served_on: '2026-10-06' };
    expect(factIn(notice('served', letter))).toMatchObject({
      outcome: 'served',
      channel: 'letter',
      days_to_service: 6,
    });
    expect(factIn(notice('sent', letter))).toMatchObject({ outcome: 'sent', days_to_service: null });
  });

  test('has a class for every code that can stop it', () => {
    const codes = [...Array.from({ length: 13 }, (_, i) => `S${i + 1}`), 'S15', 'S16', 'S17', 'S18', 'S19', 'S20'];
    for (const code of [...codes, 'S21', 'S22', 'HOUSEHOLD'])
      expect(reasonClassOf({ codes: [code] }), code).not.toBe('other');
    expect(reasonClassOf({ codes: ['S99'] })).toBe('other');
  });
});

describe('a nightly file', () => {
  const imported = (data: object) =>
    event(
      'council.intake.file-imported.v1',
      {
        file: 'recovery/2026-09-29.csv',
        run: 'CT-20260929',
        extracted_at: '2026-09-29T02:00:00.000Z',
        payments_posted_to: '2026-09-28T23:45:00.000Z',
        imported_at: '2026-09-29T03:30:00.000Z',
        rows: 4,
        taken: 3,
        rejected: 1,
        debts: 3,
        sum_pence: 100,
        reject_reasons: { 'bad-date': 1 },
        ...data,
      },
      { source: 'council.intake', council: 'stockton' },
    );

  test('tells what its source sent and up to when', () => {
    expect(factIn(imported({}))).toMatchObject({
      measure: 'source-sent',
      source: 'recovery-extract',
      rows: 4,
      rejected: 1,
      cutoff: '2026-09-29',
    });
  });

  test('of counts leaves its good rows to tell of themselves', () => {
    const fact = factIn(imported({ layout: 'contacts-counted', source: 'contact-centre', payments_posted_to: null }));
    expect(fact).toMatchObject({ source: 'contact-centre', rows: 1, rejected: 1, cutoff: null });
  });
});
