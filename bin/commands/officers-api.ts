import { stackOfToken } from '../../infra/operate/rotation.ts';
import { clean } from './print.ts';
import { type Running, runningHere, STARTS } from './running.ts';
import { Failed, NotFound, WrongUsage } from './trouble.ts';

const TIMEOUT_MS = 40_000; // the API's own limit is 30 s

type Given = { url?: string | undefined; token?: string | undefined };

/** Asks Crier as an officer. The same on one machine and on AWS. */
export type OfficersApi = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
};

/**
 * Where Crier is and who we are: the options, else CRIER_URL and CRIER_TOKEN, else the one engine that runs on this
 * machine. A local token goes to its own engine and to no other address.
 * @param running those that run here.
 * @throws WrongUsage if that is not enough, or several run here and none is named.
 */
export async function findCrier(
  given: Given,
  env = process.env,
  running: () => Promise<Running[]> = () => runningHere(STARTS),
): Promise<{ url: URL; token: string }> {
  const asked = given.url ?? (env['CRIER_URL'] || undefined);
  const token = given.token ?? (env['CRIER_TOKEN'] || undefined);
  if (asked !== undefined) {
    const url = checkUrl(asked);
    if (token) return { url, token };
    const local = (await running()).find((each) =>
      [each.url, each.api].some((at) => URL.parse(at)?.origin === url.origin),
    );
    if (local) return { url: checkUrl(local.url), token: local.token };
    throw new WrongUsage(`Which token for ${clean(asked)}? Give --token or set CRIER_TOKEN.`);
  }
  const [local, ...others] = await running();
  if (!local) {
    throw new Failed(
      'No Crier runs on this machine. Start one with npm start, or name another with --url and --token (CRIER_URL, CRIER_TOKEN).',
    );
  }
  if (others.length > 0) throw new WrongUsage(whichOf([local, ...others]));
  return { url: checkUrl(local.url), token: token ?? local.token };
}

export const whichOf = (running: Running[]): string =>
  [
    `${running.length} of them run on this machine. Say which one with --url, or set CRIER_URL for all commands:`,
    ...running.map(({ url, council, since }) => `  --url ${new URL(url).origin}   ${council}, started ${since}`),
  ].join('\n');

const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new WrongUsage(`"${clean(text)}" is no http or https address.`);
  if (url.protocol === 'https:' || HERE.has(url.hostname)) return url;
  throw new WrongUsage(`${url.origin} is not https: the token would cross the network in the open.`);
}

export function officersApi(given: Given): OfficersApi {
  let found: ReturnType<typeof findCrier> | undefined;
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    found ??= findCrier(given);
    const { url, token } = await found;
    const at = `${url.href.replace(/\/+$/, '')}/officers/${path}`;
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    let text: string;
    try {
      response = await fetch(at, { ...init, headers, signal, redirect: 'error' });
      text = await response.text();
    } catch (error) {
      throw new Failed(noAnswer(url, error));
    }
    return read(response.status, text, { url, token }) as T;
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, body) =>
      ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  };
}

/** What a token that is not known says of itself. */
function ofAnother(token: string): string {
  const stack = stackOfToken(token);
  if (stack === null) return 'Check --token or CRIER_TOKEN.';
  return `It was made for ${stack}: if that is another, check CRIER_URL; if not, a newer one has taken its place.`;
}

function noAnswer(url: URL, error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `${url.origin} did not answer within ${TIMEOUT_MS / 1000} s.`;
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  const start = HERE.has(url.hostname) ? ' Is npm start running?' : ' Check the address and the network.';
  return `${url.origin} does not answer${code ? ` (${code})` : ''}.${start}`;
}

function read(status: number, text: string, { url, token }: { url: URL; token: string }): unknown {
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
  const { error, message, pointer } = json as { error?: unknown; message?: unknown; pointer?: unknown };
  // What is wrong with a field is said as a sentence that begins with the field.
  const field = error === 'bad-body' && typeof pointer === 'string' ? pointer.slice(1).replaceAll('/', ' ') : '';
  const said = typeof message === 'string' ? clean(`${field} ${message}`.trim()) : `It answered ${status}.`;
  if (status === 401) throw new Failed(`${url.origin} does not know this token. ${ofAnother(token)}`);
  if (status === 404) throw new NotFound(said);
  throw status === 400 ? new WrongUsage(said) : new Failed(said);
}
