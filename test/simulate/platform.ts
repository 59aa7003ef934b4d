import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Catalogue } from '../../functions/notices/families/catalogue.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import type { Notice, ReconcileMessage, SendMessage, TrackMessage } from '../../functions/notices/notice/notice.ts';
import { notingRuns } from '../../functions/notices/plan-notices/note-run.ts';
import { type PlanFact, readFact } from '../../functions/notices/plan-notices/plan-fact.ts';
import { planNotices } from '../../functions/notices/plan-notices/plan-notices.ts';
import { reconcileNotices } from '../../functions/notices/reconcile-notices/reconcile-notices.ts';
import { releaseNotices } from '../../functions/notices/release-notices/release-notices.ts';
import { looksWith } from '../../functions/notices/rules/look-again.ts';
import type { Settings } from '../../functions/notices/rules/settings.ts';
import { sendNotices } from '../../functions/notices/send-notices/send-notices.ts';
import type { Overdue } from '../../functions/notices/steps/overdue.ts';
import { type Wake, waking } from '../../functions/notices/steps/wake-release.ts';
import { trackNotices } from '../../functions/notices/track-notices/track-notices.ts';
import type { ReadDocuments } from '../../functions/shared/documents.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { errorForLog } from '../../functions/shared/log.ts';
import type { Message, Posted } from '../../functions/shared/notify/notify.ts';
import type { Alone } from '../../functions/shared/one-by-one.ts';
import { inMemoryDocuments } from '../support/documents.ts';
import { laggingNotices } from '../support/lagging-notices.ts';
import { laggingRegister } from '../support/lagging-register.ts';
import { inMemoryNoticeStore } from '../support/notice-store.ts';
import { testKey } from '../support/register.ts';
import { faultyPorts, type Mischief, PortFailed } from './faults.ts';
import { watchHeeding } from './heeding.ts';
import { type NotifyKind, type StoredMessage, simulatedNotify } from './notify.ts';
import type { Points } from './points.ts';
import { polledQueue, type Workers } from './polled-queue.ts';
import { type Delivery, faultyQueue } from './queue.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Each fact is heard in a container of its own. */
const ownContainer: Alone = (_, act) => act(false);

const MINUTE_MS = 60_000;
const FOR_PLANNING = ['council.notices.notice-made-way.v1', 'council.notices.notice-hold-over.v1'];
const TIMEOUT_MS = { plan: 60_000, release: 60_000, send: 30_000, track: 30_000, reconcile: 60_000 };

export type SimulatedOptions = {
  mischief: Mischief;
  points: Points;
  settings: Settings;
  notify: NotifyKind;
  /** Documents that back offices have put there. */
  documents?: ReadDocuments;
  /** Other families than ours. */
  catalogue?: Catalogue;
  /** How many workers send, ten messages at a time; as many as there are messages where it is left out. */
  workers?: Workers;
};

/** A post as it left: under which claim and for which slot; when it was called for, and what its worker had left then. */
export type Post = {
  reference: string;
  template: string;
  pdf?: Uint8Array;
  at: number;
  notice: Notice;
  timeoutMs: number;
  calledAt: number;
  remainingMs: number;
};

