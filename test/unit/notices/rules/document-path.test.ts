import { describe, expect, test } from 'vitest';
import type { DocumentAsked } from '../../../../functions/notices/families/family.ts';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import { documentPath } from '../../../../functions/notices/rules/document-path.ts';
import type { MatterView, PersonFacts } from '../../../../functions/register/register.ts';
import { viewOf } from '../../../../functions/register/view-of.ts';
import type { DocumentLook } from '../../../../functions/shared/documents.ts';
import { aDebt, addressKey, aView, context, TUESDAY_TEN } from '../../../support/builders.ts';
import { testKey } from '../../../support/register.ts';

const person = testKey('person', 'P1');
const agreedTo = { to: 'sam@example.org', address: addressKey('sam@example.org') };
const home = { to: '1 High Street, Stockton, TS18 1AA', address: addressKey('1 High Street') };
const post = {
  ...home,
  ...{ status: 'unverified' as const, changed_at: 1, told_on: '2026-01-01', speaks_of: null },
};
const consent = (withdrawn_at: number | null = null): PersonFacts['consents'] => ({
  'ct-statutory': { agreed: { ...agreedTo, agreed_at: 1, wording_version: 'v1' }, withdrawn_at },
});

const known = (facts: Partial<PersonFacts>): MatterView => ({
  ...aView(aDebt()),
  people: new Map([[person, { ...viewOf.person(), contacts: { post }, ...facts }]]),
});
const bill: DocumentAsked = { key: 'a.pdf', sha256: 'a', kind: 'bill', act_by: null, complete: true };
const path = (
  facts: Partial<PersonFacts> = {},
  more: { document?: Partial<DocumentAsked>; look?: DocumentLook; type?: string } = {},
) => {
  const { document = {}, look = { ok: true, bytes: 1000 }, type = 'ct.bill.document' } = more;
  const entry = ourCatalogue.entry(type);
  return documentPath({ document: { ...bill, ...document }, look, entry, person }, known(facts), context);
};

describe('a statutory document', () => {
  test('goes by email under a consent for its purpose, and is issued and served on one day', () => {
    expect(path({ consents: consent() })).toMatchObject({
      way: { channel: 'email', to: 'sam@example.org' },
      served: { issued_on: '2026-10-01', deemed_served_on: '2026-10-01' },
    });
  });

  test('goes by letter without one, is issued when it is posted and served in the ordinary course of post', () => {
    expect(path()).toMatchObject({
      way: { channel: 'letter', to: home.to },
      served: { issued_on: '2026-09-30', deemed_served_on: '2026-10-06' },
    });
  });

  test.each<[string, Partial<PersonFacts>, number, string]>([
    ['a consent for another purpose', { consents: { hb: consent()['ct-statutory']! } }, 1000, 'letter'],
    [
      'a consent withdrawn three business days ago',
      { consents: consent(TUESDAY_TEN - 5 * 86_400_000) },
      1000,
      'letter',
    ],
    ['a consent withdrawn yesterday', { consents: consent(TUESDAY_TEN - 86_400_000) }, 1000, 'email'],
    ['an email that failed', { consents: consent(), email_status: { [agreedTo.address]: 'failed' } }, 1000, 'letter'],
    ['a PDF as large as an email may be', { consents: consent() }, 2_097_152, 'email'],
    ['one byte more', { consents: consent() }, 2_097_153, 'letter'],
  ])('%s', (_, facts, bytes, channel) => {
    expect(path(facts, { look: { ok: true, bytes } })).toMatchObject({ way: { channel } });
  });

  test('a summons never goes by email', () => {
    const document = { kind: 'summons', act_by: '2026-12-01' } as const;
    expect(path({ consents: consent() }, { document, type: 'ct.summons.document' })).toMatchObject({
      way: { channel: 'letter' },
    });
  });

  test('goes nowhere without a postal address', () => {
    expect(path({ contacts: {} })).toEqual({ codes: ['S12'] });
  });

  test.each<[string, Parameters<typeof path>[1]]>([
    ['schedule9-incomplete', { document: { complete: false }, look: { ok: false, reason: 'document-missing' } }],
    ['document-missing', { look: { ok: false, reason: 'document-missing' } }],
    ['document-unreadable', { look: { ok: false, reason: 'document-unreadable' } }],
    ['document-too-large', { look: { ok: true, bytes: 5_242_881 } }],
    ['too-late-in-law', { document: { act_by: '2026-10-13' } }],
  ])('%s', (reason, more) => {
    expect(path({}, more)).toEqual({ reason });
  });

  test('waits where bank holidays are not published that far, rather than guess', () => {
    const now = Date.parse('2028-12-28T10:00:00Z');
    const entry = ourCatalogue.entry('ct.bill.document');
    const asked = { document: bill, look: { ok: true, bytes: 1 } as const, entry, person };
    expect(documentPath(asked, known({}), { ...context, now, today: '2028-12-28' })).toEqual({
      reason: 'holidays-unknown',
    });
  });
});
