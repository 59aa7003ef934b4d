import { expect, test } from 'vitest';
import { aDecision, aNotice, NOW, NOW_ISO, officersWorld, oneNight } from '../../../support/officers.ts';

test('runs add up what their rows led to and where their notices stand now', async () => {
  const { ask } = await oneNight();
  const run = {
    name: 'night-1',
    file: 'night-1.csv',
    imported_at: NOW_ISO,
    rows: 2,
    rejected: 0,
    figures: {
      ...{ rows: 2, unreadable: 0, nothing_due: 0, undecided: 0, notices: 2 },
      ...{ delivered: 1, failed: 0, held: 1, too_late: 0, cancelled: 0, open: 0 },
      codes: { S1: 1 },
      line: '2 rows = 0 unreadable + 0 nothing due + 2 notices; 2 notices = 1 delivered + 0 failed + 1 held + 0 too late + 0 cancelled + 0 open',
      reconciles: true,
    },
    brake: null,
  };
  expect((await ask('/officers/runs')).body).toEqual({ runs: [run] });
  expect((await ask('/officers/runs/night-1')).body).toEqual(run);
});

test('runs stand newest first, and only so many are added up', async () => {
  const { ask, store } = await oneNight();
  await store.putRun({
    name: 'night-2',
    file: 'b.csv',
    source: 'recovery-extract',
    imported_at: NOW + 1,
    rows: 0,
    rejected: 0,
  });
  const { runs } = (await ask('/officers/runs?figures=1')).body as {
    runs: { name: string; figures: { notices: number } | null }[];
  };
  expect(runs.map(({ name, figures }) => [name, figures?.notices ?? null])).toEqual([
    ['night-2', 0],
    ['night-1', null],
  ]);
});

test('decisions come in pages, with the state that their notice has now', async () => {
  const { ask, notice } = await oneNight(officersWorld(1));
  const first = (await ask('/officers/runs/night-1/decisions')).body as { items: object[]; next: string };
  expect(first.items).toEqual([
    {
      run: 'night-1',
      line: 2,
      decided_at: '2026-09-29T09:00:00.000Z',
      account_ref: 'A1',
      person_ref: 'P1',
      bill_year: '2026-27',
      about: { kind: 'debt', ref: 'A1/2026-27' },
      occasion: null,
      notice_type: 'ct.reminder.first',
      title: 'First reminder',
      outcome: 'sms',
      variant: 'full',
      codes: [],
      reason: null,
      due_at: NOW_ISO,
      notice_id: notice.id,
      state: 'delivered',
      now: {
        status: 'delivered',
        since: '2026-09-29T09:03:00.000Z',
        channel: 'sms',
        codes: [],
        why: '',
        variant: 'full',
        due_at: NOW_ISO,
        served: null,
        reason: null,
      },
      words: 'First reminder by text: Delivered.',
      decided: 'First reminder by text (full wording), due Tuesday 29 September 2026 at 10:00.',
    },
  ]);
  const second = (await ask(`/officers/runs/night-1/decisions?after=${first.next}`)).body as typeof first;
  expect(second).toMatchObject({ items: [{ account_ref: 'A2', codes: ['S1', 'S18'], state: 'blocked' }], next: null });
});

test('a page that nobody was sent to is refused', async () => {
  const { ask, store } = await oneNight(officersWorld(1));
  await store.putRun({
    name: 'night-2',
    file: 'b.csv',
    source: 'recovery-extract',
    imported_at: NOW,
    rows: 0,
    rejected: 0,
  });
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
  const run = { file: 'x.csv', source: 'recovery-extract', imported_at: NOW, rows: 0, rejected: 0 };
  for (const name of ['2026/09 28', '100%41']) {
    await store.putRun({ ...run, name });
    for (const inPath of [name, encodeURIComponent(name)]) {
      expect((await ask(`/officers/runs/${inPath}`)).body).toMatchObject({ name });
    }
  }
});

test('the ledger counts every page, or one run only', async () => {
  const { ask, store } = await oneNight(officersWorld(1));
  await store.put({ ...aNotice(['planned'], { account_ref: 'A3' }), run: 'night-2' });
  await store.putRun({
    name: 'night-2',
    file: 'b.csv',
    source: 'recovery-extract',
    imported_at: NOW,
    rows: 1,
    rejected: 0,
  });
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

test('one line reconciles a run, whatever later runs did with its notices: each counts once, as it is now', async () => {
  const { ask, store, notice, blocked } = await oneNight();
  // The next night has both again and one that nothing is due for: A1 was told already, A2 is told now, one row is unreadable.
  const freed = { ...blocked, run: 'night-2', state: 'delivered' as const, version: blocked.version + 1 };
  freed.history = [...blocked.history, ...aNotice(['planned', 'delivered']).history];
  await store.put(freed);
  const none = { outcome: 'none', variant: null, due_at: null } as const;
  const rows = [
    aDecision({ ...none, codes: ['S19'], notice_id: notice.id }),
    aDecision({ matter_ref: 'A2', notice_id: freed.id }),
    aDecision({ ...none, matter_ref: 'A3', notice_type: null, reason: 'no-trigger' }),
  ];
  await store.putDecision({ run: 'night-2', matter: notice.about.id, told_at: NOW, decided_at: NOW, decisions: rows });
  const two = {
    name: 'night-2',
    file: 'b.csv',
    source: 'recovery-extract',
    imported_at: NOW + 1,
    rows: 5,
    rejected: 1,
  };
  await store.putRun(two);
  const lineOf = async (run: string) =>
    ((await ask(`/officers/runs/${run}`)).body as { figures: { line: string } }).figures.line;
  expect(await lineOf('night-1')).toMatch(/^2 rows = 0 unreadable \+ 0 nothing due \+ 2 notices; .* = 2 delivered /);
  expect(await lineOf('night-2')).toMatch(
    /^5 rows = 1 unreadable \+ 2 nothing due \+ 1 notice \+ 1 not decided yet; 1 notice = 1 delivered /,
  );
  // The ledger of a run counts the same notices.
  const books = async (run: string) => (await ask(`/officers/ledger?run=${run}`)).body;
  expect(await books('night-1')).toMatchObject({ planned: 2, delivered: 2, balanced: true });
  expect(await books('night-2')).toMatchObject({ planned: 1, delivered: 1, balanced: true });
  expect((await ask('/officers/ledger')).body).toMatchObject({
    line: '2 notices = 2 delivered + 0 failed + 0 held + 0 too late + 0 cancelled + 0 open',
  });
});

test('a run does not add up where a notice that a row led to is not there', async () => {
  const { ask, store } = await oneNight();
  const gone = aDecision({ matter_ref: 'A3', notice_id: aNotice(['planned'], { account_ref: 'A3' }).id });
  await store.putDecision({
    run: 'night-1',
    matter: aNotice(['planned'], { account_ref: 'A3' }).about.id,
    told_at: NOW,
    decided_at: NOW,
    decisions: [gone],
  });
  expect((await ask('/officers/runs/night-1')).body).toMatchObject({ figures: { notices: 3, reconciles: false } });
});
