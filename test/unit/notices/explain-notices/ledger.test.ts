import { expect, test } from 'vitest';
import { ledgersByRun } from '../../../../functions/notices/explain-notices/ledger.ts';
import { type Notice, STATES, type State } from '../../../../functions/notices/notice/notice.ts';
import { aNotice } from '../../../support/officers.ts';

const ledgerOf = async (notices: AsyncIterable<Notice>) => (await ledgersByRun(notices)).all;

async function* each(notices: Notice[]) {
  yield* notices;
}

const inState = (state: State, i: number): Notice => aNotice(['planned', state], { account_ref: `A${i}` });

test('every state stands in exactly one place, and failed means for good', async () => {
  expect(await ledgerOf(each(STATES.map(inState)))).toEqual({
    planned: 13,
    delivered: 1,
    failed: 1,
    blocked: 1,
    expired: 1,
    cancelled: 2,
    open: 7,
    lost: 0,
    open_by_state: { planned: 1, sending: 1, 'set-aside': 1, uncertain: 1, accepted: 1, failed: 1, refused: 1 },
    withheld: 1,
    accepted_unasked: 1,
    held: {},
    balanced: true,
    faults: [],
  });
});

test('counts accepted notices until Notify has been asked about them, and what holds the blocked ones', async () => {
  const asked = { ...aNotice(['planned', 'accepted'], { account_ref: 'A1' }), asked: 1 };
  const unasked = aNotice(['planned', 'accepted'], { account_ref: 'A2' });
  const blocked = { ...aNotice(['blocked'], { account_ref: 'A3' }), codes: ['S1' as const, 'S6' as const] };
  const freed = { ...aNotice(['blocked', 'planned'], { account_ref: 'A4' }), codes: ['S1' as const] };
  expect(await ledgerOf(each([asked, unasked, blocked, freed]))).toMatchObject({
    accepted_unasked: 1,
    held: { S1: 1, S6: 1 },
  });
});

test('an empty ledger balances', async () => {
  expect(await ledgerOf(each([]))).toMatchObject({ planned: 0, open: 0, balanced: true });
});

test('a notice that a scan shows twice counts once, in its newest state', async () => {
  const older = aNotice(['planned']);
  const newer = { ...aNotice(['planned', 'delivered']), version: 2 };
  for (const shown of [
    [older, newer],
    [newer, older],
  ]) {
    expect(await ledgerOf(each(shown))).toMatchObject({ planned: 1, delivered: 1, open: 0, balanced: true });
  }
});

const good = aNotice(['planned', 'delivered']);
test.each<[string, Notice]>([
  ['last-step', { ...good, state: 'blocked' }],
  ['first-step', aNotice(['sending', 'delivered'])],
  ['no-history', { ...good, history: [] }],
  ['unknown-state', { ...good, state: 'lost' as State }],
])('does not balance where a notice has the fault %s, and names it', async (fault, notice) => {
  const other = aNotice(['planned'], { account_ref: 'A2' });
  const ledger = await ledgerOf(each([other, notice]));
  expect(ledger).toMatchObject({ planned: 2, balanced: false, faults: [{ notice: notice.id, fault }] });
});

test('does not balance where a notice that was decided on is not there, in its run and in all', async () => {
  const [there, behind, gone] = ['A1', 'A2', 'A3'].map((account_ref) => aNotice(['planned'], { account_ref }));
  const notices = new Map([there, behind, gone].map((notice) => [notice!.id, 'CT-1']));
  const isThere = async (id: string) => id === behind!.id; // which the scan did not show yet
  const { all, runs } = await ledgersByRun(each([there!]), { notices, isThere });
  const unbalanced = { planned: 2, open: 1, lost: 1, balanced: false, faults: [{ notice: gone!.id, fault: 'lost' }] };
  expect(all).toMatchObject(unbalanced);
  expect(runs.get('CT-1')).toMatchObject({ faults: unbalanced.faults, balanced: false });
});
