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
};

/** Where its source puts an event among its others. */
export type EventOrder = { time: string; sequence?: string | undefined };

export type ImportClaim = { file: string; state: 'importing' | 'imported'; done: number };
