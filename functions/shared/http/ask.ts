import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isForbiddenHost, publicLookup, type Resolve } from './public-address.ts';

/** A whole answer, or why there is none. */
export type Got =
  | { kind: 'answered'; status: number; contentType: string; retryAfter?: string | undefined; bytes: Uint8Array }
  /** `not-reached`: nothing of what was asked has come to anybody. */
  | { kind: 'none'; reason: 'not-allowed' | 'not-reached' | 'timeout' | 'no-answer' | 'too-large' };

/** Asks another system: a GET, or a POST of a form. Never throws: what goes wrong with the other side is an answer. */
export type Ask = (url: URL, form?: string) => Promise<Got>;

type Bounds = { timeoutMs: number; mostBytes: number; resolve?: Resolve };

const none = (reason: Extract<Got, { kind: 'none' }>['reason']): Got => ({ kind: 'none', reason });

const NOT_REACHED = /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|ENETUNREACH|EHOSTUNREACH)$|CERT|SELF_SIGNED/;

/**
 * Of bounded time and size. No redirect is followed. Only addresses of the whole internet are called, over HTTPS; over HTTP
 * only this machine, for what runs on it.
 */
export function askWithin({ timeoutMs, mostBytes, resolve }: Bounds): Ask {
  const lookup = publicLookup(resolve);
  return async (url, form) => {
    const isHere = url.protocol === 'http:';
    if (isHere ? url.hostname !== '127.0.0.1' : isForbiddenHost(url.hostname)) return none('not-allowed');
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await responseOf(url, { signal, ...(!isHere && { lookup }) }, form);
      const bytes = await bytesOf(response, mostBytes);
      if (bytes === null) return none('too-large');
      const { statusCode: status = 0, headers } = response;
      const { 'content-type': contentType = '', 'retry-after': retryAfter } = headers;
      return { kind: 'answered', status, contentType, retryAfter, bytes };
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (code === 'ADDRESS_NOT_ALLOWED') return none('not-allowed');
      if (NOT_REACHED.test(code)) return none('not-reached');
      return none(signal.aborted ? 'timeout' : 'no-answer');
    }
  };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const responseOf = (url: URL, options: https.RequestOptions, form: string | undefined): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { request } = url.protocol === 'http:' ? http : https;
    const posting =
      form === undefined ? {} : { method: 'POST', headers: { ...FORM, 'content-length': Buffer.byteLength(form) } };
    request(url, { ...options, ...posting, agent: false }, resolve)
      .on('error', reject)
      .end(form);
  });

/** Null where there are more than `most`: the rest is not read. */
async function bytesOf(response: IncomingMessage, most: number): Promise<Uint8Array | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) return null; // leaving the loop destroys the connection
    parts.push(part);
  }
  return Buffer.concat(parts);
}
