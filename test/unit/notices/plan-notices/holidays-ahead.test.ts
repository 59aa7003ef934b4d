import { expect, test } from 'vitest';
import { warningOfHolidays } from '../../../../functions/notices/plan-notices/holidays-ahead.ts';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { toldWorld } from '../../../support/told-world.ts';

test('that bank holidays end within half a year is said once a day, and not before', () => {
  const said: [string, object][] = [];
  const warn = warningOfHolidays((what, details) => said.push([what, details]));
  for (const today of ['2028-07-01', '2028-07-02', '2028-07-02', '2028-07-03', '2029-02-01']) warn(today);
  const once = ['bank-holidays-end', { published_to: 2028 }];
  expect(said).toEqual([once, once, once]);
});

test('it is looked at whenever a document is decided on', async () => {
  const world = toldWorld(TUESDAY_TEN, { look: async () => ({ ok: true, bytes: 1000 }) });
  const event = {
    ...{ specversion: '1.0', id: 'e1', source: 'revenues-benefits', time: '2026-09-29T09:00:00Z' },
    type: 'council.benefits.decision-made.v1',
    data: {
      ...{ claim_ref: 'CL1', scheme: 'hb', person_ref: 'P1', decision_ref: 'D1', decision: 'awarded' },
      ...{ decided_on: '2026-09-28', schedule9_complete: true, document: { key: 'd1.pdf', sha256: 'a'.repeat(64) } },
    },
  };
  expect(await world.tell(event)).toBe('202');
  expect(new Set(world.warned)).toEqual(new Set(['2026-09-29']));
});
