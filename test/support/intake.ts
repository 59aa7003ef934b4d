import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '../../contracts/envelope.ts';
import {
  type EventOrder,
  type HeldSnapshot,
  type ImportClaim,
  type IntakeTable,
  type LastSnapshot,
  ObjectGone,
  type ObjectStore,
  type SnapshotStore,
} from '../../functions/intake/ports.ts';

/** What intake remembers, in memory. It passes the same suite as the table (intake-port-suite.ts). */
export function inMemoryIntakeTable(): IntakeTable {
  const files = new Map<string, number>();
  const extracts = new Map<string, ImportClaim>();
  const events = new Map<string, { digest: string; order: EventOrder }>();
  const imports = new Map<string, number>();
  const snapshots = new Map<string, { last: LastSnapshot | null; taking: string | null }>();
  const bytes = new Map<string, string>();
  const held = new Map<string, HeldSnapshot>();
  const reports = new Map<string, number>();
  const standing = (layout: string) => snapshots.get(layout) ?? { last: null, taking: null };
  return {
    fileSeen: async (file, at) => {
      if (!files.has(file)) files.set(file, at);
      return files.get(file) as number;
    },
    claimImport: async (id, { file }) => {
      if (!extracts.has(id)) extracts.set(id, { file, state: 'importing', done: 0 });
      return { ...(extracts.get(id) as ImportClaim) };
    },
    importAt: async (id, done) => {
      const claim = extracts.get(id) as ImportClaim;
      claim.done = Math.max(claim.done, done);
    },
    importEnded: async (id) => {
      (extracts.get(id) as ImportClaim).state = 'imported';
    },
    imported: async (layout, at) => {
      imports.set(layout, Math.max(imports.get(layout) ?? 0, at));
    },
    lastImport: async (layout) => imports.get(layout) ?? null,
    lastSnapshot: async (layout) => standing(layout).last,
    beginSnapshot: async (layout, { file, number }) => {
      const { last, taking } = standing(layout);
      if ((last?.number ?? 0) !== number - 1 || (taking !== null && taking !== file)) return false;
      snapshots.set(layout, { last, taking: file });
      return true;
    },
    snapshotTaken: async (layout, { sha256, at: _, ...last }) => {
      bytes.set(`${layout} ${sha256}`, last.file);
      if (standing(layout).taking === last.file) snapshots.set(layout, { last, taking: null });
    },
    snapshotOfBytes: async (layout, sha256) => bytes.get(`${layout} ${sha256}`) ?? null,
    holdSnapshot: async (each) => void held.set(each.object.key, each),
    heldSnapshot: async (name) => held.get(name) ?? null,
    firstReported: async ({ report, at, again_ms }) => {
      const before = reports.get(report) ?? Number.NEGATIVE_INFINITY;
      if (before >= at - again_ms) return before;
      reports.set(report, at);
      return at;
    },
    paused: async () => false,
    takeEvent: async ({ source, id, digest, order }) => {
      const place = JSON.stringify([source, id]);
      const before = events.get(place);
      if (before === undefined) {
        events.set(place, { digest, order });
        return { known: 'new', order };
      }
      return { known: before.digest === digest ? 'same' : 'different', order: before.order };
    },
  };
}

/** An inbox in memory. `put` drops a file and returns the version as an event would name it. */
export function inMemoryObjects() {
  const versions = new Map<string, Uint8Array>();
  const written = new Map<string, string>();
  const store: ObjectStore = {
    read: ({ key, version_id }) => bytesOf(() => versions.get(`${key}?${version_id}`)),
    writeJson: async ({ key }, path) => {
      written.set(key, readFileSync(path, 'utf8'));
    },
  };
  return {
    ...store,
    put(key: string, bytes: Uint8Array | string) {
      const version_id = String(versions.size + 1);
      versions.set(`${key}?${version_id}`, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      return { bucket: 'inbox', key, version_id, etag: '' };
    },
    /** What was written beside the files, by key. */
    written,
    json: (key: string) => JSON.parse(written.get(key) ?? 'null'),
  };
}

/** What snapshots are compared with, in memory. */
export function inMemorySnapshots() {
  const files = new Map<string, Uint8Array>();
  const store: SnapshotStore = {
    read: (name) => bytesOf(() => files.get(name)),
    write: async (name, path) => void files.set(name, readFileSync(path)),
    remove: async (name) => void files.delete(name),
  };
  return { ...store, names: () => [...files.keys()] };
}

/** Bytes that can be gone through again, in chunks of an odd size that cuts characters and records. */
export const bytesOf = (
  bytes: Uint8Array | (() => Uint8Array | undefined),
  chunk = 997,
): AsyncIterable<Uint8Array> => ({
  async *[Symbol.asyncIterator]() {
    const all = typeof bytes === 'function' ? bytes() : bytes;
    if (!all) throw new ObjectGone();
    for (let at = 0; at < all.length; at += chunk) yield all.subarray(at, at + chunk);
  },
});

/** A bus that keeps what is put on it, as the newest event of each id. */
export function inMemoryBus() {
  const events = new Map<string, CloudEvent>();
  return {
    events,
    publish: async (put: CloudEvent[]) => {
      for (const event of put) events.set(event.id, structuredClone(event));
    },
    ofType: (type: string) => [...events.values()].filter((event) => event.type === type),
  };
}

export const scratchFolder = () => mkdtemp(join(tmpdir(), 'crier-test-'));
