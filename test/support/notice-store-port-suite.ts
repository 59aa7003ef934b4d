import { expect } from 'vitest';
import type { Agenda, Entry, MatterDecision, Notice, Run } from '../../functions/notices/notice/notice.ts';
import { idBeside } from '../../functions/notices/notice/notice-id.ts';
import type { DecisionStore, NoticeStore } from '../../functions/notices/store/ports.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { AddCase } from './add-case.ts';
import { aBrake, plannedNotice as keyedNotice } from './planned-notice.ts';

const plannedNotice: typeof keyedNotice = (id, more) => keyedNotice(id, { id: id as Key, ...more });

const at = (list: Agenda['list'], when: number): Agenda => ({ list, at: when });
const entry = (id: string, times_planned = 1): Entry => ({ id: id as Key, times_planned });
const next = (notice: Notice, more: Partial<Notice> = {}): Notice => ({
  ...notice,
  ...more,
  version: notice.version + 1,
});
const [number, one, two] = ['number', 'one', 'two'] as Key[] as [Key, Key, Key];
const in1 = (id: Key) => ({ id, version: 1 });
const WEEK = 168 * 3_600_000;

/** Reads all pages. */
async function pages<Item>(read: (after?: string) => Promise<{ items: Item[]; next: string | null }>): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    all.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return all;
}

