import type { CloudEvent } from '../../contracts/envelope.ts';
import type { ReconcileMessage, SendMessage, TrackMessage } from '../../functions/notices/notice.ts';
import type { PlanFact } from '../../functions/notices/plan-notices/facts.ts';
import { planNotices } from '../../functions/notices/plan-notices/plan-notices.ts';
import { reconcileNotices } from '../../functions/notices/reconcile-notices/reconcile-notices.ts';
import { releaseNotices } from '../../functions/notices/release-notices/release-notices.ts';
import { looksWith } from '../../functions/notices/rules/look-again.ts';
import { sendNotices } from '../../functions/notices/send-notices/send-notices.ts';
import { trackNotices } from '../../functions/notices/track-notices/track-notices.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { Message, Posted } from '../../functions/shared/notify/notify.ts';
import { inMemoryNoticeStore } from '../support/notice-store.ts';
import { inMemoryRegister, testKey } from '../support/register.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { type Faults, faultyPorts } from './faults.ts';
import { type StoredMessage, simulatedNotify } from './notify.ts';
import { type Delivery, faultyQueue } from './queue.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

const MINUTE_MS = 60_000;
const TIMEOUT_MS = { plan: 60_000, release: 60_000, send: 30_000, track: 30_000, reconcile: 60_000 };

/** The real cores of the notices capability, wired as the stack wires them, on ports and queues that misbehave. */
export function simulatedPlatform(
  time: VirtualTime,
  { random, faults, tell }: { random: Random; faults: Faults; tell: (line: string) => void },
) {
  const store = inMemoryNoticeStore();
  const register = inMemoryRegister(time.now);
  const events: CloudEvent[] = [];
  const ports = faultyPorts(time, { random, faults, tell });
  const notify = simulatedNotify(time, {
    random,
    healedAt: faults.healedAt,
    receipt: (message) => track.put(asReceipt(message)),
  });

  /** What every core gets, each call a risk to this one worker. */
  const depsOf = ({ worker }: Delivery) => {
    const guard = <Port extends object>(port: Port, name: string) => ports.guard(port, { worker, name });
    const looks = looksWith({ register: guard(register, 'register'), settings: SETTINGS, key: testKey });
    const acts = guard(
      {
        publish: async (facts: CloudEvent[]) => {
          const some = time.now() < faults.healedAt && random.chance(0.02);
          events.push(...facts.slice(0, some ? random.int(0, facts.length - 1) : facts.length));
          if (some) throw new Error('events could not all be put on the bus');
        },
        wake: async (delaySeconds = 1) => release.put({ wake: true }, delaySeconds * 1000),
        enqueue: async (messages: { body: SendMessage; delaySeconds: number }[]) => {
          for (const { body, delaySeconds } of messages) send.put(body, delaySeconds * 1000);
        },
        askLater: async (notice: Key, delaySeconds: number) => reconcile.put({ notice }, delaySeconds * 1000),
        track: async (message: TrackMessage) => track.put(message),
      },
      'queues',
    );
    const { post, find } = guard(
      {
        post: async (message: Message, timeoutMs: number, calledAt: number): Promise<Posted> =>
          // A worker that thaws finds its AbortSignal due before anything has left.
          time.now() - calledAt >= timeoutMs
            ? { kind: 'uncertain', error: 'ERR_CANCELED' }
            : notify.port.post(message, timeoutMs),
        find: (reference: string) => notify.port.find(reference),
      },
      'notify',
    );
    return {
      ...acts,
      ...looks,
      publish: acts.publish,
      wake: acts.wake,
      enqueue: acts.enqueue,
      askLater: acts.askLater,
      track: acts.track,
      store: guard(store, 'store'),
      register: guard(register, 'register'),
      notify: { find, post: (message: Message, timeoutMs: number) => post(message, timeoutMs, time.now()) },
      alarm: (what: string) => tell(`alarm: ${what}`),
      now: time.now,
      council: 'stockton',
      settings: SETTINGS,
      key: testKey,
      timeout_ms: TIMEOUT_MS.send,
      posts_per_second: SETTINGS.posts_per_second,
      daily_limits: SETTINGS.daily_limits,
    };
  };
  const queue = <Body>(
    name: keyof typeof TIMEOUT_MS,
    work: (body: Body, delivery: Delivery) => ReturnType<typeof planNotices>,
  ) => faultyQueue<Body>(time, { name, random, faults, timeoutMs: TIMEOUT_MS[name], work, tell });

  const plan = queue<PlanFact>('plan', (fact, delivery) =>
    planNotices(depsOf(delivery), { fact, receiveCount: delivery.receiveCount }),
  );
  const release = queue<{ wake: true }>('release', (_, delivery) =>
    releaseNotices(depsOf(delivery), { owner: delivery.worker.name, remainingMs: delivery.remainingMs }),
  );
  /** Called when a worker is about to send a notice: the moment at which a fact may just come too late. */
  const atSending: ((notice: Key) => void)[] = [];
  const send = queue<SendMessage>('send', (body, delivery) => {
    for (const listener of atSending) listener(body.notice);
    return sendNotices(depsOf(delivery), { body, remainingMs: delivery.remainingMs });
  });
  const track = queue<TrackMessage>('track', (body, delivery) => trackNotices(depsOf(delivery), body));
  const reconcile = queue<ReconcileMessage>('reconcile', (body, delivery) =>
    reconcileNotices(depsOf(delivery), { body, remainingMs: delivery.remainingMs }),
  );

  /** The schedules: each minute, a wake for the releaser and one for the reconciler. */
  const schedule = (until: number) => {
    for (let minute = time.now(); minute < until; minute += MINUTE_MS) {
      time.at(minute, () => release.put({ wake: true }));
      time.at(minute, () => reconcile.put({}));
    }
  };
  return { store, register, events, notify, plan, schedule, atSending, hits: ports.hits };
}

const asReceipt = ({ reference, notify_id, status, completed_at }: StoredMessage): TrackMessage => ({
  kind: 'receipt',
  reference,
  notify_id,
  status,
  completed_at,
});
