import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Say = (place: string, content: string) => void;
type Request = { request: IncomingMessage; response: ServerResponse };

/** What the URL of a request is called, by its path, and whether its answer is ours: Notify's is what went to Notify. */
const KINDS: readonly [path: RegExp, place: string, isOurs: boolean][] = [
  [/^(\/api)?\/notify\//, 'url of a callback', true],
  [/^\/api\//, 'url', true],
  [/^\/v2\//, 'url to Notify', false],
  [/^\/[^/]*documents[^/]*\//i, 'url of a document', false],
  [/./, 'url', false],
];

/**
 * Hears each request to an HTTP server of this process, and what is answered, as places to look into.
 * @returns what ends it
 */
export function overhear(say: Say): () => void {
  const onRequest = (message: unknown) => {
    const { request, response } = message as Request;
    const { method, url = '' } = request;
    const [, place, isOurs] = KINDS.find(([path]) => path.test(url)) ?? KINDS.at(-1)!;
    say(place, `${method} ${url}`);
    const path = url.replace(/^\/api/, '').replace(/\?.*/, '');
    if (isOurs) hearAnswer(response, (answer) => say(`answer of ${path}`, answer));
  };
  subscribe('http.server.request.start', onRequest);
  return () => void unsubscribe('http.server.request.start', onRequest);
}

function hearAnswer(response: ServerResponse, say: (answer: string) => void): void {
  const parts: Buffer[] = [];
  const hear = (part: unknown) => {
    if (typeof part === 'string' || part instanceof Uint8Array) parts.push(Buffer.from(part));
  };
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