/** The real cores of the notices capability, wired as the stack wires them, on ports and queues that misbehave. */
export function simulatedPlatform(
  time: VirtualTime,
  {
    mischief,
    points,
    settings,
    notify: kind,
    workers,
    catalogue = ourCatalogue,
    documents = inMemoryDocuments(),
  }: SimulatedOptions,
) {
  const { random, faults, tell, happens } = mischief;
  const store = laggingNotices(inMemoryNoticeStore(), time.now, () => random.int(0, 1_500));
  const lags = laggingRegister(time.now, (what) => time.at(time.now() + random.int(0, 1_500), what));
  const { register } = lags;
  const events: CloudEvent[] = [];
  const posts: Post[] = [];
  /** Messages that were put on the send queue before they stood on the agenda make-sure. */
  const tooEarly: SendMessage[] = [];
  /** Messages that were put on the send queue: each with its slot. */
  const released: SendMessage[] = [];
  const ports = faultyPorts(time, mischief, points);
  const heeded = watchHeeding(store.control, time);
  const notify = simulatedNotify(time, { kind, mischief, receipt: (message) => track.put(asReceipt(message)) });

  async function publish(facts: CloudEvent[]): Promise<void> {
    const some = happens('events put in part', faults.someOnly);
    for (const fact of facts.filter(() => !some || random.chance(0.5))) {
      events.push(fact);
      // The rule that brings facts to plan-notices. What sources tell is put on its queue by the world that plays them.
      if (FOR_PLANNING.includes(fact.type)) plan.put(readFact(fact, catalogue));
    }
    if (some) throw new PortFailed('events could not all be put on the bus');
  }
  async function enqueue(messages: { body: SendMessage; delaySeconds: number }[]): Promise<void> {
    const pages = await store.due('make-sure', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    const entered = new Set(
      pages.flatMap(({ entries }) => entries.map(({ id, times_planned }) => `${id} ${times_planned}`)),
    );
    const some = happens('messages queued in part', faults.someOnly);
    for (const { body, delaySeconds } of messages.filter(() => !some || random.chance(0.5))) {
      const notice = await store.get(body.notice);
      const isVoid = notice?.times_planned !== body.times_planned || notice.state !== 'planned';
      if (!isVoid && !entered.has(`${body.notice} ${body.times_planned}`)) tooEarly.push(body);
      released.push(body);
      send.put(body, delaySeconds * 1000);
    }
    if (some) throw new PortFailed('messages could not all be put on their queue');
  }

  /** One warm container for each function, which remembers that a wake is on its way. */
  const wakes = new Map<string, Wake>();
  const wakeOf = ({ name }: Delivery['worker']): Wake => {
    const kind = name.replace(/-\d+$/, '');
    const made = wakes.get(kind) ?? waking(async (body, seconds) => release.put(body, seconds * 1000), time.now);
    wakes.set(kind, made);
    return made;
  };

  /** What every core gets, each call a risk to this one worker. */
  const depsOf = ({ worker, remainingMs }: Delivery, hears = (_: Posted) => {}) => {
    const guard = <Port extends object>(port: Port, name: string) => ports.guard(port, { worker, name });
    const guardedRegister = guard(register, 'register');
    let claimed: Notice | undefined;
    const put: typeof store.put = (notice) => {
      if (notice.state === 'sending') claimed = notice;
      return store.put(notice);
    };
    const enter: typeof store.enter = async (agenda, entries) => {
      // An agenda is written page by page.
      const some = entries.length > 1 && happens('entered in part', faults.someOnly);
      await store.enter(agenda, some ? entries.slice(0, random.int(1, entries.length - 1)) : entries);
      if (some) throw new PortFailed('not all could be entered');
    };
    const acts = guard(
      {
        publish,
        wake: async (delaySeconds = 1) => wakeOf(worker)(delaySeconds),
        enqueue,
        askLater: async (notice: Key, delaySeconds: number) => reconcile.put({ notice }, delaySeconds * 1000),
        track: async (message: TrackMessage) => track.put(message),
      },
      'queues',
    );
    const notifyOf = guard(
      {
        post: async (message: Message, timeoutMs: number, calledAt: number): Promise<Posted> => {
          // A worker that thaws looks at the clock before anything leaves.
          if (time.now() - calledAt >= timeoutMs) return { kind: 'not-stored' };
          const { reference } = message;
          const at = time.now();
          if (claimed)
            posts.push({
              reference,
              template: message.template,
              ...(message.pdf && { pdf: message.pdf }),
              at,
              notice: claimed,
              timeoutMs,
              calledAt,
              remainingMs: remainingMs() + at - calledAt,
            });
          const posted = await notify.port.post(message, timeoutMs);
          hears(posted);
          return posted;
        },
        find: (reference: string) => notify.port.find(reference),
      },
      'notify',
    );
    const guardedDocuments = guard(documents, 'documents');
    return {
      publish: acts.publish,
      wake: acts.wake,
      enqueue: acts.enqueue,
      askLater: acts.askLater,
      track: acts.track,
      ...looksWith({ register: guardedRegister, documents: guardedDocuments, settings, catalogue }),
      documents: guardedDocuments,
      noteRun: notingRuns(guard(store, 'store')),
      alone: ownContainer,
      warnOfHolidays: () => undefined,
      store: guard({ ...store, put, enter }, 'store'),
      register: guardedRegister,
      notify: {
        find: notifyOf.find,
        post: (message: Message, timeoutMs: number) => notifyOf.post(message, timeoutMs, time.now()),
      },
      alarm: (what: string, details?: object) => tell(`alarm: ${what} ${JSON.stringify(details)}`),
      brake: settings.brake,
      tellDue: (found: Overdue) => tell(`due: ${found.notices}`),
      logThrown: (notice: Key, error: unknown) => tell(`failed: ${notice} ${JSON.stringify(errorForLog(error))}`),
      now: time.now,
      council: 'stockton',
      catalogue,
      settings,
      key: testKey,
      timeout_ms: TIMEOUT_MS.send,
      council_words: settings,
      posts_per_second: settings.posts_per_second,
      receipt_silence_seconds: settings.receipt_silence_seconds,
      letter_silence_seconds: settings.letter_silence_seconds,
      daily_limits: settings.daily_limits,
    };
  };
  const queue = <Body>(
    name: keyof typeof TIMEOUT_MS,
    work: (body: Body, delivery: Delivery) => ReturnType<typeof planNotices>,
  ) => faultyQueue<Body>(time, { name, mischief, timeoutMs: TIMEOUT_MS[name], work });

  const plan = queue<PlanFact>('plan', (fact, delivery) =>
    planNotices(
      {
        ...depsOf(delivery),
        ...ports.guard({ glanceAt: lags.glanceAt }, { worker: delivery.worker, name: 'register' }),
      },
      { fact, receiveCount: delivery.receiveCount },
    ),
  );
  const release = queue<{ wake: true }>('release', (_, delivery) =>
    releaseNotices(
      {
        ...depsOf(delivery),
        look: looksWith({
          register: ports.guard(register, { worker: delivery.worker, name: 'register' }),
          documents: null,
          settings,
          catalogue,
        }).look,
        glance: looksWith({
          register: ports.guard(lags.behind, { worker: delivery.worker, name: 'register' }),
          documents: null,
          settings,
          catalogue,
        }).look,
      },
      { owner: delivery.worker.name, remainingMs: delivery.remainingMs },
    ),
  );
  /** Called when a worker is about to send a notice: the moment at which a fact may just come too late. */
  const atSending: (() => void)[] = [];
  const sending = async (body: SendMessage, delivery: Delivery) => {
    for (const listener of atSending) listener();
    const { hears, check } = heeded.by(delivery.worker);
    const outcome = await sendNotices(depsOf(delivery, hears), { body, remainingMs: delivery.remainingMs });
    await check();
    return outcome;
  };
  const send = workers
    ? polledQueue<SendMessage>(time, { name: 'send', workers, timeoutMs: TIMEOUT_MS.send, work: sending })
    : queue<SendMessage>('send', sending);
  const track = queue<TrackMessage>('track', (body, delivery) => trackNotices(depsOf(delivery), body));
  const reconcile = queue<ReconcileMessage>('reconcile', (body, delivery) =>
    reconcileNotices(depsOf(delivery), { body, remainingMs: delivery.remainingMs }),
  );

  let idleUntil = 0;
  /** The schedules: each minute, a wake for the releaser and one for the reconciler. */
  const tick = () => {
    if (time.now() < idleUntil) return;
    release.put({ wake: true });
    reconcile.put({});
  };
  const schedule = (from: number, { until, everyMs = MINUTE_MS }: { until: number; everyMs?: number }) => {
    for (let at = from; at < until; at += everyMs) time.at(at, tick);
  };
  /**
   * Leaves out the wakes before an instant until which there is nothing to do, so that a night takes no longer than an
   * hour.
   */
  const idle = (until: number) => {
    idleUntil = until;
  };
  const unfinished = () =>
    [plan, release, send, track, reconcile].reduce((sum, each) => sum + each.open(), notify.pending());
  /** Every notice, in the order of its planning. */
  async function everyNotice(): Promise<Notice[]> {
    const found: Notice[] = [];
    let after: string | undefined;
    do {
      const page = await store.all(after);
      found.push(...page.items);
      after = page.next ?? undefined;
    } while (after);
    return found;
  }
  return {
    store,
    register,
    events,
    notify,
    posts,
    tooEarly,
    released,
    unheeded: heeded.not,
    templateStops: heeded.templateStops,
    plan,
    send,
    track,
    reconcile,
    /** What an officer's request calls, who may be cut off as any worker. */
    guard: ports.guard,
    schedule,
    idle,
    atSending,
    unfinished,
    everyNotice,
  };
}

const asReceipt = ({ reference, notify_id, status, completed_at }: StoredMessage): TrackMessage => ({
  kind: 'receipt',
  reference,
  notify_id,
  status,
  completed_at,
});
