// The GOV.UK Notify sandbox on its own: npm run notify -- --port 6011 --world world.json
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseWorld, startNotifySandbox, type World } from '../infra/local/notify/server.ts';
import { demoWorld } from '../infra/local/notify/world/demo-world.ts';
import { keyString } from '../infra/local/notify/world/world.ts';

const USAGE = `Usage: npm run notify -- [options]

Starts a sandbox that answers as GOV.UK Notify's API (v2) does. It keeps everything in memory.

  --port N      the port to listen on (default 6011; 0 takes any free one)
  --host H      the address to listen on (default 127.0.0.1)
  --world FILE  the services, keys and templates to load, as JSON
                (default: a small world with one service, Stockton Council)
  --help        this text`;

const DEFAULT_PORT = '6011';

function refuse(message: string, status: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: DEFAULT_PORT },
        host: { type: 'string', default: '127.0.0.1' },
        world: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(`${(error as Error).message}\n\n${USAGE}`, 2);
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65535 ? port : refuse(`--port ${text}: give a number from 0 to 65535`, 2);
}

function readWorld(file: string | undefined): World {
  if (file === undefined) return demoWorld().world;
  try {
    return parseWorld(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return refuse(`--world ${file}: ${(error as Error).message}`, 1);
  }
}

const options = readOptions();
if (options.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const port = readPort(options.port);
const world = readWorld(options.world);

try {
  const sandbox = await startNotifySandbox({ world, port, host: options.host });
  const keys = world.services.flatMap((service) =>
    service.keys
      .filter((key) => !key.revoked)
      .map((key) => `  ${service.name}, ${key.type}: ${keyString(service, key)}`),
  );
  process.stdout.write(
    [
      `The GOV.UK Notify sandbox is at ${sandbox.url}`,
      'API keys:',
      ...keys,
      `What was sent: ${sandbox.url}/_sandbox/messages`,
      `Faults on purpose: ${sandbox.url}/_sandbox/faults (infra/local/notify/README.md)`,
      'Ctrl-C stops it.',
      '',
    ].join('\n'),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  refuse(
    code === 'EADDRINUSE'
      ? `Port ${port} on ${options.host} is taken: stop what listens there, or choose another with --port`
      : `The sandbox could not start: ${message}`,
    1,
  );
}
