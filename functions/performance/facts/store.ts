import type { FactObject } from './objects.ts';

/** A fact object as a listing has it: a release that has read this key with this etag has read its facts. */
export type FactObjectEntry = { key: string; etag: string };

/** Where facts rest. */
export type FactStore = {
  /** Writes an object unless there is one of that name, which then holds the same facts. */
  write: (object: FactObject) => Promise<void>;
  /** Every object in the order of the keys, or those of one measure: `facts/<measure>/`. */
  list: (prefix?: string) => AsyncIterable<FactObjectEntry>;
  /** Null if it is gone. */
  read: (key: string) => Promise<FactObject | null>;
};
