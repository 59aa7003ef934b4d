import { expect, test } from 'vitest';
import type { Answer } from '../../../../functions/shared/http/answer.ts';
import type { Key } from '../../../../functions/shared/ids.ts';
import { aHold } from '../../../support/builders.ts';
import { aNotice, NOW, officersWorld, oneNight, TOKEN } from '../../../support/officers.ts';

const bodyOf = async (answer: Promise<Answer>) => {
  const { status, body } = await answer;
  expect(status).toBe(200);
  // biome-ignore lint/suspicious/noExplicitAny: answers are JSON
  return body as any;
};

test('the life of a notice goes from the row of a file through what was decided to each step', async () => {
  const { ask, notice } = await oneNight();
  const life = await bodyOf(ask(`/officers/notices/${notice.id}`));
  expect(life).toMatchObject({ account_ref: 'A1', person_ref: 'P1', state: 'delivered' });
  expect(life.decisions).toHaveLength(1);
  expect(life.decisions[0]).toMatchObject({ file: 'night-1.csv', line: 2, run: 'night-1', outcome: 'sms' });
  expect(life.history.map(({ words }: { words: string }) => words)).toEqual([
    'Scheduled.',
    'Being handed to GOV.UK Notify.',
    'GOV.UK Notify took it.',
    'Delivered.',
  ]);
  expect(JSON.stringify(life)).not.toMatch(/Zebedee|07700|example\.org/);
});

test('holds name what is held, by which code, from which source and until when', async () => {
  const world = await oneNight();
  const { ask, store, register, deps } = world;
  const held = await bodyOf(ask('/officers/holds'));
  expect(held).toMatchObject({
    next: null,
    items: [
      {
        account_ref: 'A2',
        person_ref: 'P1',
        run: 'night-1',
        since: '2026-09-29T09:00:00.000Z',
        by: [{ code: 'S1', source: 'file', from: '2026-09-01', to: null }],
      },
    ],
  });
  const account = deps.makeKey('account', 'A2');
  const hold = aHold({ code: 'S6', source: 'valuation-office', from: '2026-09-20', to: '2026-10-20' });
  const { stored_at, ...value } = hold;
  await register.fact({ kind: 'hold', subject: { account }, hold: deps.makeKey('hold', 'h'), at: NOW, value });
  await store.put({ ...world.blocked, codes: ['S1', 'S6', 'S18'], version: 2 });
  const more = await bodyOf(ask('/officers/holds?code=S6'));
  expect(more.items[0].by.map(({ code }: { code: string }) => code)).toEqual(['S1', 'S6', 'S18']);
  expect(more.items[0].by[1]).toMatchObject({ source: 'valuation-office', from: '2026-09-20', to: '2026-10-20' });
  expect(more.items[0].by[2]).toMatchObject({ source: 'rules', words: expect.stringContaining('balance') });
  expect((await bodyOf(ask('/officers/holds?code=S4'))).items).toEqual([]);
  expect((await ask('/officers/holds?code=toString')).status).toBe(400);
  expect((await ask('/officers/holds?after=abc')).status).toBe(400);
  expect(JSON.stringify(more)).not.toMatch(/Zebedee|07700|example\.org/);
});

test('holds go on over pages, whatever lies between', async () => {
  const { ask, store } = officersWorld(2);
  for (let i = 0; i < 30; i += 1) {
    const states = i % 10 === 9 ? (['blocked'] as const) : (['planned'] as const);
    await store.put({ ...aNotice([...states], { account_ref: `H${i}` }), codes: ['S6'] });
  }
  const seen: string[] = [];
  let after = '';
  let pages = 0;
  do {
    const page = await bodyOf(ask(`/officers/holds?after=${encodeURIComponent(after)}`));
    seen.push(...page.items.map(({ notice_id }: { notice_id: string }) => notice_id));
    after = page.next ?? '';
    pages += 1;
  } while (after !== '');
  expect(new Set(seen).size).toBe(3);
  expect(pages).toBe(4);
});

