import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clean } from './print.ts';
import { Failed, WrongUsage } from './trouble.ts';

/** What `npm start` leaves for us: where its officers' API is. */
const LOCAL = join(import.meta.dirname, '..', '..', '.crier', 'local.json');
const TIMEOUT_MS = 40_000; // the API's own limit is 30 s

type Given = { url?: string | undefined; token?: string | undefined };

/** Asks Crier as an officer. The same on one machine and on AWS. */
export type OfficersApi = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
};

/**
 * Where Crier is and who we are: the options, else CRIER_URL and CRIER_TOKEN, else the engine that runs on this
 * machine. The local token goes to no other address.
 * @throws WrongUsage if that is not enough.
 */
export function findCrier(given: Given, env = process.env, localFile = LOCAL): { url: URL; token: string } {
  const asked = given.url ?? (env['CRIER_URL'] || undefined);
  const token = given.token ?? (env['CRIER_TOKEN'] || undefined);
  if (asked !== undefined) {
    if (token) return { url: checkUrl(asked), token };
    throw new WrongUsage(`Which token for ${clean(asked)}? Give --token or set CRIER_TOKEN.`);
  }
  const local = readLocal(localFile);
  if (local === null) {
    throw new Failed(
      'No Crier runs on this machine. Start one with npm start, or name another with --url and --token (CRIER_URL, CRIER_TOKEN).',
    );
  }
  return { url: checkUrl(local.url), token: token ?? local.token };
}

function readLocal(file: string): { url: string; token: string } | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  try {
    const { url, token } = JSON.parse(text) as Record<string, unknown>;
    if (typeof url === 'string' && typeof token === 'string') return { url, token };
  } catch {
    // said below
  }
  throw new Failed(`${file} is not what npm start writes there. Start it again with npm start.`);
}

const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new WrongUsage(`"${clean(text)}" is no http or https address.`);
  if (url.protocol === 'https:' || HERE.has(url.hostname)) return url;
  throw new WrongUsage(`${url.origin} is not https: the token would cross the network in the open.`);
}

export function officersApi(given: Given): OfficersApi {
  const { url, token } = findCrier(given);
  const at = (path: string) => `${url.href.replace(/\/+$/, '')}/officers/${path}`;
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(at(path), { ...init, headers, signal, redirect: 'error' });
      text = await response.text();
    } catch (error) {
      throw new Failed(noAnswer(url, error));
    }
    return read(response.status, text, url) as T;
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, body) =>
      ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  };
}

function noAnswer(url: URL, error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `${url.origin} did not answer within ${TIMEOUT_MS / 1000} s.`;
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  const start = HERE.has(url.hostname) ? ' Is npm start running?' : ' Check the address and the network.';
  return `${url.origin} does not answer${code ? ` (${code})` : ''}.${start}`;
}

function read(status: number, text: string, url: URL): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  if (typeof json !== 'object' || json === null) {
    throw new Failed(`${url.href} answered ${status}, not as Crier does. Is it the address of its HTTP API?`);
  }
  if (status < 300) return json;
  const { message } = json as { message?: unknown };
  const said = typeof message === 'string' ? clean(message) : `It answered ${status}.`;
  if (status === 401) throw new Failed(`${url.origin} does not know this token. Check --token or CRIER_TOKEN.`);
  throw status === 400 ? new WrongUsage(said) : new Failed(said);
}
