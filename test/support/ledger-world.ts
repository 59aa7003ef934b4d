import type { Code } from '../../contracts/codes.ts';
import { countLedger } from '../../functions/notices/count-ledger/count-ledger.ts';
import type { Counted, Deps } from '../../functions/notices/count-ledger/deps.ts';
import type { CountStore } from '../../functions/notices/ledger/notify-count.ts';
import type { Decision, Notice } from '../../functions/notices/notice/notice.ts';
import { inMemoryCounts } from './counts.ts';
import { inMemoryNoticeStore } from './notice-store.ts';
import { keyOf, plannedNotice } from './planned-notice.ts';

export const NOW = Date.parse('2026-09-29T12:00:00+01:00');
export const HOUR = 3_600_000;
const PAGE = 3;

/** Notify's list and the notices side by side. Times are hours before now; the list is newest first. */
export function ledgerWorld(counts: CountStore = inMemoryCounts()) {
  let clock = NOW;
  const store = inMemoryNoticeStore(4);
  const atNotify: { notify_id: string; reference: string | null; stored_at: number }[] = [];
  const alarms: string[] = [];
  const told: Counted[] = [];
  const pagesRead: number[] = [];
  let broken = false;
  let calls = 0;
  const looked: string[] = [];
  const asked: string[] = [];
  const deps: Deps = {
    store: {
      all: store.all,
      get: async (id) => {
        looked.push(id);
        return store.get(id);
      },
    },
    decided: store,
    counts,
    hasApiKey: async () => true,
    now: () => clock,
    alarm: (what, details) => alarms.push(`${what} ${JSON.stringify(details)}`),
    counted: (figures) => void told.push(figures),
    notify: {
      find: async (reference) => {
        asked.push(reference);
        return atNotify
          .filter((each) => each.reference === reference)
          .map(({ notify_id }) => ({ notify_id, status: 'delivered', completed_at: null }));
      },
    },
    list: async (olderThan) => {
      calls += 1;
      if (broken) throw new Error('Notify could not be asked for its list: 500');
      const sorted = atNotify.toSorted((a, b) => b.stored_at - a.stored_at);
      const from = olderThan === null ? 0 : sorted.findIndex(({ notify_id }) => notify_id === olderThan) + 1;
      const page = sorted.slice(from, from + PAGE);
      pagesRead.push(page.length);
      return page;
    },
  };
  const putNotice = async (notice: Notice) => void (await store.put(notice));
  return {
    deps,
    atNotify,
    alarms,
    told,
    pagesRead,
    /** Notices that were read because of a message. */
    looked,
    /** References that Notify was asked for one by one. */
    asked,
    store: putNotice,
    /** A run that decided on these, so many hours ago. */
    async decided(run: string, names: string[], hours = 1) {
      const at = NOW - hours * HOUR;
      await store.putRun({
        name: run,
        file: `${run}.csv`,
        source: 'recovery-extract',
        imported_at: at,
        rows: 9,
        rejected: 0,
      });
      for (const name of names)
        await store.putDecision({
          run,
          matter: keyOf(`debt-${name}`),
          told_at: at,
          decided_at: at,
          decisions: [decisionOn(name)],
        });
    },
    break: (now: boolean) => (broken = now),
    wait: (ms: number) => (clock += ms),
    calls: () => calls,
    count: (remaining: () => number = () => 60_000) => countLedger(deps, remaining),
    result: async () => (await counts.read()).last,
    /** A text that Notify took so many hours ago, in both books. */
    async sent(name: string, hours = 1, run = 'CT-1') {
      const at = NOW - hours * HOUR;
      await putNotice(accepted(name, at, run));
      atNotify.push({ notify_id: `id-${name}`, reference: `${keyOf(name)}.sms`, stored_at: at });
    },
    extra: (notify_id: string, reference: string | null, hours = 0.5) =>
      atNotify.push({ notify_id, reference, stored_at: NOW - hours * HOUR }),
  };
}

export const decisionOn = (name: string, codes: Code[] = []): Decision => ({
  ...{ line: 2, matter_ref: name, person_ref: name, person: keyOf(`person-${name}`), bill_year: '2026-27' },
  ...{ notice_type: 'ct.reminder.first', outcome: 'sms', variant: 'full', codes, reason: null, due_at: NOW },
  notice_id: keyOf(name),
});

export const accepted = (name: string, posted_at: number, run = 'CT-1'): Notice =>
  plannedNotice(name, {
    state: 'accepted',
    run,
    claimed_at: posted_at - 1,
    attempts: {
      sms: {
        reference: `${keyOf(name)}.sms`,
        address: keyOf('a'),
        notify_id: `id-${name}`,
        posted_at,
        outcome: 'accepted',
      },
    },
  });

export const sums = (more: object = {}) => ({ attempts: 0, stored: 0, missing: 0, unknown: 0, twice: 0, ...more });

/** Eleven texts of two runs, in both books. */
export async function eleven(w: ReturnType<typeof ledgerWorld>) {
  for (let i = 0; i < 11; i += 1) await w.sent(`n${i}`, 1 + i / 10, i < 4 ? 'CT-1' : 'CT-2');
}
