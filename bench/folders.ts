// Folders in place of the facts' and the site's buckets.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FactStore } from '../functions/performance/facts/store.ts';
import type { Memory, Site } from '../functions/performance/site/site.ts';

type Folders = { store: FactStore; site: Site; memory: Memory };

export function foldersOf(folder: string): Folders {
  const read = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null);
  const write = (path: string, bytes: Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  return { store: storeIn(folder), ...siteIn(read, write) };
}

function storeIn(folder: string): FactStore {
  const names = (path: string) => readdirSync(join(folder, path)).sort();
  return {
    write: async ({ key, body }) => writeFileSync(join(folder, key), body),
    async *list() {
      for (const measure of names('facts')) {
        for (const day of names(`facts/${measure}`)) {
          for (const name of names(`facts/${measure}/${day}`)) {
            const key = `facts/${measure}/${day}/${name}`;
            // A bucket keeps the etag of each object; here its size stands for it.
            yield { key, etag: String(statSync(join(folder, key)).size) };
          }
        }
      }
    },
    read: async (key) => ({ key, body: readFileSync(join(folder, key), 'utf8') }),
  };
}

function siteIn(
  read: (path: string) => Uint8Array | null,
  write: (path: string, bytes: Uint8Array) => void,
): { site: Site; memory: Memory } {
  const pointer = async () => {
    const digest = read('site/pointer')?.toString() ?? null;
    return { digest, version: digest ?? '' };
  };
  // Keys may be longer than this machine's names of files.
  const placed = (key: string) => `site/${createHash('sha256').update(key).digest('hex')}`;
  return {
    site: {
      pointer,
      point: async (digest) => {
        write('site/pointer', Buffer.from(digest));
        return true;
      },
      read: async (key) => read(placed(key)),
      write: async (key, bytes, { keep }) => {
        if (!keep || read(placed(key)) === null) write(placed(key), bytes);
      },
    },
    memory: {
      recall: async (digest) => read(`memory/${digest}`),
      remember: async (digest, state) => write(`memory/${digest}`, state),
    },
  };
}