/** What every store of notices must do, on whatever it rests. */
export function noticeStoreCases(make: () => Promise<NoticeStore & DecisionStore>, test: AddCase): void {
  test('gives a notice back as it was written, and nothing where none was written', async () => {
    const store = await make();
    const notice = plannedNotice('n1');
    expect(await store.get(notice.id)).toBeNull();
    expect(await store.put(notice)).toBe(true);
    expect(await store.get(notice.id)).toEqual(notice);
  });

  test('lets one of two writers of the same version through', async () => {
    const store = await make();
    const notice = plannedNotice('n1');
    await store.put(notice);
    expect(await store.put(notice)).toBe(false);
    expect(await store.put(next(notice, { state: 'sending' }))).toBe(true);
    expect(await store.put(next(notice, { state: 'blocked' }))).toBe(false);
    expect((await store.get(notice.id))?.state).toBe('sending');
    expect(await store.put(plannedNotice('n2', { version: 4 }))).toBe(false);
  });

  test('annotates a notice', async () => {
    const store = await make();
    const notice = plannedNotice('n1');
    await store.put(notice);
    const crossed = [{ code: 'S8' as const, fact_at: 2, claimed_at: 1 }];
    expect(await store.annotate(next(notice, { crossed }))).toBe(true);
    expect(await store.annotate(next(notice, { crossed: [] }))).toBe(false);
    expect(await store.get(notice.id)).toEqual({ ...notice, crossed, version: 2 });
  });

  test('tells what is due on one agenda, the oldest first, until it is struck', async () => {
    const store = await make();
    const idsDue = async (until: number, pages = 100) =>
      (await store.due('release-statutory', until, pages)).flatMap(({ entries }) => entries.map(({ id }) => id));
    // Written at once, and still apart: no writer waits for long because of another.
    await Promise.all([3, 1, 2].map((n) => store.enter(at('release-statutory', n * 10_000), [entry(`n${n}`)])));
    await store.enter(at('release-courtesy', 1), [entry('other')]);
    expect(await idsDue(9_999)).toEqual([]);
    expect(await idsDue(10_000)).toEqual(['n1']);
    expect(await idsDue(30_000)).toEqual(['n1', 'n2', 'n3']);
    expect(await idsDue(30_000, 2)).toEqual(['n1', 'n2']);
    const [first] = await store.due('release-statutory', 30_000, 1);
    await store.strike(first!);
    await store.strike(first!);
    expect(await idsDue(30_000)).toEqual(['n2', 'n3']);
  });

  test('keeps entries of about the same instant, however many, and what each of them says', async () => {
    const store = await make();
    const entries = Array.from({ length: 60 }, (_, i) => entry(`n${i}`, i));
    await Promise.all(entries.map((each, i) => store.enter(at('make-sure', 100_000 + i), [each])));
    await store.enter(at('make-sure', 50_000), [{ ...entry('late'), awaited_since: 7 }]);
    await store.enter(at('make-sure', 50_000), []);
    const due = (await store.due('make-sure', 110_000, 100)).flatMap((page) => page.entries);
    expect(due[0]).toEqual({ id: 'late', times_planned: 1, awaited_since: 7 });
    expect(due.slice(1).sort((a, b) => a.times_planned - b.times_planned)).toEqual(entries);
  });

  test('may enter the same twice', async () => {
    const store = await make();
    for (const _ of [1, 2]) await store.enter(at('make-sure', 5), [entry('n1')]);
    expect((await store.due('make-sure', 5, 10)).flatMap(({ entries }) => entries)).toEqual([entry('n1')]);
  });

  test('finds the notices about a matter, and only those', async () => {
    const store = await make();
    const debt = (last: string) => `debt-14-chars-and-${last}` as Key;
    const of = (theDebt: Key, hash: string) =>
      keyedNotice(hash, { id: idBeside(theDebt, hash.padEnd(22, '-') as Key), about: { kind: 'debt', id: theDebt } });
    const notices = [
      of(debt('one'), 'a'),
      of(debt('one'), 'b'),
      of(debt('two'), 'c'),
      of('another-debt-of-its-own' as Key, 'd'),
    ];
    for (const notice of notices) await store.put(notice);
    // Beside the notice, and none itself.
    await store.waitFor(notices[0]!.id, one, 1);
    expect((await store.ofMatter(debt('one'))).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(notices.slice(0, 2));
    // Debts whose keys begin alike are kept apart.
    expect(await store.ofMatter(debt('two'))).toEqual([notices[2]]);
    expect(await store.ofMatter(debt('three'))).toEqual([]);
    expect(await store.waitingFor(notices[1]!.id)).toEqual([]);
  });

  test('lets one notice have an address until its week is over', async () => {
    const store = await make();
    expect(await store.takeAddress(number, in1(one), WEEK, 0)).toBe(true);
    expect(await store.takeAddress(number, in1(one), WEEK, 0)).toBe(true);
    expect(await store.takeAddress(number, in1(two), 2 * WEEK, WEEK - 1)).toBe(false);
    expect(await store.addressHolder(number, WEEK - 1)).toBe(one);
    expect(await store.addressHolder(number, WEEK)).toBeNull();
    expect(await store.lastHolder(number)).toBe(one);
    expect(await store.lastHolder(two)).toBeNull();
    expect(await store.takeAddress(number, in1(two), 2 * WEEK, WEEK)).toBe(true);
    expect(await store.takeAddress(number, in1(one), 2 * WEEK, WEEK)).toBe(false);
  });

  test('never shortens what a notice has', async () => {
    const store = await make();
    await store.takeAddress(number, in1(one), WEEK, 0);
    expect(await store.takeAddress(number, in1(one), 10, 0)).toBe(true);
    expect(await store.addressHolder(number, WEEK - 1)).toBe(one);
  });

  test('knows which text last asked an address for an answer, whatever order it is told in', async () => {
    const store = await make();
    expect(await store.questionTo(number)).toBeNull();
    await store.noteQuestion(number, { notice: two, at: 20 });
    await store.noteQuestion(number, { notice: one, at: 10 });
    expect(await store.questionTo(number)).toEqual({ notice: two, at: 20 });
    await store.noteQuestion(number, { notice: one, at: 30 });
    expect(await store.questionTo(number)).toEqual({ notice: one, at: 30 });
  });

  test('takes an address back only from the notice that has it', async () => {
    const store = await make();
    await store.takeAddress(number, in1(one), WEEK, 0);
    expect(await store.giveBackAddress(number, in1(two))).toBe(false);
    expect(await store.addressHolder(number, 0)).toBe(one);
    expect(await store.giveBackAddress(number, in1(one))).toBe(true);
    expect(await store.giveBackAddress(number, in1(one))).toBe(false);
    expect(await store.addressHolder(number, 0)).toBeNull();
  });

  test('leaves an address to a notice that has been planned again since it was stopped', async () => {
    const store = await make();
    await store.takeAddress(number, { id: one, version: 1 }, WEEK, 0);
    expect(await store.takeAddress(number, { id: one, version: 3 }, 10, 0)).toBe(true);
    expect(await store.takeAddress(number, { id: one, version: 2 }, 20, 0)).toBe(true);
    expect(await store.giveBackAddress(number, { id: one, version: 2 })).toBe(false);
    expect(await store.addressHolder(number, WEEK - 1)).toBe(one);
    expect(await store.giveBackAddress(number, { id: one, version: 4 })).toBe(true);
  });

  test('knows which texts wait to go to a number, each once, beside who has it and what was asked there', async () => {
    const store = await make();
    await store.takeAddress(number, { id: one, version: 1 }, WEEK, 0);
    await store.noteQuestion(number, { notice: one, at: 1 });
    for (const id of [one, two, one]) await store.waitAt(number, { id, due_at: WEEK });
    expect((await store.waitingAt(number)).sort()).toEqual([one, two].sort());
    expect(await store.waitingAt(two)).toEqual([]);
    expect(await store.addressHolder(number, 1)).toBe(one);
  });

  test('knows which notices wait for a notice, each once', async () => {
    const store = await make();
    await store.put(plannedNotice('one', { id: one }));
    await store.waitFor(one, two, 1);
    await store.waitFor(one, number, 1);
    await store.waitFor(one, two, 1);
    expect((await store.waitingFor(one)).sort()).toEqual([number, two].sort());
    expect(await store.waitingFor(two)).toEqual([]);
    expect((await store.all()).items.map(({ id }) => id)).toEqual([one]);
  });

  test('keeps the decisions of each run apart and gives all of them out in pages', async () => {
    const store = await make();
    const decided = (run: string, debt: string): MatterDecision => ({
      run,
      matter: debt as Key,
      told_at: 1,
      decided_at: 1,
      decisions: [],
    });
    const debts = Array.from({ length: 40 }, (_, i) => `debt-${i}`);
    for (const debt of debts) await store.putDecision(decided('CT-1', debt));
    await store.putDecision(decided('CT-2', 'debt-0'));
    await store.putDecision({ ...decided('CT-1', 'debt-0'), decided_at: 2 });
    expect(await store.decision('CT-1', 'debt-0' as Key)).toEqual({ ...decided('CT-1', 'debt-0'), decided_at: 2 });
    expect(await store.decision('CT-3', 'debt-0' as Key)).toBeNull();
    const all = await pages((after) => store.decisions('CT-1', after));
    expect(all.map(({ matter }) => matter).sort()).toEqual([...debts].sort());
  });

  test('lists replies, newest first, each as it was first kept', async () => {
    const store = await make();
    const reply = { address: number, word: 'STOP', at: 1, notify_id: 'n-1', notice: one, about: null } as const;
    await store.keepReply(reply);
    await store.keepReply({ ...reply, notice: null });
    const more = Array.from({ length: 60 }, (_, i) => ({ ...reply, word: 'OTHER' as const, at: i + 2 }));
    await Promise.all(more.map((each) => store.keepReply(each)));
    expect(await pages((after) => store.replies(after))).toEqual([...more.toReversed(), reply]);
  });

  test('lists runs, each once', async () => {
    const store = await make();
    const run: Run = { name: 'CT-1', file: 'a.csv', source: 'recovery-extract', imported_at: 1, rows: 2, rejected: 0 };
    await store.putRun(run);
    await store.putRun({ ...run, name: 'x'.repeat(1500), imported_at: 2 });
    await store.putRun(run);
    expect((await store.runs()).map(({ name }) => name.length)).toEqual([4, 1500]);
    expect((await store.runs())[0]).toEqual(run);
    expect(await store.run('CT-1')).toEqual(run);
    expect(await store.run('CT-2')).toBeNull();
  });

  test('moves what the brake says of a run on condition of its version', async () => {
    const store = await make();
    expect(await store.brake('CT-1')).toBeNull();
    expect(await store.putBrake(aBrake())).toBe(true);
    expect(await store.putBrake(aBrake())).toBe(false);
    const waits = aBrake({
      verdict: 'waits',
      version: 2,
      documents: { x: { notices: 1, first_act_by: '2026-10-20' } },
    });
    expect(await store.putBrake(waits)).toBe(true);
    expect(await store.putBrake({ ...waits, version: 4 })).toBe(false);
    expect(await store.brake('CT-1')).toEqual(waits);
  });

  test('takes a run off those to see to, unless it was entered again since', async () => {
    const store = await make();
    for (const run of ['CT-1', 'x'.repeat(1500)]) {
      await store.openRun(run);
      const before = (await store.openRuns()).find((each) => each.run === run);
      await store.openRun(run);
      expect(await store.closeRun(before!)).toBe(false);
    }
    for (const open of await store.openRuns()) expect(await store.closeRun(open)).toBe(true);
    expect(await store.openRuns()).toEqual([]);
  });

  test('keeps what waits for a run apart from what is to be released', async () => {
    const store = await make();
    const entry = { id: one, times_planned: 1 };
    const at = Date.UTC(2026, 8, 28);
    await store.enter({ list: 'release-statutory of R', at }, [entry]);
    expect(await store.due('release-statutory', at, 9)).toEqual([]);
    const [page] = await store.due('release-statutory of R', Number.POSITIVE_INFINITY, 9);
    expect(page).toMatchObject({ at, entries: [entry] });
    await store.strike(page!);
    expect(await store.due('release-statutory of R', Number.POSITIVE_INFINITY, 9)).toEqual([]);
  });

  test('keeps an address for the longest and the latest of workers that take it for one notice at once', async () => {
    const store = await make();
    const takers = [
      { version: 8, weeks: 1 },
      { version: 1, weeks: 9 },
      { version: 2, weeks: 3 },
    ];
    // Many at once, since only some meet in the wrong moment.
    const addresses = Array.from({ length: 10 }, (_, i) => `number${i}` as Key);
    const take = (address: Key) =>
      takers.map(({ version, weeks }) => store.takeAddress(address, { id: one, version }, weeks * WEEK, 0));
    await Promise.all(addresses.flatMap(take));
    for (const address of addresses) {
      expect(await store.addressHolder(address, 9 * WEEK - 1)).toBe(one);
      expect(await store.giveBackAddress(address, { id: one, version: 7 })).toBe(false);
      expect(await store.giveBackAddress(address, { id: one, version: 8 })).toBe(true);
    }
  });

  test('gives out every notice, and nothing else', async () => {
    const store = await make();
    for (let i = 0; i < 5; i += 1) await store.put(plannedNotice(`n${i}`));
    await store.takeAddress(number, in1(one), WEEK, 0);
    await store.putDecision({ run: 'CT-1', matter: one, told_at: 1, decided_at: 1, decisions: [] });
    const all = await pages((after) => store.all(after));
    expect(all.map(({ id }) => id).sort()).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
    expect(all.find(({ id }) => id === 'n0')).toEqual(plannedNotice('n0'));
  });
}
