import { expect, test } from 'vitest';
import { agreedEmail } from '../../../../functions/notices/rules/consents.ts';
import { LEGAL_PROFILES } from '../../../../functions/notices/rules/legal-days.ts';
import { inMemoryRegister, testKey } from '../../../support/register.ts';
import { tellTo } from '../../../support/told.ts';

// Told as sources tell it, so that what the register keeps and what the rule makes of it are looked at together.

const profile = LEGAL_PROFILES['england-1992'];
const person = testKey('person', 'P1');
const claim = { kind: 'claim', id: testKey('matter', 'claim', 'CL-1') };
const MAIL = 'sam@example.org';

type World = ReturnType<typeof make>;
function make() {
  const register = inMemoryRegister(() => 1);
  const tell = tellTo(register);
  const agree = (on: string, more: object = {}) =>
    tell(
      'residents.e-service-agreed',
      {
        ...{
          person_ref: 'P1',
          purpose: 'hb',
          email: MAIL,
          agreed_at: `${on}T10:00:00Z`,
          wording_version: '1',
          ...more,
        },
      },
      { time: `${on}T10:00:00Z` },
    );
  const withdraw = (on: string) =>
    tell(
      'residents.e-service-withdrawn',
      { person_ref: 'P1', purpose: 'hb', received_at: `${on}T10:00:00Z` },
      { time: `${on}T10:00:00Z` },
    );
  const status = (word: string, on: string) =>
    tell(
      'residents.contact-changed',
      { person_ref: 'P1', channel: 'email', to: MAIL, status: word, changed_at: `${on}T10:00:00Z` },
      { time: `${on}T10:00:00Z` },
    );
  const fails = (notice: string, on: string) =>
    register.fact({
      ...{ kind: 'undelivered', subject: { address: testKey('address', MAIL) } },
      ...{ notice: testKey('record', notice), at: Date.parse(`${on}T10:00:00Z`) },
    });
  const on = async (today: string, purpose: 'hb' | 'cts' = 'hb') => {
    const suspended = { claim_ref: 'CL-1', person_ref: 'P1', suspension_ref: 'SU-1', suspended_on: '2026-09-01' };
    const document = { key: 'a.pdf', sha256: 'a'.repeat(64) };
    await tell('benefits.payment-suspended', { ...suspended, reply_by: '2026-11-02', document });
    const view = (await register.matter(claim))!;
    return agreedEmail({ person, purpose }, view, { today, profile })?.to ?? null;
  };
  return { agree, withdraw, status, fails, on };
}

test.each<[string, (world: World) => Promise<unknown>[], string, string | null]>([
  ['nobody agreed', () => [], '2026-09-29', null],
  ['they agreed', ({ agree }) => [agree('2026-09-01')], '2026-09-01', MAIL],
  ['what they agreed to is no email', ({ agree }) => [agree('2026-09-01', { email: 'sam' })], '2026-09-29', null],
  // Friday 25 September; the third business day after it is Wednesday 30.
  [
    'they withdrew two days ago',
    ({ agree, withdraw }) => [agree('2026-09-01'), withdraw('2026-09-25')],
    '2026-09-29',
    MAIL,
  ],
  [
    'they withdrew three days ago',
    ({ agree, withdraw }) => [agree('2026-09-01'), withdraw('2026-09-25')],
    '2026-09-30',
    null,
  ],
  ['they agreed anew', ({ agree, withdraw }) => [withdraw('2026-09-01'), agree('2026-09-28')], '2026-09-29', MAIL],
  [
    'that email failed, before they agreed',
    ({ agree, status }) => [status('failed', '2026-08-01'), agree('2026-09-01')],
    '2026-09-29',
    null,
  ],
  [
    'that email is another’s',
    ({ agree, status }) => [agree('2026-09-01'), status('wrong-person', '2026-09-02')],
    '2026-09-29',
    null,
  ],
  [
    'that email works again',
    ({ agree, status }) => [agree('2026-09-01'), status('failed', '2026-09-02'), status('verified', '2026-09-03')],
    '2026-09-29',
    MAIL,
  ],
  [
    'one message to it came back',
    ({ agree, fails }) => [agree('2026-09-01'), fails('a', '2026-09-02'), fails('a', '2026-09-02')],
    '2026-09-29',
    MAIL,
  ],
  [
    'two messages to it came back',
    ({ agree, fails }) => [agree('2026-09-01'), fails('a', '2026-09-02'), fails('b', '2026-09-03')],
    '2026-09-29',
    null,
  ],
  [
    'two came back, and they agreed anew',
    ({ agree, fails }) => [fails('a', '2026-09-02'), fails('b', '2026-09-03'), agree('2026-09-04')],
    '2026-09-29',
    MAIL,
  ],
  [
    'two came back, and they agreed to another',
    ({ agree, fails }) => [
      agree('2026-09-01'),
      fails('a', '2026-09-02'),
      fails('b', '2026-09-03'),
      agree('2026-09-04', { email: 'new@example.org' }),
    ],
    '2026-09-29',
    'new@example.org',
  ],
])('where %s', async (_, told, today, expected) => {
  const world = make();
  await Promise.all(told(world));
  expect(await world.on(today)).toBe(expected);
  expect(await world.on(today, 'cts')).toBeNull();
});
