import { sha256 } from '../publication/files/names.ts';

/** A release as it lies on the site: what is needed to find its files again. */
export type Manifest = {
  /** The London day up to which its facts go. */
  as_of: string;
  /** Of the names and contents of all files. */
  digest: string;
  files: { path: string; sha256: string; bytes: number }[];
};

/** Which release readers see. `version` is that of the pointer, and changes with it. */
export type Pointer = { digest: string | null; version: string };

/** The open data site: objects that never change, and one pointer that does. */
export type Site = {
  pointer: () => Promise<Pointer>;
  /** @returns false if another run has switched the pointer since that version. */
  point: (digest: string, seen: Pointer) => Promise<boolean>;
  /** Null if there is none of this key. */
  read: (key: string) => Promise<Uint8Array | null>;
  /** Writes an object; with `keep`, only if there is none of this key. */
  write: (key: string, bytes: Uint8Array, options: { keep: boolean }) => Promise<void>;
};

/**
 * What a release must know of the former one and readers must not: true counts behind hidden figures. It lies with the
 * facts, out of the site's reach.
 */
export type Memory = {
  /** Null for a release of which nothing is remembered. */
  recall: (digest: string) => Promise<Uint8Array | null>;
  remember: (digest: string, state: Uint8Array) => Promise<void>;
};

export type Files = ReadonlyMap<string, Uint8Array>;

/** The names, sums and sizes of files in order, and a digest of all that. */
export function listOf(files: Files): Omit<Manifest, 'as_of'> {
  const listed = [...files]
    .map(([path, bytes]) => ({ path, sha256: sha256(bytes), bytes: bytes.length }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { digest: sha256(Buffer.from(JSON.stringify(listed))).slice(0, 32), files: listed };
}

export const manifestKey = (digest: string): string => `releases/${digest}/release.json`;

/** Dated copies, `open-data/<dataset>/v/<day>/…`, are the same in every release: they lie once, at their own address. */
const DATED = /^open-data\/[^/]+\/v\/\d{4}-\d\d-\d\d\//;
export const isDated = (path: string): boolean => DATED.test(path);

/** Where a file of a release lies in the bucket. */
export const keyOf = (path: string, digest: string): string => (isDated(path) ? path : `releases/${digest}/${path}`);
