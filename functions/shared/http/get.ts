import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isForbiddenHost, publicLookup, type Resolve } from './public-address.ts';

/** A whole answer, or why there is none. */
export type Got =
  | { kind: 'answered'; status: number; contentType: string; bytes: Uint8Array }
  | { kind: 'none'; reason: 'not-allowed' | 'timeout' | 'no-answer' | 'too-large' };

/** Asks another system. Never throws: what goes wrong with the other side is an answer. */
export type Get = (url: URL) => Promise<Got>;

type Bounds = { timeoutMs: number; mostBytes: number; resolve?: Resolve };

const none = (reason: Extract<Got, { kind: 'none' }>['reason']): Got => ({ kind: 'none', reason });

/**
 * GET of bounded time and size. No redirect is followed. Only addresses of the whole internet are called, over HTTPS; over HTTP
 * only this machine, for what runs on it.
 */
export function getWithin({ timeoutMs, mostBytes, resolve }: Bounds): Get {
  const lookup = publicLookup(resolve);
  return async (url) => {
    const isHere = url.protocol === 'http:';
    if (isHere ? url.hostname !== '127.0.0.1' : isForbiddenHost(url.hostname)) return none('not-allowed');
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await responseOf(url, { signal, ...(!isHere && { lookup }) });
      const bytes = await bytesOf(response, mostBytes);
      if (bytes === null) return none('too-large');
      const { statusCode: status = 0, headers } = response;
      return { kind: 'answered', status, contentType: headers['content-type'] ?? '', bytes };
    } catch (error) {
      if ((error as { code?: string }).code === 'ADDRESS_NOT_ALLOWED') return none('not-allowed');
      return none(signal.aborted ? 'timeout' : 'no-answer');
    }
  };
}

const responseOf = (url: URL, options: https.RequestOptions): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { request } = url.protocol === 'http:' ? http : https;
    request(url, { ...options, agent: false }, resolve)
      .on('error', reject)
      .end();
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
