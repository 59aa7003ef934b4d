// Run by one-process-stack.ts: `node one-process.ts SOCKET`. All bundled handlers in one process, as warm as a busy
// platform's are: each relay (relay.mjs) tells the environment of its function, and hands on its invocations. Tells its
// parent the CPU it has used when asked.

import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

type Environment = Record<string, string>;
type Handler = (event: unknown, context: object) => Promise<unknown>;
type Line = { environment?: Environment; invocation?: { event: string; requestId: string; deadline: number } };

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

const handlers = new Map<string, Promise<Handler>>();

async function load(environment: Environment): Promise<Handler> {
  const { LAMBDA_TASK_ROOT: root = '', _HANDLER: name = '' } = environment;
  const [file = '', exported = ''] = name.split('.');
  const module = await import(pathToFileURL(join(root, `${file}.mjs`)).href);
  return module[exported];
}

function serve(socket: Socket): void {
  let environment: Environment = {};
  let handler: Promise<Handler>;
  const tell = (answer: object) => socket.write(`${JSON.stringify(answer)}\n`);
  createInterface({ input: socket }).on('line', async (line) => {
    const told = JSON.parse(line) as Line;
    if (told.environment) {
      environment = told.environment;
      const arn = environment['LOCAL_FUNCTION_ARN'] ?? '';
      handler = handlers.get(arn) ?? environments.run(environment, () => load(environment));
      handlers.set(arn, handler);
      handler.then(
        () => tell({ kind: 'ready' }),
        (error) => tell({ kind: 'broken', error: errorOf(error) }),
      );
    } else if (told.invocation) {
      const { event, requestId, deadline } = told.invocation;
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

createServer(serve).listen(process.argv[2], () => process.send?.({ kind: 'ready' }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ kind: 'cpu', cpu_seconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