test('decisions are filtered by code, state and outcome, and a part of the debts can be asked for', async () => {
  const { ask } = await oneNight();
  const path = '/officers/runs/night-1/decisions';
  const accounts = async (query: string) =>
    (await bodyOf(ask(`${path}?${query}`))).items.map(({ account_ref }: { account_ref: string }) => account_ref);
  expect(await accounts('code=S18')).toEqual(['A2']);
  expect(await accounts('code=S2')).toEqual([]);
  expect(await accounts('state=delivered')).toEqual(['A1']);
  expect(await accounts('outcome=none&state=blocked')).toEqual(['A2']);
  const first = await bodyOf(ask(`${path}?debts=1`));
  expect(first.items).toHaveLength(1);
  expect(first.next).not.toBeNull();
  for (const debts of ['0', 'x', '501', '-1']) expect((await ask(`${path}?debts=${debts}`)).status).toBe(400);
});

const NO_FAULTS = { notices: 2, planned: 2 };

test('the ledger comes for everything and by run in one answer, with what Notify lists', async () => {
  const { ask, deps, done } = await oneNight();
  const sums = { attempts: 1, stored: 1, missing: 0, unknown: 0, twice: 0 };
  const last = { started_at: NOW, finished_at: NOW, from: NOW - 1, until: NOW, others: 3, found: [], books: NO_FAULTS };
  const record = { wanted_at: null, under_way: null, version: 1 };
  await deps.counts.write({ ...record, last: { ...last, total: sums, runs: { 'night-1': sums } } });
  const ledger = await bodyOf(ask('/officers/ledger?by=run'));
  expect(ledger).toMatchObject({ planned: 2, balanced: true, notify: { ...sums, agrees: true }, held: { S1: 1 } });
  expect(ledger.runs).toMatchObject({ 'night-1': { planned: 2, delivered: 1, blocked: 1, notify: sums } });
  expect(done).toEqual([]);
  const missing = { ...sums, stored: 0, missing: 1 };
  await deps.counts.write({ ...record, version: 2, last: { ...last, total: missing, runs: { 'night-1': missing } } });
  const unbalanced = await bodyOf(ask('/officers/ledger?run=night-1'));
  expect(unbalanced).toMatchObject({ balanced: false, faults: [], notify: { missing: 1, agrees: false } });
  expect(done).toEqual([expect.stringContaining('ledger-unbalanced')]);
  expect((await ask('/officers/ledger?by=day')).status).toBe(400);
});

test('an officer has Notify’s list counted', async () => {
  const { ask, deps } = officersWorld();
  expect(await bodyOf(ask('/officers/count', { method: 'POST' }))).toEqual({ wanted_at: new Date(NOW).toISOString() });
  expect((await deps.counts.read()).wanted_at).toBe(NOW);
  expect((await ask('/officers/count')).status).toBe(405);
  expect((await ask('/officers/count', { method: 'POST', authorization: `${TOKEN}` })).status).toBe(401);
});

test('a notice that was decided on and is not there unbalances the ledger, of everything and of its run', async () => {
  const { ask, deps, done } = await oneNight();
  const [decided] = (await deps.store.decisions('night-1')).items;
  const gone = 'gone------------------' as Key;
  const decision = { ...decided!.decisions[0]!, notice_id: gone };
  await deps.store.putDecision({ ...decided!, matter: 'another---------------' as Key, decisions: [decision] });
  for (const query of ['', '?run=night-1', '?by=run']) {
    const ledger = await bodyOf(ask(`/officers/ledger${query}`));
    expect(ledger, query).toMatchObject({
      planned: 3,
      lost: 1,
      balanced: false,
      faults: [{ notice: gone, fault: 'lost' }],
    });
  }
  expect(done).toHaveLength(3);
});

test('fewer notices than a count knew of unbalance the ledger of everything', async () => {
  const { ask, deps } = await oneNight();
  const sums = { attempts: 1, stored: 1, missing: 0, unknown: 0, twice: 0 };
  const last = {
    started_at: NOW,
    finished_at: NOW,
    from: NOW - 1,
    until: NOW,
    total: sums,
    runs: {},
    others: 0,
    found: [],
  };
  const books = { ...NO_FAULTS, notices: 5, planned: 5 };
  await deps.counts.write({ wanted_at: null, under_way: null, version: 1, last: { ...last, books } });
  expect(await bodyOf(ask('/officers/ledger'))).toMatchObject({ planned: 5, lost: 3, balanced: false });
});
