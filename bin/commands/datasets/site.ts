import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { ReadFile } from '../../../functions/performance/publication/replay.ts';
import { Failed } from '../trouble.ts';

/** A published site to read: a folder, or an address. */
export type Site = {
  read: ReadFile;
  /** Every file it has; null where that cannot be known, as over HTTP. */
  list: () => Promise<string[] | null>;
};

const TIMEOUT_MS = 30_000;

/** The folder may be the site's root or its `open-data` folder; so may the address. */
export function siteAt(place: string): Site {
  return /^https?:\/\//.test(place) ? siteOnWeb(place) : siteInFolder(place);
}

function siteOnWeb(address: string): Site {
  const root = new URL(address.replace(/\/?(open-data\/?)?$/, '/'));
  return {
    list: async () => null,
    read: async (path) => {
      const url = new URL(path, root);
      let answer: Response;
      try {
        answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), credentials: 'omit' });
      } catch (error) {
        const { cause, message } = error as Error & { cause?: { code?: string } };
        throw new Failed(`${url.origin} does not answer (${cause?.code ?? message}): is the address right?`);
      }
      if (answer.status === 404 || answer.status === 403) return null;
      if (!answer.ok) throw new Failed(`${url.href} answers with ${answer.status}: try again later.`);
      return new Uint8Array(await answer.arrayBuffer());
    },
  };
}

function siteInFolder(folder: string): Site {
  const root = folder.replace(/[/\\]?open-data[/\\]?$/, '') || (folder.startsWith(sep) ? sep : '.');
  return {
    read: (path) => readFile(join(root, path)).catch(absent),
    list: async () => {
      const entries = await readdir(join(root, 'open-data'), { recursive: true, withFileTypes: true }).catch(absent);
      if (!entries) throw new Failed(`There is no folder ${join(root, 'open-data')}: nothing was published there.`);
      const files = entries.filter((entry) => !entry.isDirectory());
      return files.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();
    },
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(error.code ?? '')) return null;
  throw error;
}

/** Writes what differs. @returns how many files that were */
export async function writeSite(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<number> {
  let written = 0;
  for (const [path, bytes] of files) {
    const place = join(folder, path);
    const there = await readFile(place).catch(absent);
    if (there && Buffer.compare(there, bytes) === 0) continue;
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, bytes);
    written += 1;
  }
  return written;
}
