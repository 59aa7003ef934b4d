import type { Memory, Site } from '../../functions/performance/site/site.ts';

/** A site in memory. It passes the same suite as the one on AWS. */
export function inMemorySite() {
  const objects = new Map<string, Uint8Array>();
  let pointed: string | null = null;
  let version = 1;
  const site: Site = {
    pointer: async () => ({ digest: pointed, version: String(version) }),
    point: async (digest, seen) => {
      if (seen.version !== String(version)) return false;
      pointed = digest;
      version += 1;
      return true;
    },
    read: async (key) => objects.get(key) ?? null,
    write: async (key, bytes, { keep }) => {
      if (!keep || !objects.has(key)) objects.set(key, bytes);
    },
  };
  const remembered = new Map<string, Uint8Array>();
  const memory: Memory = {
    recall: async (digest) => remembered.get(digest) ?? null,
    remember: async (digest, state) => void remembered.set(digest, state),
  };
  /** What a reader gets at an address, as the viewer-request function finds it. */
  const get = (path: string): string | undefined => {
    const key = /\/v\/\d{4}-/.test(path) ? path : `releases/${pointed}/${path}`;
    const bytes = objects.get(key);
    return bytes && Buffer.from(bytes).toString();
  };
  return { site, memory, remembered, objects, get };
}
