import { expect, test } from 'vitest';
import type { BrakeView } from '../../../../contracts/officers/brake.ts';
import { NOW, NOW_ISO, officersWorld, oneNight } from '../../../support/officers.ts';
import { aBrake } from '../../../support/planned-notice.ts';

const why = [{ measure: 'notices' as const, found: 812, expected: 160 }];
const WAITS = aBrake({ run: 'night-1', verdict: 'waits', weighed_at: NOW, why });

/** A night whose run waits. */
async function braked(more = {}) {
  const world = await oneNight();
  await world.store.putBrake({ ...WAITS, ...more });
  await world.store.openRun('night-1');
  return world;
}

const brakeOf = async ({ ask }: Awaited<ReturnType<typeof braked>>) =>
  ((await ask('/officers/runs/night-1')).body as { brake: BrakeView }).brake;

test('a run says that it waits and why, with documents first that lose days', async () => {
  const world = await braked({
    documents: {
      'ct.summons.document': { notices: 12, first_act_by: '2026-11-03' },
      'ct.bill.document': { notices: 2, first_act_by: '2026-10-20' },
    },
  });
  expect(await brakeOf(world)).toEqual({
    verdict: 'waits',
    since: NOW_ISO,
    why: ['It has 812 notices. The last runs of this weekday lead one to expect 160.'],
    documents: [
      { notice_type: 'ct.bill.document', title: expect.any(String), notices: 2, first_act_by: '2026-10-20' },
      { notice_type: 'ct.summons.document', title: expect.any(String), notices: 12, first_act_by: '2026-11-03' },
    ],
    word: null,
  });
  const { waiting_runs } = (await world.ask('/officers/status')).body as { waiting_runs: { run: string }[] };
  expect(waiting_runs.map(({ run }) => run)).toEqual(['night-1']);
});

test.each([
  ['release', 'released'],
  ['cancel', 'cancelled'],
] as const)('an officer may %s it, once', async (path, verdict) => {
  const world = await braked();
  const body = { run: 'night-1', reason: 'A new bill year', by: 'Alex' };
  const answer = await world.post(`/officers/runs/${path}`, body);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      run: 'night-1',
      brake: { verdict, word: { officer: 'Alex (pat)', reason: 'A new bill year', at: NOW_ISO } },
    },
  });
  expect(world.done).toEqual(['woken', `run-${verdict} by pat`]);
  const again = await world.post(`/officers/runs/${path}`, { ...body, by: 'Sam', reason: 'again' });
  expect(again).toMatchObject({ status: 200, body: { brake: { word: { officer: 'Alex (pat)' } } } });
  const other = path === 'release' ? 'cancel' : 'release';
  expect((await world.post(`/officers/runs/${other}`, body)).status).toBe(409);
  expect(await world.store.openRuns()).not.toEqual([]);
  const { waiting_runs } = (await world.ask('/officers/status')).body as { waiting_runs: unknown[] };
  expect(waiting_runs).toEqual([]);
});

test('a run that does not wait, or that nobody knows, is not decided about', async () => {
  const { post, done, store } = officersWorld();
  await store.putBrake(aBrake({ run: 'night-1' }));
  for (const run of ['night-1', 'none'])
    expect((await post('/officers/runs/cancel', { run, reason: 'x' })).body).toMatchObject({
      error: 'run-not-waiting',
    });
  expect((await post('/officers/runs/release', { run: 'night-1' })).body).toMatchObject({ pointer: '/reason' });
  expect(done).toEqual([]);
});

test('explain says of a planned notice that its run waits', async () => {
  const world = await braked();
  const notice = (await world.store.all()).items[0]!;
  await world.store.put({ ...notice, state: 'planned', codes: [], reason: null, version: notice.version + 1 });
  const { notices } = (await world.post('/officers/explain', { account_ref: 'A1' })).body as {
    notices: { words: string; why: string }[];
  };
  expect(notices[0]?.words).toBe('Scheduled. Its run waits for an officer, who releases or cancels it.');
});
