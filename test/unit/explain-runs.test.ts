import { expect, test } from 'vitest';
import { aNotice, NOW, NOW_ISO, officersWorld, oneNight } from '../support/officers.ts';

test('runs add up what their rows led to and where their notices stand now', async () => {
  const { ask } = await oneNight();
  const run = {
    extract_id: 'night-1',
    file: 'night-1.csv',
    imported_at: NOW_ISO,
    rows: 2,
    rejected: 0,
    decided: 2,
    outcomes: { sms: 1, email: 0, none: 1 },
    codes: { S1: 1, S18: 1 },
    states: { delivered: 1, blocked: 1 },
  };
  expect((await ask('/officers/runs')).body).toEqual({ runs: [run] });
  expect((await ask('/officers/runs/night-1')).body).toEqual(run);
});

test('runs stand newest first, and only so many are added up', async () => {
  const { ask, store } = await oneNight();
  await store.putRun({ extract_id: 'night-2', file: 'b.csv', imported_at: NOW + 1, rows: 0, rejected: 0, debts: 0 });
  const { runs } = (await ask('/officers/runs?figures=1')).body as {
    runs: { extract_id: string; outcomes: unknown }[];
  };
  expect(runs.map(({ extract_id, outcomes }) => [extract_id, outcomes])).toEqual([
    ['night-2', { sms: 0, email: 0, none: 0 }],
    ['night-1', null],
  ]);
});

test('decisions come in pages, with the state that their notice has now', async () => {
  const { ask, notice } = await oneNight(officersWorld(1));
  const first = (await ask('/officers/runs/night-1/decisions')).body as { items: object[]; next: string };
  expect(first.items).toEqual([
    {
      extract_id: 'night-1',
      line: 2,
      decided_at: '2026-09-29T09:00:00.000Z',
      account_ref: 'A1',
      person_ref: 'P1',
      bill_year: '2026-27',
      notice_type: 'ct.reminder.first',
      outcome: 'sms',
      variant: 'full',
      codes: [],
      reason: null,
      due_at: NOW_ISO,
      notice_id: notice.id,
      state: 'delivered',
      words: expect.stringContaining('It was delivered.'),
    },
  ]);
  const second = (await ask(`/officers/runs/night-1/decisions?after=${first.next}`)).body as typeof first;
  expect(second).toMatchObject({ items: [{ account_ref: 'A2', codes: ['S1', 'S18'], state: 'blocked' }], next: null });
});

test('a page that nobody was sent to is refused', async () => {
  const { ask, store } = await oneNight(officersWorld(1));
  await store.putRun({ extract_id: 'night-2', file: 'b.csv', imported_at: NOW, rows: 0, rejected: 0, debts: 0 });
  const { next } = (await ask('/officers/runs/night-1/decisions')).body as { next: string };
  for (const path of [
    'night-1/decisions?after=1',
    `night-1/decisions?after=x${next}`,
    `night-2/decisions?after=${next}`,
  ]) {
    expect(await ask(`/officers/runs/${path}`)).toMatchObject({ status: 400, body: { pointer: '?after' } });
  }
});

test('an extract id with a slash, a space or a percent sign is found, decoded by the gateway or not', async () => {
  const { ask, store } = officersWorld();
  const run = { file: 'x.csv', imported_at: NOW, rows: 0, rejected: 0, debts: 0 };
  for (const extract_id of ['2026/09 28', '100%41']) {
    await store.putRun({ ...run, extract_id });
    for (const inPath of [extract_id, encodeURIComponent(extract_id)]) {
      expect((await ask(`/officers/runs/${inPath}`)).body).toMatchObject({ extract_id });
    }
  }
});

test('the ledger counts every page, or one run only', async () => {
  const { ask, store } = await oneNight(officersWorld(1));
  await store.put({ ...aNotice(['planned'], { account_ref: 'A3' }), run: 'night-2' });
  await store.putRun({ extract_id: 'night-2', file: 'b.csv', imported_at: NOW, rows: 1, rejected: 0, debts: 1 });
  expect((await ask('/officers/ledger')).body).toMatchObject({
    planned: 3,
    delivered: 1,
    blocked: 1,
    open: 1,
    balanced: true,
  });
  expect((await ask('/officers/ledger?run=night-1')).body).toMatchObject({ planned: 2, open: 0, balanced: true });
});

test('a ledger that does not balance wakes someone, whoever asked for it', async () => {
  const { ask, done, store } = await oneNight();
  await ask('/officers/ledger');
  expect(done).toEqual([]);
  const broken = { ...aNotice(['planned', 'delivered'], { account_ref: 'A3' }), state: 'blocked' as const };
  await store.put(broken);
  expect((await ask('/officers/ledger')).body).toMatchObject({ balanced: false });
  expect(done).toEqual([`ledger-unbalanced: last-step ${broken.id}`]);
});

test('when time runs out there is no half sum', async () => {
  const { ask } = await oneNight(officersWorld(1));
  const left = [30_000, 1_000];
  const remainingMs = () => left.shift() ?? 0;
  expect(await ask('/officers/ledger', { remainingMs })).toMatchObject({ status: 503, body: { error: 'too-much' } });
});
