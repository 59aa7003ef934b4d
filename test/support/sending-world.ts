import type { CloudEvent } from '../../contracts/envelope.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import type {
  Notice,
  ReconcileMessage,
  SendMessage,
  State,
  TrackMessage,
} from '../../functions/notices/notice/notice.ts';
import { reconcileNotices } from '../../functions/notices/reconcile-notices/reconcile-notices.ts';
import { releaseNotices } from '../../functions/notices/release-notices/release-notices.ts';
import type { Look } from '../../functions/notices/rules/look.ts';
import type { Settings } from '../../functions/notices/rules/settings.ts';
import { sendNotices } from '../../functions/notices/send-notices/send-notices.ts';
import { enterAndPut, toRelease } from '../../functions/notices/steps/agenda.ts';
import type { Overdue } from '../../functions/notices/steps/overdue.ts';
import { trackNotices } from '../../functions/notices/track-notices/track-notices.ts';
import type { Now } from '../../functions/shared/clock.ts';
import type { ReadDocuments } from '../../functions/shared/documents.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { Found, Posted } from '../../functions/shared/notify/notify.ts';
import type { Outcome } from '../../functions/shared/outcome.ts';
import { RULES, TUESDAY_TEN } from './builders.ts';
import { inMemoryDocuments } from './documents.ts';
import { inMemoryNoticeStore } from './notice-store.ts';
import { aBrake, plannedNotice, recipientOf } from './planned-notice.ts';
import { inMemoryRegister } from './register.ts';

const SEND_TIMEOUT_MS = 30_000;
const ROUND_TIMEOUT_MS = 60_000;
const VISIBILITY_MS = 6 * SEND_TIMEOUT_MS;

export const SETTINGS: Settings = {
  council_name: 'Stockton Council',
  phone: '01642 397108',
  ...RULES,
  website: 'stockton.gov.uk',
  opening_hours: { opens: '08:30', shuts: '17:00' },
  reply_sender_id: null,
  services: {},
  targets: {},
  responsible: {},
  sending: 'live',
  allow_list: [],
  posts_per_second: 45,
  daily_limits: { sms: 250_000, email: 250_000, letter: 20_000 },
  letter_postage: 'second',
  receipt_silence_seconds: 60,
  letter_silence_seconds: 60,
  template_ids: {},
};

type Stored = Found & { reference: string; to: string; template: string };
type Queued = { at: number; run: () => Promise<Outcome> };

/** A worker that dies: thrown by a port on purpose. Nothing may catch it but the queue. */
export class Killed extends Error {}

/**
 * The four sending cores on ports in memory and a clock that jumps from event to event. Queues deliver at least once:
 * a message whose worker was killed comes again after its visibility.
 */
