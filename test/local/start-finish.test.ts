import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../contracts/officers/ledger.ts';
import { ending, untilFinished } from '../../infra/local/start/finish.ts';
import type { Officers } from '../../infra/local/start/officers.ts';
import { ledger, NOW, officersWith, told } from '../support/console-feed.ts';

/** A run whose ledger goes from one picture to the next each time it is asked for; time goes on by the pauses alone. */
function waitingFor(pictures: Partial<Ledger>[], more: { officers?: Officers; dueAt?: number | null } = {}) {
  let time = 0;
  let asked = 0;
  const words: string[] = [];
  const officers = more.officers ?? officersWith([]);
  const waiting = {
    officers: { ...officers, ledger: async () => ledger(pictures[Math.min(asked++, pictures.length - 1)]!) },
    dueAt: async () => more.dueAt ?? null,
    now: () => NOW,
    idle: () => true,
    deadLetters: () => [] as { name: string; count: number }[],
    time: () => time,
    pass: () => false,
    pause: async (ms: number) => {
      time += ms;
    },
    doing: (each: string) => void words.push(each),
  };
  return { waiting, words, elapsed: () => time };
}

const COUNTING = 'Counting what Notify has';
const open = (open_by_state: Record<string, number>): Partial<Ledger> => ({ open_by_state });

describe('the end of a run', () => {
  it('comes when nothing is open', async () => {
    expect(await untilFinished(waitingFor([open({})]).waiting)).toEqual({ ok: true });
  });

  it.each(['sending', 'uncertain', 'failed', 'refused'])('waits for a notice that is %s', async (state) => {
    const { waiting, words } = waitingFor([open({ [state]: 1 }), open({})]);
    expect(await untilFinished(waiting)).toEqual({ ok: true });
    expect(words).toEqual(['Waiting: 1 on their way to Notify', COUNTING]);
  });

  it('waits for a planned notice that is due, and not for one that is due tomorrow', async () => {
    const officers = officersWith([told({ state: 'planned', due_at: new Date(NOW).toISOString() })]);
    const due = waitingFor([open({ planned: 1 }), open({})], { officers, dueAt: NOW });
    expect(await untilFinished(due.waiting)).toEqual({ ok: true });
    expect(due.words).toEqual(['Waiting: 1 planned', COUNTING]);
    const putOff = waitingFor([open({ planned: 1 })], { officers, dueAt: NOW + 86_400_000 });
    expect(await untilFinished(putOff.waiting)).toEqual({ ok: true });
    const tomorrow = officersWith([told({ state: 'planned', due_at: '2026-09-30T08:30:00Z' })]);
    const later = waitingFor([open({ planned: 1 })], { officers: tomorrow, dueAt: NOW });
    expect(await untilFinished(later.waiting)).toEqual({ ok: true });
  });

  it('waits until Notify was asked once about a silent receipt, and no longer', async () => {
    const silent = { ...open({ accepted: 2 }), accepted_unasked: 2 };
    const asked = { ...open({ accepted: 2 }), accepted_unasked: 0 };
    const { waiting, words, elapsed } = waitingFor([silent, silent, asked]);
    expect(await untilFinished(waiting)).toEqual({ ok: true });
    expect(words[0]).toBe('Waiting: 2 without a receipt yet: Notify is asked after a minute');
    expect(elapsed()).toBe(1000);
  });

  const notify = { ...{ from: '2026-09-22', attempts: 9, found: [] }, missing: 0, unknown: 0, twice: 0, stored: 9 };

  it('waits for a count of what Notify has that is new enough, and is bad where that differs', async () => {
    const older = { ...open({}), notify: { ...notify, counted_at: '2026-09-29T08:59:00Z', agrees: true } };
    const differs = { counted_at: '2026-09-29T09:00:00Z', missing: 2, twice: 1, agrees: false };
    const newer = { ...open({}), balanced: false, notify: { ...notify, ...differs } };
    const officers = { ...officersWith([]), askForCount: async () => '2026-09-29T09:00:00Z' };
    const { waiting, words } = waitingFor([older, older, older, newer], { officers });
    expect(await untilFinished(waiting)).toEqual({
      ok: false,
      reason: expect.stringMatching(/differ: 2 that it took and has no more, 1 stored beside the one of their notice/),
    });
    expect(words).toEqual([COUNTING]);
  });

  it('has a ledger counted that is too large to add up: what the last count knew may be long over', async () => {
    const counted_at = '2026-09-29T09:00:00Z';
    const was = { ...open({}), as_of: '2026-09-29T03:00:00Z' };
    const is = (more: Partial<Ledger>) => ({
      ...more,
      as_of: counted_at,
      notify: { ...notify, counted_at, agrees: true },
    });
    const officers = { ...officersWith([]), askForCount: async () => counted_at };
    const { waiting, words } = waitingFor([was, was, is(open({ sending: 1 })), is(open({}))], { officers });
    expect(await untilFinished(waiting)).toEqual({ ok: true });
    expect(words.slice(0, 2)).toEqual([COUNTING, 'Waiting: 1 on their way to Notify']);
  });

  it('ends badly where Notify cannot be asked for its list, and does not wait for ever', async () => {
    const officers = { ...officersWith([]), askForCount: async () => '2026-09-29T09:00:00Z' };
    const { waiting, elapsed } = waitingFor([open({})], { officers });
    expect(await untilFinished(waiting)).toEqual({
      ok: false,
      reason: expect.stringMatching(/could not be asked for its list/),
    });
    expect(elapsed()).toBeLessThan(190_000);
  });

  it('says so when sending is stopped while something is due', async () => {
    const officers = officersWith([told({ state: 'planned', due_at: null })]);
    const stop = { kind: 'officer' as const, template: null, by: 'officer', at: 'x', reason: 'wrong figures' };
    const stopped = { ...officers, status: async () => ({ ...(await officers.status()), stops: [stop] }) };
    const { waiting } = waitingFor([open({ planned: 1 })], { officers: stopped, dueAt: NOW });
    expect(await untilFinished(waiting)).toEqual({ ok: false, reason: 'sending is stopped (officer): wrong figures' });
  });

  it('gives up when nothing moves any more', async () => {
    const { waiting, elapsed } = waitingFor([open({ uncertain: 1 })]);
    expect(await untilFinished(waiting)).toMatchObject({ ok: false, reason: expect.stringContaining('nothing moves') });
    expect(elapsed()).toBeGreaterThanOrEqual(600_000);
  });

  it('is bad with a dead letter or a ledger that does not balance', () => {
    expect(ending(ledger(), [{ name: 'plan-notices', count: 2 }])).toMatchObject({
      ok: false,
      reason: expect.stringContaining('2 of plan-notices'),
    });
    expect(ending(ledger({ balanced: false }), [])).toMatchObject({ ok: false });
    expect(ending(ledger({ balanced: false, faults: [{ notice: 'n', fault: 'last-step' }] }), [])).toEqual({
      ok: false,
      reason: expect.stringMatching(/does not balance: 1 or more notices are not where their history leads\. See/),
    });
    expect(ending(ledger(), [{ name: 'plan-notices', count: 0 }])).toEqual({ ok: true });
  });
});
