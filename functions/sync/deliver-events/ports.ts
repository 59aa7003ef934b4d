import type { Subscriber, Webhook } from '../../../contracts/subscriber.ts';
import type { NameForSubscriber } from '../../register/for-subscriber.ts';
import type { MatterView } from '../../register/register.ts';
import type { Now } from '../../shared/clock.ts';
import type { Ask } from '../../shared/http/ask.ts';
import type { Key, MakeKey } from '../../shared/ids.ts';
import type { KeepReference } from '../open311/post-request.ts';
import type { NoteEnds } from '../steps/circuit.ts';
import type { Ring } from '../steps/messages.ts';
import type { SyncStore } from '../store/ports.ts';
import type { PostWebhook } from '../webhook/post.ts';

/** What someone must be woken for, and what is told of it. */
export type Cry = 'subscriber-paused' | 'delivery-dead' | 'no-secret';

/** What telling a back office of a request takes. */
export type TellRequests = {
  /** Null if the register knows it no more. */
  view: (request: Key) => Promise<MatterView | null>;
  /** The API key that a back office gave us; null while there is none. */
  key: (backOffice: string) => Promise<string | null>;
  ask: (timeoutMs: number) => Ask;
  keep: KeepReference;
};

export type Deps = {
  store: SyncStore;
  subscribers: ReadonlyMap<string, Subscriber<Webhook>>;
  name: NameForSubscriber;
  /** The secrets that sign, the new one first; null while there is none. */
  secrets: (subscriber: string) => Promise<readonly string[] | null>;
  post: PostWebhook;
  requests: TellRequests;
  ring: Ring;
  takeSlot: (subscriber: Subscriber<Webhook>) => Promise<number | null>;
  noteEnds: NoteEnds;
  alarm: (what: Cry, details: { subscriber: string; reason?: string | null }) => void;
  now: Now;
  sleep: (ms: number) => Promise<unknown>;
  /** From 0 up to 1. */
  chance: () => number;
  /** Makes the digests by which it is known what was told. */
  key: MakeKey;
  council: string;
};
