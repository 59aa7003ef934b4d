import type { Found, Message, NotifyPort, Posted } from '../../functions/shared/notify/notify.ts';
import { type Neighbour, sharedBucket, tokenBucket } from './bucket.ts';
import type { Mischief } from './faults.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A message that Notify has stored. */
export type StoredMessage = Found & { reference: string; to: string; stored_at: number };

/** How this schedule's Notify is. */
export type NotifyKind = {
  perSecond: number;
  capacity: number;
  tokens: number;
  neighbour: Neighbour | null;
  /** Never hears what became of these, and forgets them after seven days: how many of the first messages. */
  silent: number;
  /** Share of posts that are refused in words that we do not know. */
  odd: number;
  /** Share of texts that fail for good. */
  failing: number;
  /** Share of emails that fail for good. */
  unreachable?: number;
  /** Share of letters that cannot be printed. */
  unprintable: number;
  /** Share of phones that are off for long. */
  off: number;
  /** How long a post takes at an instant, beside the fraction of a second that it always does. */
  postMs?: (now: number) => number;
};

/** Notify's own size, and nothing wrong with it. */
export const CALM: NotifyKind = {
  perSecond: 50,
  capacity: 1000,
  tokens: 1000,
  neighbour: null,
  silent: 0,
  odd: 0,
  failing: 0,
  unprintable: 0,
  off: 0,
};

const SERVER_CUTS_MS = 30_000;
const FORGETS_AFTER_MS = 7 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const UNPRINTABLE = ['validation-failed', 'virus-scan-failed'] as const;
const FAILURES = ['permanent-failure', 'temporary-failure', 'technical-failure'] as const;

/**
 * Notify as its sheet has it: no idempotency, a token bucket that locks out, answers that come after storing or never,
 * requests that run on for up to 30 s after the caller has gone, and receipts that come early, twice, late or not at all.
 */
export function simulatedNotify(
  time: VirtualTime,
  { kind, mischief, receipt }: { kind: NotifyKind; mischief: Mischief; receipt: (message: StoredMessage) => void },
) {
  const { random, happens, met } = mischief;
  const stored: StoredMessage[] = [];
  const bucket = sharedBucket(time.now, tokenBucket(time.now, kind), kind.neighbour);
  let pending = 0;
  const later = (ms: number, what: () => void) => {
    pending += 1;
    time.at(time.now() + ms, () => {
      pending -= 1;
      what();
    });
  };

  function store({ reference, to }: Message): StoredMessage {
    const at = { status: 'created', completed_at: null, stored_at: time.now() };
    const message: StoredMessage = { notify_id: `m${stored.length + 1}`, reference, to, ...at };
    stored.push(message);
    if (reference.endsWith('.letter')) return printed(message);
    if (stored.length <= kind.silent) return message;
    const { failing, unreachable = 0 } = kind;
    const fails = reference.endsWith('.sms') ? random.chance(failing) : unreachable > 0 && random.chance(unreachable);
    later(random.chance(kind.off) ? random.int(60_000, 1_800_000) : random.int(20, 60_000), () => {
      Object.assign(message, { status: fails ? random.pick(FAILURES) : 'delivered', completed_at: time.now() });
      for (const copy of copies()) later(copy, () => receipt({ ...message }));
    });
    return message;
  }
  /** Scanned, checked and printed; nothing of it is called back. */
  function printed(letter: StoredMessage): StoredMessage {
    letter.status = 'pending-virus-check';
    const ends = random.chance(kind.unprintable) ? random.pick(UNPRINTABLE) : 'received';
    const scan = happens('scan lost', 0.2) ? random.int(1, 6) * HOUR_MS : random.int(20, 60_000);
    later(scan, () => {
      letter.status = ends === 'received' ? 'accepted' : ends;
      if (ends !== 'received') letter.completed_at = time.now();
      else
        later(random.int(1, 20) * HOUR_MS, () =>
          Object.assign(letter, { status: ends, completed_at: time.now(), cost_pence: 61 }),
        );
    });
    return letter;
  }
  // Lost, once, twice; at once, or minutes later.
  function copies(): number[] {
    if (happens('receipt lost', 0.1)) return [];
    if (happens('receipt twice', 0.15)) return [random.int(0, 50), random.int(0, 900_000)];
    return [happens('receipt late', 0.1) ? random.int(60_000, 1_500_000) : random.int(0, 3_000)];
  }

  async function post(message: Message, timeoutMs: number): Promise<Posted> {
    if (!bucket()) {
      met.set('429', (met.get('429') ?? 0) + 1);
      return { kind: 'rate-limited' };
    }
    if (happens('400', 0.06)) return { kind: 'refused', error: 'ValidationError' };
    if (happens('words unknown', kind.odd))
      return { kind: 'unknown', error: random.pick(['BadRequestError', 'http-418']) };
    if (happens('403', 0.01)) return { kind: 'set-up', error: 'AuthError' };
    if (happens('day used up', 0.003)) return { kind: 'day-used-up' };
    if (happens('no connection', 0.02)) return { kind: 'not-stored' };
    if (happens('500 not stored', 0.03)) return { kind: 'uncertain', error: 'http-500' };
    if (happens('stored and then 500 or 504 or reset', 0.05)) {
      store(message);
      await time.after(random.int(1, 2_000));
      return { kind: 'uncertain', error: random.pick(['http-500', 'http-504', 'ECONNRESET']) };
    }
    if (happens('stalled', 0.06)) {
      // The caller gives up; the request runs on, and stores or not, up to 30 s after it left.
      if (random.chance(0.8)) later(random.int(timeoutMs, SERVER_CUTS_MS), () => store(message));
      await time.after(timeoutMs);
      return { kind: 'uncertain', error: 'ERR_CANCELED' };
    }
    await time.after(kind.postMs?.(time.now()) ?? random.int(5, 300));
    const { notify_id } = store(message);
    await time.after(happens('receipt before the answer', 0.3) ? random.int(100, 9_000) : random.int(5, 100));
    return { kind: 'accepted', notify_id };
  }

  const port: NotifyPort = {
    post,
    find: async (reference) => {
      if (happens('cannot be asked', mischief.faults.unaskable)) throw new Error('Notify could not be asked: 503');
      const kept = stored.filter(({ stored_at }) => time.now() - stored_at < FORGETS_AFTER_MS);
      return kept.filter((each) => each.reference === reference).reverse();
    },
  };
  return { port, stored, pending: () => pending };
}
