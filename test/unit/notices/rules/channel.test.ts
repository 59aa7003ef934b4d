import { describe, expect, test } from 'vitest';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import { channelOf, variantOf } from '../../../../functions/notices/rules/channel.ts';
import { NO_LOOKS } from '../../../../functions/notices/rules/documents.ts';
import { nextChannel } from '../../../../functions/notices/rules/look-again.ts';
import { contactOf } from '../../../../functions/register/contacts.ts';
import type { DebtRow } from '../../../../functions/register/debt.ts';
import type { MatterView, OwnContact } from '../../../../functions/register/register.ts';
import { aDebt, addressKey, aRow, aView, context, type RowChanges, TODAY } from '../../../support/builders.ts';
import { plannedNotice } from '../../../support/planned-notice.ts';
import { testKey } from '../../../support/register.ts';

const person = testKey('person', 'P1');
const entry = ourCatalogue.entry('ct.reminder.first');

describe('the channel', () => {
  const number = addressKey('+447700900001');
  const stopped = { stopped: { at: 1, stored_at: 1 }, wrong: null, last_delivery: null, undelivered: [] };
  const wrong = { stopped: null, wrong: { at: 1, stored_at: 1 }, last_delivery: null, undelivered: [] };
  const chosen = (row: DebtRow, change: (view: MatterView) => void = () => {}) => {
    const view = aView(aDebt([row]));
    change(view);
    const { chosen: way, code } = channelOf(entry, { person: row.person, today: TODAY }, view);
    return way?.to ?? code;
  };
  test.each<[string, string | null, RowChanges, ((view: MatterView) => void)?]>([
    ['the mobile', '+447700900001', {}],
    ['the email where the number is no mobile', 'sam@example.org', { mobile: '01642 000000' }],
    ['the email where texts are opted out in the extract', 'sam@example.org', { sms_opt_out: true }],
    [
      'the email after an opt-out by event',
      'sam@example.org',
      {},
      (view) => {
        view.people.get(person)!.opt_outs.sms = { recorded_at: 1, stored_at: 1 };
      },
    ],
    [
      'the email after STOP',
      'sam@example.org',
      {},
      (view) => {
        view.addresses.set(number, stopped);
      },
    ],
    [
      'the email after WRONG',
      'sam@example.org',
      {},
      (view) => {
        view.addresses.set(number, wrong);
      },
    ],
    ['none, all opted out', 'S13', { sms_opt_out: true, email_opt_out: true }],
    [
      'none, the only one opted out',
      'S13',
      { email: '' },
      (view) => {
        view.addresses.set(number, stopped);
      },
    ],
    ['none that could be used', 'S12', { mobile: '', email: 'sam' }],
    [
      'none, the only one was wrong',
      'S12',
      { email: '' },
      (view) => {
        view.addresses.set(number, wrong);
      },
    ],
  ])('%s', (_, expected, row, change) => {
    expect(chosen(aRow(row), change)).toBe(expected);
  });

  test.each<[string, string | null, { mobile?: string; told_on?: string }, RowChanges]>([
    ['own, told since the extract had one verified', '+447700900777', { told_on: '2026-06-01' }, {}],
    ["extract's, verified since", '+447700900001', { told_on: '2026-05-31' }, {}],
    ["own, where the extract's has no date", '+447700900777', { told_on: '2020-01-01' }, { mobile_verified_at: null }],
    ['email, where the newest word leaves no number', 'sam@example.org', { mobile: '' }, {}],
    ['own, where the extract has nothing', '+447700900777', {}, { mobile: '', mobile_verified_at: null, email: '' }],
    ['own, not where the extract has the person opted out', 'S13', {}, { sms_opt_out: true, email: '' }],
  ])("is the person's %s", (_, expected, { mobile = '07700 900777', told_on = TODAY }, row) => {
    const word = { status: 'unverified', changed_at: Date.parse(told_on), told_on, speaks_of: null } as const;
    const told: OwnContact = { ...contactOf('sms', mobile, testKey), ...word };
    const tell = (view: MatterView) => void Object.assign(view.people.get(person)!.contacts, { sms: told });
    expect(chosen(aRow(row), tell)).toBe(expected);
  });

  test.each([
    ['is nobody’s until it is told anew', '2026-09-01T10:00:00Z', '07700 900777', 'S12'],
    ['is theirs of whom it was told since', '2026-09-01T10:00:02Z', '07700 900777', '+447700900777'],
  ])('a number that somebody called wrong %s', (_, changed_at, mobile, expected) => {
    const told = contactOf('sms', mobile, testKey);
    const word = { status: 'unverified', changed_at: Date.parse(changed_at), told_on: TODAY, speaks_of: null } as const;
    const at = Date.parse('2026-09-01T10:00:01Z');
    const tell = (view: MatterView) => {
      Object.assign(view.people.get(person)!.contacts, { sms: { ...told, ...word } });
      view.addresses.set(addressKey('+447700900777'), { ...wrong, wrong: { at, stored_at: at } });
    };
    expect(chosen(aRow({ email: '' }), tell)).toBe(expected);
  });

  test.each([
    ['2026-09-29', 'full'],
    ['2025-09-29', 'full'],
    ['2025-09-28', 'neutral'],
    ['2026-09-30', 'neutral'],
    [null, 'neutral'],
  ])('verified %s gets the %s wording', (verified_at, variant) => {
    expect(variantOf(entry, { verified_at }, TODAY)).toBe(variant);
  });
});

describe('the next channel after a failed text', () => {
  const notice = plannedNotice('n1', { person, address: addressKey('+447700900001') });
  const next = (row: RowChanges, channel: 'sms' | 'email' = 'sms') =>
    nextChannel({ ...notice, channel }, aView(aDebt([aRow(row)])), { ...context, looks: NO_LOOKS });

  test('is the email, in the wording that the email has earned', () => {
    expect(next({})).toMatchObject({
      kind: 'go',
      recipient: { channel: 'email', to: 'sam@example.org', variant: 'neutral' },
    });
  });
  test.each<[string, RowChanges]>([
    ['there is none', { email: '' }],
    ['it is opted out', { email_opt_out: true }],
  ])('is none where %s', (_, row) => {
    expect(next(row)).toBeNull();
  });
  test('is none after an email', () => {
    expect(next({}, 'email')).toBeNull();
  });
  test('is held by the rules of the moment', () => {
    expect(next({ dispute: true })).toEqual({ kind: 'blocked', codes: ['S6'] });
  });
});
