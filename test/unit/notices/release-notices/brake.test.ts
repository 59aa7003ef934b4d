import { describe, expect, it } from 'vitest';
import type { Decision, Notice, Run } from '../../../../functions/notices/notice/notice.ts';
import { decideRun } from '../../../../functions/notices/steps/decide-run.ts';
import type { Key } from '../../../../functions/shared/ids.ts';
import { TUESDAY_TEN } from '../../../support/builders.ts';
import { aBrake, keyOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const BITES = { settings: { brake: { first_run: 1, times: 2, at_least: 0 } } };

type World = ReturnType<typeof sendingWorld>;

const aRun = (more: Partial<Run> = {}): Run => ({
  ...{ name: 'R', file: 'r.csv', source: 'recovery-extract', imported_at: TUESDAY_TEN, rows: 2, rejected: 0 },
  ...more,
});

async function decided({ store }: World, id: Key, more: Partial<Decision> = {}, run = 'R'): Promise<void> {
  const decision: Decision = {
    ...{ line: 2, matter_ref: id, person_ref: id, person: id, bill_year: '2026-27', notice_type: 'ct.reminder.first' },
    ...{ outcome: 'sms', variant: 'full', codes: [], reason: null, due_at: TUESDAY_TEN, notice_id: id },
    ...more,
  };
  await store.putDecision({ run, matter: id, told_at: 1, decided_at: 1, decisions: [decision] });
}

/** Two notices of the run `R`, decided and planned; the file is imported unless it says otherwise. */
async function twoOf(world: World, { run = aRun(), more = {} }: { run?: Run | null; more?: Partial<Notice> } = {}) {
  const ids = [await world.plan('a', { run: 'R', ...more }), await world.plan('b', { run: 'R', ...more })];
  for (const id of ids) await decided(world, id);
  if (run) await world.store.putRun(run);
  await world.store.openRun('R');
  return ids as [Key, Key];
}

async function decide(world: World, verdict: 'released' | 'cancelled'): Promise<void> {
  const brake = await world.store.brake('R');
  expect(brake?.verdict).toBe('waits');
  await decideRun(world, brake!, { verdict, word: { officer: 'Sam', reason: 'a test' } });
}

const statesOf = (world: World, ids: Key[]) => Promise.all(ids.map(world.stateOf));

describe('the brake', () => {
  it('lets a run go that is like others, at once', async () => {
    const world = sendingWorld();
    await twoOf(world);
    await world.runFor(10_000);
    expect(world.atNotify).toHaveLength(2);
  });

  it('lets nothing of a file go before all of it is there', async () => {
    const world = sendingWorld();
    const ids = await twoOf(world, { run: null });
    await world.runFor(5 * MINUTE_MS);
    expect(world.atNotify).toEqual([]);
    expect(await statesOf(world, ids)).toEqual(['planned', 'planned']);
    await world.store.putRun(aRun({ imported_at: world.now() }));
    await world.runFor(MINUTE_MS);
    expect(world.atNotify).toHaveLength(2);
  });

  it('waits no longer than half an hour for rows that are never decided: an officer does', async () => {
    const world = sendingWorld({ settings: { brake: { first_run: 2, times: 2, at_least: 0 } } });
    await twoOf(world, { run: aRun({ rows: 9 }) });
    await world.runFor(29 * MINUTE_MS);
    expect(await world.store.brake('R')).toBeNull();
    await world.runFor(3 * MINUTE_MS);
    expect(await world.store.brake('R')).toMatchObject({ verdict: 'waits', why: [{ measure: 'undecided', found: 7 }] });
    expect(world.atNotify).toEqual([]);
  });

  it('does not wait for rows of which a newer file has told', async () => {
    const world = sendingWorld({ settings: { brake: { first_run: 2, times: 2, at_least: 0 } } });
    await twoOf(world, { run: aRun({ rows: 9 }) });
    await world.store.putRun(aRun({ name: 'R2', imported_at: TUESDAY_TEN + 1 }));
    await world.runFor(MINUTE_MS);
    expect(world.atNotify).toHaveLength(2);
  });

  it('has a run wait, and cries each minute', async () => {
    const world = sendingWorld(BITES);
    const ids = await twoOf(world);
    await world.runFor(5 * MINUTE_MS);
    await world.round({ tellsOverdue: true });
    expect(await statesOf(world, ids)).toEqual(['planned', 'planned']);
    expect(world.atNotify).toEqual([]);
    expect(world.alarms).toContain('run-waits');
    expect(world.overdue).toEqual([]);
  });

  it('sends what an officer releases, once, and then has nothing to see to', async () => {
    const world = sendingWorld(BITES);
    await twoOf(world);
    await world.runFor(5 * MINUTE_MS);
    await decide(world, 'released');
    await world.runFor(5 * MINUTE_MS);
    expect(world.atNotify).toHaveLength(2);
    expect(await world.store.openRuns()).toEqual([]);
  });

  it('ends what an officer cancels, with a reason, and also what is not due yet', async () => {
    const world = sendingWorld(BITES);
    const ids = await twoOf(world);
    const later = await world.plan('c', { run: 'R', due_at: TUESDAY_TEN + WEEK_MS });
    await decided(world, later);
    await world.runFor(5 * MINUTE_MS);
    await decide(world, 'cancelled');
    await world.runFor(2 * MINUTE_MS);
    for (const id of [...ids, later])
      expect(await world.store.get(id)).toMatchObject({ state: 'cancelled', reason: 'run-cancelled' });
    expect(world.atNotify).toEqual([]);
  });

  it('ends what comes to a cancelled run', async () => {
    const world = sendingWorld();
    await world.store.putBrake(aBrake({ run: 'R', verdict: 'cancelled' }));
    const id = await world.plan('a', { run: 'R' });
    await world.runFor(MINUTE_MS);
    expect(await world.store.get(id)).toMatchObject({ state: 'cancelled', reason: 'run-cancelled' });
  });

  it('lets what was released too late expire', async () => {
    const world = sendingWorld(BITES);
    const ids = await twoOf(world);
    await world.runFor(MINUTE_MS);
    for (const id of ids) world.looks.set(id, { kind: 'expired' });
    await decide(world, 'released');
    await world.runFor(MINUTE_MS);
    expect(await statesOf(world, ids)).toEqual(['expired', 'expired']);
  });

  it('goes by the last runs that went, counted anew where they were weighed before they were over', async () => {
    const world = sendingWorld({ settings: { brake: { first_run: 9, times: 2, at_least: 0 } } });
    await world.store.putRun(aRun({ name: 'E', rows: null, imported_at: TUESDAY_TEN - WEEK_MS }));
    await world.store.putBrake(aBrake({ run: 'E', whole: false, upto: 9 }));
    for (const name of ['x', 'y', 'z']) await decided(world, keyOf(name), {}, 'E');
    await world.store.putRun(aRun({ name: 'E0', rows: null, imported_at: TUESDAY_TEN - 2 * WEEK_MS }));
    await world.store.putBrake(
      aBrake({ run: 'E0', verdict: 'cancelled', weight: { ...aBrake().weight, notices: 1_000 } }),
    );
    await twoOf(world, { run: aRun({ rows: null }) });
    await world.runFor(MINUTE_MS);
    expect(await world.store.brake('R')).toMatchObject({ verdict: 'goes', upto: 2 });
    expect(await world.store.brake('E')).toMatchObject({ whole: true, weight: { notices: 3 } });
  });

  it('bites in the middle of a day of events, once there are too many', async () => {
    const world = sendingWorld({ settings: { brake: { first_run: 3, times: 2, at_least: 0 } } });
    await twoOf(world, { run: aRun({ rows: null }) });
    await world.runFor(MINUTE_MS);
    expect(world.atNotify).toHaveLength(2);
    for (const name of ['c', 'd', 'e']) await decided(world, await world.plan(name, { run: 'R', due_at: world.now() }));
    await world.runFor(2 * MINUTE_MS);
    expect(world.atNotify).toHaveLength(2);
    expect(await world.store.brake('R')).toMatchObject({ verdict: 'waits', why: [{ measure: 'first-run', found: 5 }] });
    await decide(world, 'released');
    await world.runFor(MINUTE_MS);
    expect(world.atNotify).toHaveLength(5);
  });

  it('names statutory documents by their first last day', async () => {
    const world = sendingWorld({ settings: { brake: { first_run: 0, times: 2, at_least: 0 } } });
    const [a, b] = await twoOf(world);
    await decided(world, a, { notice_type: 'ct.summons.document', act_by: '2026-11-03' });
    await decided(world, b, { notice_type: 'ct.summons.document', act_by: '2026-10-20' });
    await world.runFor(MINUTE_MS);
    expect((await world.store.brake('R'))?.documents).toEqual({
      'ct.summons.document': { notices: 2, first_act_by: '2026-10-20' },
    });
  });

  it('sends each once whatever await its releaser dies at, and ends each when it is cancelled', async () => {
    for (const verdict of ['released', 'cancelled'] as const) {
      const run = async (killAtAwait: number) => {
        const world = sendingWorld({ ...BITES, killAtAwait });
        const ids = await twoOf(world);
        await world.runFor(2 * MINUTE_MS);
        await decide(world, verdict);
        await world.runFor(9 * MINUTE_MS);
        expect(world.atNotify).toHaveLength(verdict === 'released' ? 2 : 0);
        if (verdict === 'cancelled') expect(await statesOf(world, ids)).toEqual(['cancelled', 'cancelled']);
        return world.awaits();
      };
      const awaits = await run(-1);
      for (let at = 0; at < awaits; at += 1) await run(at);
    }
  }, 60_000);
});
