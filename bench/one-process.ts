// Run by all-handlers.ts: `node one-process.ts BUNDLES SOCKET`. All bundled handlers in one process, as warm as a busy
// platform's are: each relay (relay.mjs) tells the environment of its function, and hands on its invocations. Tells its
// parent, when asked, the CPU it has used but for writing answers to relays.

import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

type Environment = Record<string, string>;
type Handler = (event: unknown, context: object) => Promise<unknown>;
type Line = { environment?: Environment; invocation?: { event: string; requestId: string; deadline: number } };

const [bundles = '', socketPath] = process.argv.slice(2);

/** Each handler sees the environment of its own function, whenever it looks: clients read their credentials late. */
const environments = new AsyncLocalStorage<Environment>();
const own = process.env;
process.env = new Proxy(own, {
  get: (_, name: string) => (environments.getStore() ?? own)[name],
  has: (_, name: string) => name in (environments.getStore() ?? own),
  ownKeys: () => Reflect.ownKeys(environments.getStore() ?? own),
  getOwnPropertyDescriptor: (_, name: string) =>
    Reflect.getOwnPropertyDescriptor({ ...(environments.getStore() ?? own) }, name),
});

/** Microseconds of CPU that it took to write answers to the relays, which is ours and not the handlers'. */
let told = 0;

const handlers = new Map<string, Promise<Handler>>();

async function load(environment: Environment): Promise<Handler> {
  const { handler } = await import(
    pathToFileURL(join(bundles, environment['CRIER_BENCH_HANDLER'] ?? '', 'index.mjs')).href
  );
  return handler;
}

function serve(socket: Socket): void {
  let environment: Environment = {};
  let handler: Promise<Handler>;
  const tell = (answer: object) => {
    const before = process.threadCpuUsage();
    socket.write(`${JSON.stringify(answer)}\n`);
    const { user, system } = process.threadCpuUsage(before);
    told += user + system;
  };
  createInterface({ input: socket }).on('line', async (line) => {
    const heard = JSON.parse(line) as Line;
    if (heard.environment) {
      environment = heard.environment;
      const arn = environment['LOCAL_FUNCTION_ARN'] ?? '';
      handler = handlers.get(arn) ?? environments.run(environment, () => load(environment));
      handlers.set(arn, handler);
      handler.then(
        () => tell({ kind: 'ready' }),
        (error) => tell({ kind: 'broken', error: errorOf(error) }),
      );
    } else if (heard.invocation) {
      const { event, requestId, deadline } = heard.invocation;
      const context = {
        awsRequestId: requestId,
        functionName: environment['AWS_LAMBDA_FUNCTION_NAME'],
        getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      };
      try {
        const run = await handler;
        const result = await environments.run(environment, () => run(JSON.parse(event), context));
        tell({ kind: 'done', result: JSON.stringify(result ?? null) });
      } catch (error) {
        tell({ kind: 'failed', error: errorOf(error) });
      }
    }
  });
  socket.on('error', () => {}); // its engine has ended
}

const errorOf = (error: unknown) => ({
  errorType: error instanceof Error ? error.name : 'Error',
  errorMessage: error instanceof Error ? error.message : String(error),
});

createServer(serve).listen(socketPath, () => process.send?.({ kind: 'ready' }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ kind: 'cpu', cpu_seconds: (user + system - told) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
