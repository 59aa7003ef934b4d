// The GOV.UK Notify sandbox: an HTTP server that answers as the real API does, from a world in memory.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authenticate } from './access/auth.ts';
import { ApiError, errorBody, serverFault } from './errors.ts';
import { readRequest, writeAnswer } from './http-answers.ts';
import { answerAdmin, type IncomingText } from './misbehaving/admin.ts';
import { referenceOf, serveWith } from './misbehaving/misbehave.ts';
import { matchRoute } from './requests/routes.ts';
import { newSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
import { asShown, type SandboxMessage } from './sandbox-message.ts';

export type { SandboxOptions } from './sandbox.ts';
export type { SandboxMessage } from './sandbox-message.ts';
export { makeWorld } from './world/make-world.ts';
export { parseWorld, type World } from './world/world.ts';

export type NotifySandbox = {
  url: string;
  port: number;
  close(): Promise<void>;
  /** No callback is under way. What moves on by itself, or is called back again, waits for its time. */
  quiet(): boolean;
  /** Milliseconds until something moves on by itself; undefined where nothing does. */
  nextIn(): number | undefined;
  /** Its clock was moved on: what waits for its time does so for so much less. */
  letPass(ms: number): void;
  /** Requests to /v2/… served so far. */
  requests(): number;
  /** Every stored message in order of arrival; with a sequence only those after it. */
  messages(sinceSequence?: number): SandboxMessage[];
  /** A resident replies: the text is stored and called back. Throws if the service is not in the world. */
  receiveText(text: IncomingText): Promise<void>;
  /** The post brings back the newest letter with these pages. False if there is none that was posted. */
  returnLetter(sha256: string): Promise<boolean>;
  /** A document that came with a message; null where none is kept. */
  document(sha256: string): Buffer | null;
  /** The message that an email's link to a file belongs to; null where the key is not the link's. */
  linkedTo(id: string, key: string): SandboxMessage | null;
  /** A JSON-able picture, from which startNotifySandbox({ state }) carries on. */
  state(): unknown;
};

type Exchange = { request: IncomingMessage; response: ServerResponse };

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function serveApi(
  sandbox: Sandbox,
  exchange: Exchange,
  { path: rawPath, query, body }: { path: string; query: URLSearchParams; body: Buffer },
): Promise<void> {
  const { request } = exchange;
  const method = request.method ?? 'GET';
  const path = decodePath(rawPath);
  const route = matchRoute(method, path);
  const caller = authenticate(sandbox.services, request.headers.authorization);
  if ('options' in route) return writeAnswer(exchange, { status: 200, html: '', headers: { Allow: route.options } });
  const effects = sandbox.faults.effectsOn({ method, path, reference: referenceOf(body, query) });
  await serveWith(effects, {
    exchange,
    serve() {
      const answer = route.handler(sandbox.context, {
        caller,
        params: route.params,
        query,
        body,
        root: `http://${request.headers.host ?? 'localhost'}/`,
      });
      if ('message' in answer && answer.message) sandbox.stored(answer.message);
      return answer;
    },
    life: sandbox.life,
    caller: { service: caller.service, keyType: caller.key.type },
  });
}

async function serve(sandbox: Sandbox, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  const body = await readRequest(request);
  if (!body) return writeAnswer(exchange, { status: 413, body: { result: 'error', message: 'The body is too large' } });
  const [path = '/', queryText] = (request.url ?? '/').split(/\?(.*)/s);
  const query = new URLSearchParams(queryText);
  if (path.startsWith('/_sandbox/')) {
    const asked = { method: request.method ?? 'GET', path, query, body };
    return writeAnswer(exchange, await answerAdmin(sandbox, asked));
  }
  if (path === '/' || path === '/_status') return writeAnswer(exchange, { status: 200, body: { status: 'ok' } });
  return serveApi(sandbox, exchange, { path, query, body });
}

/** Too deep a body ends Python's patience with a RecursionError, and JavaScript's with a RangeError. */
function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return serverFault(error instanceof RangeError ? 'RecursionError' : 'Exception');
}

async function answerErrors(sandbox: Sandbox, exchange: Exchange): Promise<void> {
  try {
    await serve(sandbox, exchange);
  } catch (error) {
    if (exchange.response.destroyed || exchange.response.headersSent) return;
    const known = asApiError(error);
    // Anything else is a fault of the sandbox, which answers as the real server does when it breaks.
    if (known !== error)
      process.stderr.write(`The Notify sandbox failed: ${error instanceof Error ? error.stack : error}\n`);
    await writeAnswer(exchange, { status: known.status, body: errorBody(known), headers: known.headers });
  }
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });

/** Starts a sandbox. Rejects if the port cannot be had (`EADDRINUSE`) or the fault rules are wrong. */
export async function startNotifySandbox(options: SandboxOptions): Promise<NotifySandbox> {
  const sandbox = newSandbox(options);
  let requests = 0;
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/v2/')) requests++;
    void answerErrors(sandbox, { request, response });
  });
  const host = options.host ?? '127.0.0.1';
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () =>
      new Promise((done) => {
        sandbox.timers.close();
        sandbox.callbacks.close();
        server.close(() => done());
        server.closeAllConnections();
      }),
    quiet: () => !sandbox.callbacks.underWay(),
    nextIn: sandbox.timers.nextIn,
    letPass: sandbox.timers.letPass,
    requests: () => requests,
    messages: sandbox.messages,
    receiveText: sandbox.receiveText,
    returnLetter: sandbox.returnLetter,
    document: sandbox.files.read,
    linkedTo(id, key) {
      const message = sandbox.linkedTo(id, key);
      return message && asShown(message);
    },
    state: sandbox.state,
  };
}
