// The GOV.UK Notify sandbox: an HTTP server that answers as the real API does, from a world in memory.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAdmin, type IncomingText } from './admin.ts';
import { authenticate } from './auth.ts';
import { type Callback, newCallbacks, receivedTextFor } from './callbacks.ts';
import type { Context } from './context.ts';
import { ApiError, errorBody } from './errors.ts';
import { type FaultPlan, newFaults, parseFaults } from './faults.ts';
import { readRequest, writeAnswer } from './http-answers.ts';
import { newLife } from './life.ts';
import { referenceOf, serveWith } from './misbehave.ts';
import { matchRoute } from './routes.ts';
import { asShown, type SandboxMessage } from './sandbox-message.ts';
import { newStore, type Snapshot, snapshot, stamp } from './store.ts';
import { newTimers } from './timers.ts';
import type { World } from './world.ts';

export { makeWorld } from './make-world.ts';
export type { SandboxMessage } from './sandbox-message.ts';
export { parseWorld, type World } from './world.ts';

export type NotifySandbox = {
  url: string;
  port: number;
  close(): Promise<void>;
  /** Requests to /v2/… served so far. */
  requests(): number;
  /** Every stored message in order of arrival; with a sequence only those after it. */
  messages(sinceSequence?: number): SandboxMessage[];
  /** A resident replies: the text is stored and called back. Throws if the service is not in the world. */
  receiveText(text: IncomingText): Promise<void>;
  /** A JSON-able picture, from which startNotifySandbox({ state }) carries on. */
  state(): unknown;
};

export type SandboxOptions = {
  world: World;
  port?: number;
  host?: string;
  /** The clock of timestamps and limits. Tokens are always checked against the machine's own. */
  now?: () => Date;
  /** How long messages of live and team keys take from the 201 to `delivered`. */
  deliveryDelayMs?: number;
  /** Pause between the attempts of a callback: 300 as the real server's. */
  callbackRetrySeconds?: number;
  onChange?: () => void;
  faults?: FaultPlan;
  state?: unknown;
};

type Saved = { store: Snapshot; callbacks: Callback[] };

function build(options: SandboxOptions) {
  const { world, now = () => new Date(), onChange = () => {} } = options;
  const saved = options.state as Saved | undefined;
  const services = new Map(world.services.map((service) => [service.id, service]));
  const store = newStore(world, saved?.store);
  const timers = newTimers();
  const callbacks = newCallbacks({ timers, retrySeconds: options.callbackRetrySeconds ?? 300 });
  const deliveryDelayMs = options.deliveryDelayMs ?? 400;
  const life = newLife({ store, services, callbacks, timers, now, deliveryDelayMs, onChange });
  const faults = newFaults(parseFaults(options.faults ?? []));
  const context: Context = { settings: world.settings, services, store, now, newId: randomUUID };

  const messages = (since = 0) => store.messages.filter((each) => each.sequence > since).map(asShown);

  async function receiveText(text: IncomingText): Promise<void> {
    const service = services.get(text.service_id);
    if (!service)
      throw new Error(`No service ${text.service_id} in the world: use one of ${[...services.keys()].join(', ')}`);
    const sender = service.sms_senders.find((each) => each.default)?.value ?? '';
    const received = {
      id: randomUUID(),
      service_id: service.id,
      notify_number: text.notify_number ?? sender,
      user_number: text.user_number,
      content: text.content,
      created_at: stamp(store, now()),
    };
    store.receivedTexts.push(received);
    onChange();
    const callback = receivedTextFor(service, received);
    if (callback) await callbacks.send(callback);
  }

  const state = (): Saved => structuredClone({ store: snapshot(store), callbacks: callbacks.waiting() });
  life.resume();
  for (const callback of saved?.callbacks ?? []) void callbacks.send(callback);
  return { services, context, timers, callbacks, life, faults, messages, receiveText, state, onChange };
}

type Sandbox = ReturnType<typeof build>;
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
  { url, body }: { url: URL; body: Buffer },
): Promise<void> {
  const { request } = exchange;
  const method = request.method ?? 'GET';
  const path = decodePath(url.pathname);
  const route = matchRoute(method, path);
  const caller = authenticate(sandbox.services, request.headers.authorization);
  if ('options' in route) return writeAnswer(exchange, { status: 200, headers: { Allow: route.options } });
  const effects = sandbox.faults.effectsOn({ method, path, reference: referenceOf(body, url.searchParams) });
  await serveWith(effects, {
    exchange,
    serve() {
      const answer = route.handler(sandbox.context, {
        caller,
        params: route.params,
        query: url.searchParams,
        body,
        root: `http://${request.headers.host ?? url.host}/`,
      });
      if ('message' in answer) sandbox.onChange();
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
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const url = new URL('http://sandbox');
  url.search = query;
  if (path.startsWith('/_sandbox/')) {
    const asked = { method: request.method ?? 'GET', path, query: url.searchParams, body };
    return writeAnswer(exchange, await answerAdmin(sandbox, asked));
  }
  if (path === '/' || path === '/_status') return writeAnswer(exchange, { status: 200, body: { status: 'ok' } });
  return serveApi(sandbox, exchange, { url: Object.assign(url, { pathname: path }), body });
}

async function answerErrors(sandbox: Sandbox, exchange: Exchange): Promise<void> {
  try {
    await serve(sandbox, exchange);
  } catch (error) {
    if (exchange.response.destroyed || exchange.response.headersSent) return;
    // An unexpected error is a fault of the sandbox: it answers as the real server's faults do.
    const known =
      error instanceof ApiError ? error : new ApiError(500, [{ error: 'Exception', message: 'Internal server error' }]);
    if (known !== error)
      process.stderr.write(`The Notify sandbox failed: ${error instanceof Error ? error.stack : error}\n`);
    await writeAnswer(exchange, { status: known.status, body: errorBody(known) });
  }
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });

/** Starts a sandbox. Rejects if the port cannot be had (`EADDRINUSE`) or the fault rules are wrong. */
export async function startNotifySandbox(options: SandboxOptions): Promise<NotifySandbox> {
  const sandbox = build(options);
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
    requests: () => requests,
    messages: sandbox.messages,
    receiveText: sandbox.receiveText,
    state: sandbox.state,
  };
}
