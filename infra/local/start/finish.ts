import type { AtNotify, Ledger } from '../../../contracts/officers/ledger.ts';
import type { State } from '../../../contracts/officers/words.ts';
import { noticesDueBy } from './notices-due.ts';
import type { Officers } from './officers.ts';

/** How a run that may end does end. */
export type Ending = { ok: true } | { ok: false; reason: string };

/** What is still to be waited for, in words; or that nothing is. */
export type Remaining = { kind: 'nothing' } | { kind: 'wait'; words: string } | { kind: 'stopped'; reason: string };

// A notice that is put off for a moment (a 429, a late slot) comes back within a minute: that is not "later".
const SOON_MS = 90_000;

/** How long Notify's list may take to be counted: a Notify that cannot be asked is tried again each minute. */
const COUNTED_WITHIN_MS = 3 * 60_000;

const UNCOUNTED =
  'Notify could not be asked for its list for three minutes, so it is not known whether the ledger agrees with it. ' +
  'Try again when it answers: npm run crier -- ledger --count';

/** After so long without any change while something should be going on, waiting is over. */
const STUCK_MS = 10 * 60_000;

const MOVING: readonly State[] = ['sending', 'uncertain', 'failed', 'refused'];

type Looking = {
  officers: Officers;
  /** When the notice is due now, in milliseconds since 1970; null if it waits no longer. */
  dueAt: (noticeId: string) => Promise<number | null>;
  /** The platform's clock. */
  now: () => number;
};

/** What is left to do when all queues are empty. */
export async function remaining({ officers, dueAt, now }: Looking, ledger: Ledger): Promise<Remaining> {
  const { stops } = await officers.status();
  const count = (state: State) => ledger.open_by_state[state] ?? 0;
  const moving = MOVING.reduce((sum, state) => sum + count(state), 0);
  if (moving > 0) return { kind: 'wait', words: `${moving} on their way to Notify` };
  if (count('planned') > 0 && (await anyDue({ officers, dueAt, now }))) {
    const [stop] = stops;
    if (stop) return { kind: 'stopped', reason: `sending is stopped (${stop.by}): ${stop.reason}` };
    return { kind: 'wait', words: `${count('planned')} planned` };
  }
  if (ledger.accepted_unasked > 0) {
    return { kind: 'wait', words: `${ledger.accepted_unasked} without a receipt yet: Notify is asked after a minute` };
  }
  const told = await deliveriesDue(officers, now() + SOON_MS);
  if (told > 0) return { kind: 'wait', words: `${told} that other systems are told within a minute or so` };
  return { kind: 'nothing' };
}

async function deliveriesDue(officers: Officers, soon: number): Promise<number> {
  let due = 0;
  for await (const page of officers.deliveries())
    due += page.filter(({ due_at }) => due_at !== null && Date.parse(due_at) <= soon).length;
  return due;
}

async function anyDue({ now, ...looking }: Looking): Promise<boolean> {
  for await (const _ of noticesDueBy(now() + SOON_MS, looking)) return true;
  return false;
}

type Waiting = Looking & {
  /** All queues are empty and nothing runs. */
  idle: () => boolean;
  deadLetters: () => { name: string; count: number }[];
  /** Milliseconds that only go up, by what is passed too. */
  time: () => number;
  /** Lets the time that is waited for go by at once; false where it has to be waited for. */
  pass: () => boolean;
  pause: (ms: number) => Promise<void>;
  doing: (words: string) => void;
};

/** Waits until nothing is left to do, and says how it ended. */
export async function untilFinished(waiting: Waiting): Promise<Ending> {
  let seen = '';
  let since = waiting.time();
  for (;;) {
    if (!waiting.idle()) {
      await waiting.pause(waiting.pass() ? 0 : 50);
      continue;
    }
    const ledger = await ledgerOfNow(waiting);
    const now = JSON.stringify(ledger);
    if (now !== seen) {
      seen = now;
      since = waiting.time();
    }
    const quietMs = waiting.time() - since;
    const left = await remaining(waiting, ledger);
    if (left.kind === 'nothing' && waiting.idle()) {
      const { ledger: last, isCounted } = await counted(waiting);
      const end = ending(last, waiting.deadLetters());
      return end.ok && !isCounted ? { ok: false, reason: UNCOUNTED } : end;
    }
    if (left.kind === 'stopped') return { ok: false, reason: left.reason };
    if (left.kind === 'wait') {
      if (quietMs > STUCK_MS) return { ok: false, reason: `nothing moves any more: ${left.words}` };
      waiting.doing(`Waiting: ${left.words}`);
    }
    await waiting.pause(waiting.pass() ? 0 : 500);
  }
}

/** One that is too large to be added up for an answer is counted: the last count says nothing of what is left to do now. */
async function ledgerOfNow(waiting: Waiting): Promise<Ledger> {
  const ledger = await waiting.officers.ledger();
  return ledger.as_of === null ? ledger : (await counted(waiting)).ledger;
}

/** The ledger, and whether with what Notify lists now; with an older count, or none, where Notify cannot be asked. */
async function counted({ officers, time, pause, doing }: Waiting): Promise<{ ledger: Ledger; isCounted: boolean }> {
  const wanted = await officers.askForCount();
  const until = time() + COUNTED_WITHIN_MS;
  doing('Counting what Notify has');
  for (;;) {
    const ledger = await officers.ledger();
    const isCounted = (ledger.notify?.counted_at ?? '') >= wanted;
    if (isCounted || time() > until) return { ledger, isCounted };
    await pause(200);
  }
}

export function ending(ledger: Ledger, dead: { name: string; count: number }[]): Ending {
  const letters = dead.filter(({ count }) => count > 0);
  if (letters.length > 0) {
    const words = letters.map(({ name, count }) => `${count} of ${name}`).join(', ');
    return { ok: false, reason: `dead letters are left: ${words}. docs/runbook.md says what to do` };
  }
  if (ledger.balanced && ledger.notify?.agrees !== false) return { ok: true };
  const { lost, faults, notify } = ledger;
  const astray = faults.filter(({ fault }) => fault !== 'lost').length;
  const wrong = [
    lost > 0 && `${lost} notices were planned and are there no more`,
    astray > 0 && `${astray} or more notices are not where their history leads`,
    notify?.agrees === false && differenceWords(notify),
  ].filter(Boolean);
  const words = ['the ledger does not balance', ...(wrong.length > 0 ? [wrong.join('; ')] : [])].join(': ');
  return { ok: false, reason: `${words}. See npm run crier -- ledger` };
}

function differenceWords({ missing, unknown, twice }: AtNotify): string {
  const found = [
    missing > 0 && `${missing} that it took and has no more`,
    unknown > 0 && `${unknown} that no notice tells of`,
    twice > 0 && `${twice} stored beside the one of their notice`,
  ].filter(Boolean);
  return `Notify's list and the notices differ: ${found.join(', ')}`;
}
