import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Say = (place: string, content: string) => void;
type Request = { request: IncomingMessage; response: ServerResponse };

/** What a request is called, by its path. An answer of Notify is what went to Notify, so only ours are looked at. */
const KINDS: readonly [path: RegExp, url: string, answer: string | null][] = [
  [/^(\/api)?\/notify\//, 'url of a callback', 'answer to a callback'],
  [/^\/api\//, 'url of the API', 'answer of the API'],
  [/^\/v2\//, 'url to Notify', null],
  [/./, 'url', null],
];

/**
 * Hears each request to an HTTP server of this process, and what is answered, as places to look into.
 * @returns what ends it
 */
export function overhear(say: Say): () => void {
  const onRequest = (message: unknown) => {
    const { request, response } = message as Request;
    const { method, url = '' } = request;
    const [, ofUrl, ofAnswer] = KINDS.find(([path]) => path.test(url)) ?? KINDS.at(-1)!;
    say(ofUrl, `${method} ${url}`);
    if (ofAnswer !== null) hearAnswer(response, (answer) => say(ofAnswer, answer));
  };
  subscribe('http.server.request.start', onRequest);
  return () => void unsubscribe('http.server.request.start', onRequest);
}

function hearAnswer(response: ServerResponse, say: (answer: string) => void): void {
  const parts: Buffer[] = [];
  const hear = (part: unknown) =>
    void (typeof part === 'string' || part instanceof Uint8Array ? parts.push(Buffer.from(part)) : 0);
  const { write, end } = response;
  response.write = ((...args: Parameters<typeof write>) => {
    hear(args[0]);
    return write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    hear(args[0]);
    return end.apply(response, args);
  }) as typeof end;
  response.once('close', () => say(`${JSON.stringify(response.getHeaders())} ${Buffer.concat(parts)}`));
}
