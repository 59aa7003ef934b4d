import type { ContactField } from '../../../contracts/subscriber.ts';
import type { NameForSubscriber } from '../../register/for-subscriber.ts';
import type { Now } from '../../shared/clock.ts';
import type { Key, MakeKey } from '../../shared/ids.ts';
import type { RowOut, Written } from '../files/file-out.ts';
import type { ToFile } from '../settings.ts';
import type { SyncStore } from '../store/ports.ts';

/** A row, with the fact that it tells. */
export type SettledRow = RowOut & {
  subject: Key;
  id: string;
  disclosed: ContactField[];
  /** Keyed digests of the contact data in it. */
  digests?: string | undefined;
  /** How often it was told before: one that is told again later is another. */
  told: number;
};

/** All that one file will hold, and what is over when it is written. */
export type Settled = Written & {
  at: number;
  rows: SettledRow[];
  /** Facts that nothing here knows a name for any more. An officer may have one told again before this is written: that is another. */
  unnamed: { subject: Key; id: string; round: number }[];
  /** The pages of the agenda that its facts stood on. */
  pages: { at: number; key: string }[];
};

/** The bucket that files go out by. */
export type Files = {
  putSettled(key: string, settled: Settled): Promise<void>;
  /** Null if there is none of this key. */
  settled(key: string): Promise<Settled | null>;
  removeSettled(key: string): Promise<void>;
  /** Writes something that a subscriber fetches: whole, or not at all. */
  put(subscriber: string, name: string, bytes: Buffer): Promise<void>;
  /** What a subscriber has not taken away yet, each with when it was put there by the machine's own clock. */
  unfetched(subscriber: string): Promise<{ name: string; at: number }[]>;
};

/** What someone must be woken for, and what is told of it. */
export type Cry = 'file-not-written' | 'file-not-fetched' | 'delivery-dead';

export type Deps = {
  store: SyncStore;
  subscribers: ReadonlyMap<string, ToFile>;
  name: NameForSubscriber;
  files: Files;
  alarm: (what: Cry, details: Readonly<Record<string, string | number>>) => void;
  now: Now;
  /** The machine's own clock, by which the bucket knows when something came. */
  clock: Now;
  /** From 0 up to 1. */
  chance: () => number;
  /** Makes the digests by which it is known what was told. */
  key: MakeKey;
  council: string;
};
