import type { Key } from '../shared/ids.ts';

/** One version of an object in the inbox. Without a version id its etag says which bytes are meant. */
export type ObjectVersion = { bucket: string; key: string; version_id: string | null; etag: string };

/** The object is not there any more, or no longer with these bytes. */
export class ObjectGone extends Error {}

/** The inbox, and what is written beside its files. */
export type ObjectStore = {
  /**
   * The bytes of that version, from the start each time they are gone through.
   * @throws ObjectGone while reading.
   */
  read: (object: ObjectVersion) => AsyncIterable<Uint8Array>;
  /** Writes a local file of any size as JSON, over what is there. */
  writeJson: (to: { bucket: string; key: string }, path: string) => Promise<void>;
};

/** What intake remembers, so that nothing is taken in twice. */
export type IntakeTable = {
  /** Notes that a file was taken up. Returns the instant at which it was first: every later try tells the same. */
  fileSeen: (file: string, at: number) => Promise<number>;
  /**
   * Claims what is imported once, by its name, for one file: an extract has one of its own, of any other file each version is one.
   * The second import is told whose it is and how far it got.
   */
  claimImport: (name: string, claim: { file: string; at: number }) => Promise<ImportClaim>;
  /** So many debts or events were handed on. Never goes back. */
  importAt: (name: string, done: number) => Promise<void>;
  importEnded: (name: string) => Promise<void>;
  /** Notes that a file of this layout was imported, taken up at that instant. Never goes back. */
  imported: (layout: string, at: number) => Promise<void>;
  /** When the newest file of this layout was taken up; null before the first. */
  lastImport: (layout: string) => Promise<number | null>;
  /** The newest snapshot of a layout that was taken; null before the first. */
  lastSnapshot: (layout: string) => Promise<LastSnapshot | null>;
  /**
   * Gives a snapshot the number after the last one's, before its first change is told.
   * @returns false while another file has it, or the last one is another by now.
   */
  beginSnapshot: (layout: string, taking: { file: string; number: number }) => Promise<boolean>;
  /** It is the last one from now on. */
  snapshotTaken: (layout: string, taken: LastSnapshot & { sha256: string; at: number }) => Promise<void>;
  /** Which file was taken that has these bytes; null if none was. */
  snapshotOfBytes: (layout: string, sha256: string) => Promise<string | null>;
  /** Notes one that waits for an officer, by the name of its file. */
  holdSnapshot: (held: HeldSnapshot) => Promise<void>;
  heldSnapshot: (name: string) => Promise<HeldSnapshot | null>;
  /** Whether an operator has said that nothing is to be taken from this source. */
  paused: (source: string) => Promise<boolean>;
  /**
   * Notes an event of a source, and tells the order it came with first: a retry that its source stamped anew is the same fact.
   * `different`: its id was used before, for another body.
   */
  takeEvent: (event: {
    source: string;
    id: string;
    digest: string;
    order: EventOrder;
    at: number;
  }) => Promise<{ known: 'new' | 'same' | 'different'; order: EventOrder }>;
  /**
   * When a report was made first, by the keyed hash of all that it says. One that comes again after `again_ms` is another, and made
   * then.
   */
  firstReported: (report: { report: Key; at: number; again_ms: number }) => Promise<number>;
};

/** The last snapshot of a layout: its number among those taken, and of which columns there are digests. */
export type LastSnapshot = { file: string; number: number; records: number; columns: readonly string[] };

/** A snapshot that lost too many of the records of the last one, which is `against`. */
export type HeldSnapshot = {
  layout: string;
  object: ObjectVersion;
  file: string;
  lost: number;
  of: number;
  against: number;
  at: number;
};

/** What snapshots are compared with: digests, by name. */
export type SnapshotStore = {
  read: (name: string) => AsyncIterable<Uint8Array>;
  write: (name: string, path: string) => Promise<void>;
  remove: (name: string) => Promise<void>;
};

/** Where its source puts an event among its others. */
export type EventOrder = { time: string; sequence?: string | undefined };

export type ImportClaim = { file: string; state: 'importing' | 'imported'; done: number };
