import type { Found, NotifyPort, Posted } from '../../functions/shared/notify/notify.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A message that Notify has stored. */
export type StoredMessage = Found & { reference: string; stored_at: number };

const SERVER_CUTS_MS = 30_000;
const RATE = 50;
const BUCKET = 1000;

/**
 * Notify as its sheet has it: no idempotency, a token bucket that locks out, answers that come after storing or never,
 * requests that run on for up to 30 s after the caller has gone, and receipts that come early, twice, late or not at all.
 */
export function simulatedNotify(
  time: VirtualTime,
  { random, healedAt, receipt }: { random: Random; healedAt: number; receipt: (message: StoredMessage) => void },
) {
  const stored: StoredMessage[] = [];
  const posts: { reference: string; at: number }[] = [];
  const bucket = { tokens: BUCKET, filledAt: time.now() };

  function admits(): boolean {
    const grown = Math.floor(((time.now() - bucket.filledAt) * RATE) / 1000);
    bucket.tokens = Math.min(BUCKET, bucket.tokens + grown);
    bucket.filledAt += (grown * 1000) / RATE;
    bucket.tokens = Math.max(0, bucket.tokens - 1);
    return bucket.tokens >= 1;
  }

  function store(reference: string): StoredMessage {
    const message: StoredMessage = {
      notify_id: `m${stored.length + 1}`,
      reference,
      status: 'created',
      completed_at: null,
      stored_at: time.now(),
    };
    stored.push(message);
    const ends = time.now() + random.int(20, 60_000);
    const status =
      reference.endsWith('.sms') && random.chance(0.15)
        ? random.pick(['permanent-failure', 'temporary-failure', 'technical-failure'])
        : 'delivered';
    time.at(ends, () => {
      Object.assign(message, { status, completed_at: time.now() });
      for (const copy of copies()) time.at(time.now() + copy, () => receipt({ ...message }));
    });
    return message;
  }
  // Lost, once, twice; at once, or minutes later.
  const copies = () =>
    random.chance(0.1)
      ? []
      : random.chance(0.15)
        ? [random.int(0, 50), random.int(0, 900_000)]
        : [random.int(0, 3_000)];

  async function post(reference: string, timeoutMs: number): Promise<Posted> {
    posts.push({ reference, at: time.now() });
    if (!admits()) return { kind: 'rate-limited' };
    const faulty = time.now() < healedAt;
    const dice = faulty ? random.next() : 1;
    if (dice < 0.03) return { kind: 'refused', error: 'ValidationError' };
    if (dice < 0.05) return { kind: 'not-stored' };
    if (dice < 0.08) return { kind: 'uncertain', error: 'http-500' };
    if (dice < 0.13) {
      store(reference);
      await time.after(random.int(1, 2_000));
      return { kind: 'uncertain', error: random.pick(['http-500', 'http-504', 'ECONNRESET']) };
    }
    if (dice < 0.19) {
      // The caller gives up; the request runs on, and stores, up to 30 s after it left.
      time.at(time.now() + random.int(timeoutMs, SERVER_CUTS_MS), () => store(reference));
      await time.after(timeoutMs);
      return { kind: 'uncertain', error: 'ERR_CANCELED' };
    }
    await time.after(random.int(5, 300));
    const message = store(reference);
    await time.after(random.int(5, faulty ? 2_000 : 100)); // a receipt may be quicker
    return { kind: 'accepted', notify_id: message.notify_id };
  }

  const port: NotifyPort = {
    post: ({ reference }, timeoutMs) => post(reference, timeoutMs),
    find: async (reference) => {
      if (time.now() < healedAt && random.chance(0.05)) throw new Error('Notify could not be asked: 503');
      return stored.filter((each) => each.reference === reference).reverse();
    },
  };
  return { port, stored, posts };
}
