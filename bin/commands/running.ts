import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Failed } from './trouble.ts';

/** One `npm start` that is up, as it tells of itself. */
export type Running = {
  url: string;
  token: string;
  council: string;
  since: string;
  /** Where its queues and secrets are. */
  aws: { endpoint: string; stack: string } | null;
  /** Its open data. */
  site: string;
  /** Where other systems call it, beside `url`: a supplier's CRIER_URL. */
  api: string;
};

/** Where each `npm start` of this checkout keeps a folder, named after its port, with its `local.json` in it. */
export const STARTS = join(import.meta.dirname, '..', '..', '.crier');

/**
 * Every `npm start` of this checkout that is up, the newest first. One that was killed leaves its file behind: whether
 * a process listens decides.
 * @throws Failed if none is up and a file is not what npm start writes.
 */
export async function runningHere(
  folder: string,
  isUp: (url: string) => Promise<boolean> = listens,
): Promise<Running[]> {
  const files = localFiles(folder);
  const read = files.map(({ text }) => running(text));
  const known = read.filter((each) => each !== null);
  const up = await Promise.all(known.map(({ url }) => isUp(url)));
  const found = known.filter((_, i) => up[i]);
  const odd = files[read.indexOf(null)];
  if (found.length === 0 && odd)
    throw new Failed(`${odd.path} is not what npm start writes there. Start it again with npm start.`);
  return found.sort((a, b) => (a.since < b.since ? 1 : -1));
}

function localFiles(folder: string): { path: string; text: string }[] {
  const read = (path: string) => {
    try {
      return [{ path, text: readFileSync(path, 'utf8') }];
    } catch {
      return []; // it has ended meanwhile, or is no folder of a start
    }
  };
  try {
    return readdirSync(folder).flatMap((name) => read(join(folder, name, 'local.json')));
  } catch {
    return []; // nothing was ever started here
  }
}

function running(text: string): Running | null {
  try {
    const { url, token, council, since, site, api, aws } = JSON.parse(text) as Record<string, unknown>;
    const { endpoint, stack } = (aws ?? {}) as Record<string, unknown>;
    if (typeof url !== 'string' || typeof token !== 'string' || !URL.canParse(url)) return null;
    return {
      ...{ url, token, council: String(council ?? ''), since: String(since ?? ''), site: String(site ?? '') },
      api: String(api ?? ''),
      aws:
        typeof endpoint === 'string' && typeof stack === 'string' && URL.canParse(endpoint)
          ? { endpoint, stack }
          : null,
    };
  } catch {
    return null;
  }
}

/** Whether a process takes connections there. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || 80 });
    const say = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => say(true)).once('error', () => say(false));
    socket.setTimeout(2000, () => say(false));
  });
}
