import { describe, expect, test } from 'vitest';
import { aDebt, aRow } from '../../../support/builders.ts';
import { hold, payment, receivingWorld } from '../../../support/receiving-world.ts';
import { testKey } from '../../../support/register.ts';

const BENEFITS = { token: 'token-of-benefits' };
const breathing = { code: 'S1', from: '2026-09-20' };
const released = (id: string, more: object = {}) => ({
  ...hold(id, { ...breathing, ended_at: '2026-09-29T08:00:00Z' }),
  type: 'council.recovery.hold-released.v1',
  ...more,
});
const optOut = (id: string, recorded_at: string, more: object = {}) => ({
  ...payment(id),
  type: 'council.residents.opt-out-recorded.v1',
  data: { person_ref: 'P1', channel: 'sms', recorded_at },
  ...more,
});

async function world() {
  const receiving = receivingWorld();
  const account = testKey('account', '700412345');
  const debt = aDebt([aRow()], { account });
  await receiving.register.debt(debt);
  const view = async () => (await receiving.register.debt(debt.debt))!;
  const statuses = async (...posted: Parameters<typeof receiving.post>) =>
    (await receiving.post(...posted)).body.events.map(({ status }) => status);
  return { ...receiving, view, statuses };
}

describe('a hold', () => {
  test.each([
    ['a higher sequence', { sequence: '900' }],
    ['no sequence', {}],
  ])('is not ended by the release of another source with %s', async (_, more) => {
    const { statuses, view } = await world();
    expect(await statuses(hold('e1', breathing, { sequence: '17' }))).toEqual(['accepted']);
    expect(await statuses(released('r1', more), BENEFITS)).toEqual(['accepted']);
    const ended = (await view()).account.holds.map(({ source, ended_at }) => [source, ended_at !== null]);
    expect(ended).toEqual([
      ['revenues-benefits', false],
      ['benefits', true],
    ]);
  });

  test('is ended by its own source, whatever another has told of the like', async () => {
    const { statuses, view } = await world();
    await statuses(hold('e1', breathing, { sequence: '17' }));
    await statuses(hold('b1', breathing, { sequence: '900' }), BENEFITS);
    expect(await statuses(released('e2', { sequence: '18' }))).toEqual(['accepted']);
    const inForce = (await view()).account.holds.filter(({ ended_at }) => ended_at === null);
    expect(inForce.map(({ source }) => source)).toEqual(['benefits']);
  });
});

describe('a word that is older than what its source told already', () => {
  test('is stale, and the answer says what is known since when', async () => {
    const { post, view } = await world();
    await post(released('e2', { sequence: '18' }));
    expect(await post(hold('e1', breathing, { sequence: '17' }))).toEqual({
      status: 202,
      body: {
        events: [
          {
            id: 'e1',
            status: 'stale',
            known: { words: 'You told of this hold later: it has ended.', since: '2026-09-29T09:00:00.000Z' },
          },
        ],
      },
    });
    expect((await view()).account.holds).toMatchObject([{ ended_at: Date.parse('2026-09-29T08:00:00Z') }]);
  });

  test('of an opt-out is stale for its own source, and news from another', async () => {
    const { statuses } = await world();
    expect(await statuses(optOut('e1', '2026-09-29T08:00:00Z'))).toEqual(['accepted']);
    expect(await statuses(optOut('e2', '2026-09-28T08:00:00Z'))).toEqual(['stale']);
    expect(await statuses(optOut('b1', '2026-09-28T08:00:00Z'), BENEFITS)).toEqual(['accepted']);
  });
});
