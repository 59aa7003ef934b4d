import { expect, test } from 'vitest';
import { debtIn, matterOfDebt } from '../../../functions/register/debt.ts';
import { aDebt, aRow } from '../../support/builders.ts';

/** What DynamoDB bills as one write, less the attributes that stand beside the body of an item. */
const BODY_BYTES = 1024 - 150;

test('a debt of one person who has a number and an email fits in one unit, as it is on most nights', () => {
  const row = aRow({ account_ref: '700412345', person_ref: 'P0012345', email: 'someone.with.a.long@name.example.org' });
  const { about: _, ...body } = matterOfDebt(aDebt([row]));
  expect(JSON.stringify(body).length).toBeLessThan(BODY_BYTES);
});

test('a debt comes back as it was, with what its rows say and what they do not', () => {
  const said = aRow({
    ...{ breathing_from: 'unreadable', insolvency: true, hold: true, hold_until: '2026-10-01', pay_by: '2026-10-09' },
    ...{ deceased: true, agent: true, mobile: 'none', email: '', sms_opt_out: true, mobile_verified_at: null },
  });
  const debt = aDebt([said, aRow({ person_ref: 'P2', line: 3, stage_code: 'NONE', stage_date: null })]);
  expect(debtIn(JSON.parse(JSON.stringify(matterOfDebt(debt))))).toEqual(debt);
});
