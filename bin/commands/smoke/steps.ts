import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountNamed, AccountView } from '../../../contracts/officers/account.ts';
import type { Ledger } from '../../../contracts/officers/ledger.ts';
import type { NoticeView } from '../../../contracts/officers/notices.ts';
import type { AskedView, PublicationAsked } from '../../../contracts/officers/performance.ts';
import type { StatusView } from '../../../contracts/officers/status.ts';
import { SMOKE_NOTICE, SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import { deliver } from '../deliver-file.ts';
import { Failed, NotFound } from '../trouble.ts';
import type { SmokePlace } from './place.ts';

/** What a step found, in words. */
export type Passed = { said: string };

type Step = {
  name: string;
  limit_seconds: number;
  /** Where to look when it fails. */
  look: string;
  /** @param until the instant at which its time is over. @throws Failed */
  run: (place: SmokePlace, until: number) => Promise<Passed>;
};

export const STEPS: readonly Step[] = [
  {
    name: 'status',
    limit_seconds: 40,
    look: 'CRIER_URL and CRIER_TOKEN, then http-api and explain-notices in docs/runbook.md',
    run: async ({ officers }) => {
      const { sending, stops } = await officers.get<StatusView>('status');
      if (stops.some(({ kind }) => kind !== 'template'))
        throw new Failed('Sending is stopped: npm run crier -- status says why.');
      return { said: `it answers, and its sending is ${sending}` };
    },
  },
  {
    name: 'file',
    limit_seconds: 180,
    look: 'receive-file and import-file in docs/runbook.md; npm run crier -- dead import-file',
    run: async ({ officers, url, sourceToken, ref, mobile }, until) => {
      const folder = mkdtempSync(join(tmpdir(), 'crier-smoke-'));
      const file = join(folder, `${ref}.csv`);
      try {
        // By the stack's clock, which npm start has ahead.
        const { now } = await officers.get<StatusView>('status');
        writeFileSync(file, `check_ref,begun_at,tester_mobile\n${ref},${now},${mobile}\nTRAILER,1\n`);
        const job = { file, layout: SMOKE_TEST, source: SMOKE_TEST, waitSeconds: secondsTo(until) };
        const { receipt } = await deliver({ url, token: () => sourceToken }, job);
        if (!receipt) throw new Failed('The file was delivered, and no receipt came.');
        if (receipt.outcome !== 'taken' || receipt.taken !== 1)
          throw new Failed(`The file was ${receipt.outcome}: ${receipt.reasons.map(({ text }) => text).join('; ')}`);
        return { said: 'a file came in by HTTPS, and has its receipt' };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
  {
    name: 'text',
    limit_seconds: 600,
    look: 'plan-notices, release-notices, send-notices and track-notices in docs/runbook.md; npm run crier -- queues',
    run: async (place, until) => {
      const notice = await waitFor(
        until,
        () => noticeOf(place),
        ({ state }) => ENDS.has(state) || state === 'delivered',
      );
      const reason = notice.history.at(-1)?.reason ?? '';
      if (notice.state === 'delivered') return { said: 'a text was sent, and Notify says that it was delivered' };
      const why = WITHHELD[reason];
      if (notice.state === 'withheld' && why) return { said: why };
      throw new Failed(`The notice ended as ${notice.state}${reason && ` (${reason})`}.`);
    },
  },
  {
    name: 'ledger',
    limit_seconds: 120,
    look: 'explain-notices and count-ledger in docs/runbook.md; npm run crier -- ledger',
    run: async ({ officers }) => {
      const { balanced, planned } = await officers.get<Ledger>('ledger');
      if (!balanced) throw new Failed('The ledger does not balance.');
      return { said: `it balances, with ${planned} notices` };
    },
  },
  {
    name: 'open data',
    limit_seconds: 900,
    look: 'publish-datasets and answer-officers in docs/runbook.md; npm run crier -- dead publish-datasets',
    run: async ({ officers, site }, until) => {
      if (site === null) return { said: 'left out: give --site or CRIER_SITE' };
      await officers.post<AskedView>('publish', {} satisfies PublicationAsked);
      const at = `${site.replace(/\/+$/, '')}/open-data/datapackage.json`;
      const { resources } = await waitFor(
        until,
        () => packageAt(at),
        ({ resources }) => resources.length > 0,
      );
      return { said: `a release is there, with ${resources.length} files` };
    },
  },
];

const ENDS = new Set<string>(['withheld', 'blocked', 'expired', 'cancelled', 'exhausted']);

/** Ways in which all was done that could be. */
const WITHHELD: Readonly<Record<string, string>> = {
  shadow: 'everything but the posting was done: the stage is in shadow',
  'allow-list': 'everything but the posting was done: nobody is on the allow_list of the stage',
  'smoke-test': 'Notify took a text to its own number for tests, and sends nothing there',
};

async function noticeOf({ officers, ref }: SmokePlace): Promise<NoticeView | null> {
  try {
    const account = await officers.post<AccountView>('explain', { account_ref: ref } satisfies AccountNamed);
    return account.notices.find(({ notice_type }) => notice_type === SMOKE_NOTICE) ?? null;
  } catch (error) {
    if (error instanceof NotFound) return null; // it is not planned yet
    throw error;
  }
}

async function packageAt(url: string): Promise<{ resources: unknown[] } | null> {
  const response = await fetch(url).catch(() => null);
  return response?.ok ? ((await response.json()) as { resources: unknown[] }) : null;
}

const secondsTo = (until: number): number => Math.max(1, Math.round((until - Date.now()) / 1000));

const EVERY_MS = 2_000;

/** @throws Failed when the time is over. */
async function waitFor<T>(until: number, look: () => Promise<T | null>, isDone: (found: T) => boolean): Promise<T> {
  let last: T | null = null;
  while (Date.now() < until) {
    last = await look();
    if (last !== null && isDone(last)) return last;
    await sleep(EVERY_MS);
  }
  throw new Failed(last === null ? 'There is nothing of it.' : 'Its time is over, and it is not there yet.');
}
