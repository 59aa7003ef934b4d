import { beforeEach, expect, test } from 'vitest';
import { countLedger } from '../../../../functions/notices/count-ledger/count-ledger.ts';
import { everything } from '../../../../functions/notices/explain-notices/pages.ts';
import { aNotice, NOW, officersWorld, oneNight } from '../../../support/officers.ts';

// A ledger that takes too long to add up comes as the last count has it.

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
const inTime = { remainingMs: () => 25 * SECOND };
/** Time enough for a few pages. */
const tooLittle = () => {
  let left = 6 * SECOND;
  return { remainingMs: () => (left -= SECOND) };
};

let world: Awaited<ReturnType<typeof oneNight>>;
const count = (at: number) => {
  const { store, counts } = world.deps;
  const asked = { notify: { find: async () => [] }, list: async () => [] };
  return countLedger(
    {
      store,
      decided: store,
      counts,
      ...asked,
      hasApiKey: async () => true,
      alarm: () => {},
      counted: () => {},
      now: () => at,
    },
    () => 60 * SECOND,
  );
};
const ledger = async (query: string, time: { remainingMs: () => number }) => {
  const { status, body } = await world.ask(`/officers/ledger${query}`, time);
  return { status, ...(body as object) } as { status: number; as_of: string | null; runs: Record<string, object> };
};

beforeEach(async () => {
  world = await oneNight(officersWorld(1));
  for (let i = 3; i < 9; i += 1) await world.store.put({ ...aNotice(['planned'], { account_ref: `A${i}` }), run: 'b' });
});

test('the same books, but for when they are of', async () => {
  await count(NOW + SECOND);
  for (const query of ['', '?by=run', '?run=night-1']) {
    const now = await ledger(query, inTime);
    expect(now, query).toMatchObject({ status: 200, as_of: null, balanced: true });
    const runs = now.runs && Object.fromEntries(['night-1'].map((run) => [run, { ...now.runs[run], as_of: AS_OF }]));
    // Of the extract that was never imported the count has no books of its own.
    expect(await ledger(query, tooLittle()), query).toEqual({ ...now, as_of: AS_OF, ...(runs && { runs }) });
  }
});
const AS_OF = new Date(NOW + SECOND).toISOString();

test('what is wrong is there too, and wakes someone', async () => {
  const broken = { ...aNotice(['planned', 'delivered'], { account_ref: 'A9' }), state: 'blocked' as const };
  await world.store.put(broken);
  await count(NOW + SECOND);
  const faults = [{ notice: broken.id, fault: 'last-step' }];
  expect(await ledger('', tooLittle())).toMatchObject({ balanced: false, as_of: AS_OF, faults });
  expect(world.done).toEqual([`ledger-unbalanced: last-step ${broken.id}`]);
});

test('nothing, where none has been counted, or not since the run was imported', async () => {
  const tooMuch = { status: 503, error: 'too-much' };
  expect(await ledger('', tooLittle())).toMatchObject(tooMuch);
  await count(NOW + SECOND);
  const later = { file: 'c.csv', source: 'recovery-extract', imported_at: NOW + 2 * SECOND, rows: 1, rejected: 0 };
  await world.store.putRun({ name: 'night-3', ...later });
  expect(await ledger('?run=night-3', tooLittle())).toMatchObject(tooMuch);
  expect(await ledger('?run=night-3', tooLittle())).toMatchObject(tooMuch);
  await count(NOW + DAY + SECOND);
  expect(await ledger('?run=night-3', tooLittle())).toMatchObject({ status: 200, planned: 0 });
});

test('of a run that is so old that counts leave it to the total, nothing either', async () => {
  const old = { file: 'o.csv', source: 'recovery-extract', rows: 1, rejected: 0 };
  for (let i = 0; i < 250; i += 1)
    await world.store.putRun({ name: `run-${i}`, ...old, imported_at: NOW - 500 * DAY + i * DAY });
  await world.store.putRun({ name: 'run-first', ...old, imported_at: NOW - 600 * DAY });
  await count(NOW + SECOND);
  expect(await ledger('?run=run-249', tooLittle())).toMatchObject({ status: 200 });
  expect(await ledger('?run=run-first', tooLittle())).toMatchObject({ status: 503 });
  expect(await ledger('', tooLittle())).toMatchObject({ status: 200, planned: 8, balanced: true });
});

test('what will not be done in time is given up as soon as that shows', async () => {
  const pagesRead = async (known: number) => {
    let left = 30 * SECOND;
    let pages = 0;
    const read = async () => {
      left -= SECOND;
      pages += 1;
      return { items: new Array(100).fill(pages) as number[], next: pages < 20 ? String(pages) : null };
    };
    try {
      for await (const _ of everything(read, () => left, known));
      return [true, pages];
    } catch {
      return [false, pages];
    }
  };
  expect(await pagesRead(2_000)).toEqual([true, 20]);
  expect(await pagesRead(50_000)).toEqual([false, 4]);
  expect(await pagesRead(0)).toEqual([true, 20]);
});