export function sendingWorld(
  options: {
    settings?: Partial<Settings>;
    killAtAwait?: number;
    store?: (now: Now) => ReturnType<typeof inMemoryNoticeStore>;
  } = {},
) {
  let clock = TUESDAY_TEN;
  let awaits = 0;
  const now = () => clock;
  const store = options.store?.(now) ?? inMemoryNoticeStore();
  const settings = { ...SETTINGS, ...options.settings };
  const queue: Queued[] = [];
  const events: CloudEvent[] = [];
  const alarms: string[] = [];
  const logThrown = (notice: Key) => void alarms.push(`failed ${notice}`);
  const atNotify: Stored[] = [];
  const looks = new Map<Key, Look | ((at: number) => Look)>();
  /** What the look at release sees, where it lags behind. */
  const glances = new Map<Key, Look>();
  const nextLooks = new Map<Key, Look | null>();
  const answers: ((stored: () => Stored) => Posted)[] = [];

  // What a dead worker still tries comes to nothing, until the queue gives its message to another.
  let dead = false;
  const die = (at: number) => {
    dead ||= at === options.killAtAwait;
    if (dead) throw new Killed();
  };
  /** Counts an await, and dies at the one that was asked for: before its effect, or (odd) after. */
  const point = async <T>(effect: () => Promise<T>): Promise<T> => {
    die(awaits++);
    const result = await effect();
    die(awaits++);
    return result;
  };
  const guarded = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value === 'function') return (...args: unknown[]) => point(async () => value.apply(target, args));
        return typeof value === 'object' && value !== null ? guarded(value as object) : value;
      },
    });

  const deliver = (at: number, run: () => Promise<Outcome>) => queue.push({ at, run });
  const wake = (delaySeconds: number) => point(async () => void deliver(clock + delaySeconds * 1000, round));
  const track = (message: TrackMessage) =>
    point(async () => void deliver(clock, () => trackNotices(trackDeps, message)));
  const publish = (facts: CloudEvent[]) => point(async () => void events.push(...facts));
  const shared = { store: guarded(store), publish, wake, now, council: 'stockton', catalogue: ourCatalogue };

  const look = async (notice: Notice, at: number): Promise<Look> => {
    const found = looks.get(notice.id) ?? goTo(notice);
    return typeof found === 'function' ? found(at) : found;
  };
  const glance = async (notice: Notice, at: number) => glances.get(notice.id) ?? look(notice, at);
  const notify = {
    post: (message: { to: string; template: string; reference: string }): Promise<Posted> =>
      point(async () => {
        const storeIt = () => {
          const stored = { notify_id: `n${atNotify.length + 1}`, status: 'created', completed_at: null, ...message };
          atNotify.push(stored);
          return stored;
        };
        const answer = answers.shift();
        return answer ? answer(storeIt) : { kind: 'accepted', notify_id: storeIt().notify_id };
      }),
    find: (reference: string) => point(async () => atNotify.filter((each) => each.reference === reference).reverse()),
  };
  const documents = inMemoryDocuments();
  const alarm = (what: string) => void alarms.push(what);
  const register = inMemoryRegister(now);
  const trackDeps = {
    ...shared,
    alarm,
    register,
    lookAtNextChannel: async (notice: Notice) => nextLooks.get(notice.id) ?? null,
  };
  const sendDeps = {
    ...shared,
    look,
    documents: guarded(documents as ReadDocuments),
    notify,
    track,
    settings,
    timeout_ms: SEND_TIMEOUT_MS,
    alarm,
    askLater: (notice: Key, delaySeconds: number) =>
      point(async () => void deliver(clock + delaySeconds * 1000, () => reconcile({ notice }))),
  };
  const enqueue = (messages: { body: SendMessage; delaySeconds: number }[]) =>
    point(async () => {
      for (const { body, delaySeconds } of messages) deliver(clock + delaySeconds * 1000, () => send(body));
    });
  const budget = (ms: number) => {
    const end = clock + ms;
    return () => end - clock;
  };
  const send = (body: SendMessage) => sendNotices(sendDeps, { body, remainingMs: budget(SEND_TIMEOUT_MS) });
  const reconcile = (body: ReconcileMessage) =>
    reconcileNotices(
      {
        ...shared,
        notify,
        track,
        alarm: sendDeps.alarm,
        logThrown,
        receipt_silence_seconds: settings.receipt_silence_seconds,
        letter_silence_seconds: settings.letter_silence_seconds,
      },
      { body, remainingMs: budget(ROUND_TIMEOUT_MS) },
    );
  const overdue: Overdue[] = [];
  const round = ({ tellsOverdue = false } = {}) =>
    releaseNotices(
      {
        ...shared,
        look,
        glance,
        enqueue,
        logThrown,
        tellDue: (found) => void overdue.push(found),
        alarm,
        brake: settings.brake,
        council_words: settings,
        posts_per_second: settings.posts_per_second,
        daily_limits: settings.daily_limits,
      },
      { owner: `round ${awaits}`, remainingMs: budget(ROUND_TIMEOUT_MS), tellsOverdue },
    );

  /** Runs everything that comes due up to an instant; the schedules wake release and reconcile each minute. */
  async function runUntil(end: number): Promise<void> {
    for (let minute = clock; minute <= end; minute += 60_000) {
      deliver(minute, round);
      deliver(minute, () => reconcile({}));
      await runWhatIsDue(Math.min(minute + 59_999, end));
    }
    clock = Math.max(clock, end);
  }

  async function runWhatIsDue(end: number): Promise<void> {
    for (;;) {
      queue.sort((a, b) => a.at - b.at);
      const next = queue[0];
      if (!next || next.at > end) break;
      queue.shift();
      clock = Math.max(clock, next.at);
      const again = () => deliver(clock + VISIBILITY_MS, next.run);
      await next.run().then(
        (outcome) => outcome.kind === 'retry' && again(),
        (error) => {
          if (!(error instanceof Killed)) throw error;
          dead = false;
          again();
        },
      );
    }
  }

  async function plan(id: string, more: Partial<Notice> = {}): Promise<Key> {
    const notice = plannedNotice(id, more);
    await enterAndPut(store, notice, toRelease(ourCatalogue, notice, notice.due_at));
    // The usual run has been weighed: what that needs has tests of its own.
    await store.putBrake(aBrake());
    await store.takeAddress(notice.address, notice, clock + 168 * 3_600_000, clock);
    return notice.id;
  }
  const receipt = (reference: string, status: string) => {
    const found = atNotify.find((each) => each.reference === reference);
    if (found) found.status = status;
    const message = {
      kind: 'receipt',
      reference,
      notify_id: found?.notify_id ?? 'n0',
      status,
      completed_at: clock,
    } as const;
    deliver(clock, () => trackNotices(trackDeps, message));
  };
  const stateOf = async (id: Key): Promise<State | undefined> => (await store.get(id))?.state;

  return {
    store,
    register,
    catalogue: ourCatalogue,
    events,
    alarms,
    documents,
    overdue,
    atNotify,
    looks,
    glances,
    nextLooks,
    answers,
    now,
    plan,
    runUntil,
    receipt,
    stateOf,
    round,
    send,
    reconcile,
    /** Moves the clock without anything running, as a stall does. */
    stall: (ms: number) => (clock += ms),
    runFor: (ms: number) => runUntil(clock + ms),
    awaits: () => awaits,
    queued: () => queue.length,
  };
}

const goTo = (notice: Notice): Look => ({ kind: 'go', recipient: recipientOf(notice) });
