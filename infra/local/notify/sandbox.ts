// What a sandbox consists of, wired together: world, store, clock, life of messages, callbacks and faults.
import { randomUUID } from 'node:crypto';
import { type Callback, newCallbacks, receivedTextFor, returnedFor } from './afterwards/callbacks.ts';
import { newLife } from './afterwards/message-statuses.ts';
import { newTimers } from './afterwards/timers.ts';
import type { Context } from './context.ts';
import { keptFiles } from './messages/kept-files.ts';
import type { IncomingText } from './misbehaving/admin.ts';
import { type FaultPlan, newFaults, parseFaults } from './misbehaving/faults.ts';
import { asShown } from './sandbox-message.ts';
import {
  addStored,
  type Message,
  newStore,
  type ReceivedText,
  type Snapshot,
  type Stored,
  snapshot,
  stamp,
} from './store.ts';
import type { World } from './world/world.ts';

export type SandboxOptions = {
  world: World;
  port?: number;
  host?: string;
  /** The clock of timestamps and limits. Tokens are always checked against the machine's own. */
  now?: () => Date;
  /** How long messages of live and team keys take from the 201 to `delivered`. */
  deliveryDelayMs?: number;
  /** Pause between the attempts of a callback: 300 as the real server's. */
  callbackRetrySeconds?: number;
  onChange?: () => void;
  /** A message or a resident's text was stored; no answer has gone out yet. */
  onStored?: (stored: Stored) => void;
  faults?: FaultPlan;
  /** Keeps the documents of messages there; without it they are checked and dropped. */
  filesDir?: string;
  state?: unknown;
  /** What `onStored` was told since `state` was read. Its statuses and callbacks come about again. */
  storedSince?: Stored[];
};

type Saved = { store: Snapshot; callbacks: Callback[] };

/** Puts a sandbox together, without a port. */
export function newSandbox(options: SandboxOptions) {
  const { world, now = () => new Date(), onChange = () => {}, onStored, storedSince = [] } = options;
  const saved = options.state as Saved | undefined;
  const services = new Map(world.services.map((service) => [service.id, service]));
  const before = newStore(world, saved?.store);
  const store = newStore(world, addStored(snapshot(before), storedSince));
  const timers = newTimers();
  const callbacks = newCallbacks({ timers, retrySeconds: options.callbackRetrySeconds ?? 300 });
  const deliveryDelayMs = options.deliveryDelayMs ?? 400;
  const life = newLife({ store, services, callbacks, timers, now, deliveryDelayMs, onChange });
  const faults = newFaults(parseFaults(options.faults ?? []));
  const files = keptFiles(options.filesDir ?? null);
  const context: Context = { settings: world.settings, services, store, now, newId: randomUUID, files };

  const messages = (since = 0) => store.messages.filter((each) => each.sequence > since).map(asShown);

  async function receiveText(text: IncomingText): Promise<void> {
    const service = services.get(text.service_id);
    if (!service)
      throw new Error(`No service ${text.service_id} in the world: use one of ${[...services.keys()].join(', ')}`);
    const sender = service.sms_senders.find((each) => each.default)?.value ?? '';
    const received = {
      id: randomUUID(),
      service_id: service.id,
      notify_number: text.notify_number ?? sender,
      user_number: text.user_number,
      content: text.content,
      created_at: stamp(store, now()),
    };
    store.receivedTexts.push(received);
    onStored?.({ received, stampMicros: store.lastStampMicros });
    const calledBack = callBack(received);
    onChange();
    await calledBack;
  }

  async function callBack(received: ReceivedText): Promise<void> {
    const service = services.get(received.service_id);
    const callback = service && receivedTextFor(service, received);
    if (callback) await callbacks.send(callback);
  }

  /** The post brings back the newest letter with these pages. */
  async function returnLetter(sha256: string): Promise<boolean> {
    const letter = store.messages.findLast(
      ({ type, status, file }) => type === 'letter' && status === 'delivered' && file?.sha256 === sha256,
    );
    if (!letter) return false;
    life.comesBack(letter);
    const service = services.get(letter.service_id);
    const callback = service && returnedFor(service, letter);
    if (callback) await callbacks.send(callback);
    return true;
  }

  /** The message that a link of an email belongs to; null where its key is not the one that it has. */
  const linkedTo = (id: string, key: string): Message | null =>
    store.messages.find(({ file }) => file?.link?.id === id && file.link.key === key) ?? null;

  /** A message of the API was stored. */
  function stored(message: Message): void {
    onStored?.({ message, stampMicros: store.lastStampMicros });
    onChange();
  }

  const state = (): Saved => structuredClone({ store: snapshot(store), callbacks: callbacks.waiting() });
  life.resume();
  for (const callback of saved?.callbacks ?? []) void callbacks.send(callback);
  for (const received of store.receivedTexts.slice(before.receivedTexts.length)) void callBack(received);
  const pages = { files, returnLetter, linkedTo };
  return { services, context, timers, callbacks, life, faults, messages, receiveText, state, stored, ...pages };
}

export type Sandbox = ReturnType<typeof newSandbox>;
