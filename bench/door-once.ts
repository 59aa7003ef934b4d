// Run by door.ts in a process of its own: `node door-once.ts SERVER`. A bare Node HTTP server: `bare` parses the JSON that it
// is sent, `crier` takes the events as the door does, on ports that keep nothing. Tells its parent its port, and when asked the CPU
// seconds that it has used and how many events it was sent.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { contractOf } from '../contracts/catalogue.ts';
import type { Deps } from '../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../functions/intake/receive-events/receive-events.ts';
import { responseOf } from '../functions/shared/http/answer.ts';
import { keysWith } from '../functions/shared/ids.ts';
import { stockton } from '../infra/config/stockton.ts';
import { DOOR_SOURCE, DOOR_TOKEN } from './door-events.ts';

type Take = (body: string, headers: { authorization: string; contentType: string }) => Promise<unknown>;

let events = 0;

const bare: Take = async (body) => {
  const read: unknown = JSON.parse(body);
  const all = Array.isArray(read) ? read : [read];
  events += all.length;
  return { events: all.map(({ id }: { id: string }) => ({ id, status: 'accepted' })) };
};

const deps: Deps = {
  sources: stockton.sources,
  tokens: async () => ({ [DOOR_SOURCE]: DOOR_TOKEN }),
  table: { paused: async () => false, takeEvent: async ({ order }) => ({ known: 'new', order }) },
  register: { fact: async () => ({ stored: 'stored', stored_at: Date.now() }), keepReferences: async () => {} },
  contractOf,
  publish: async (facts) => {
    events += facts.length;
  },
  key: keysWith('a reference key for benchmarks only, 0123456789'),
  now: Date.now,
  council: stockton.id,
};

const crier: Take = async (body, headers) => {
  const sent = { query: {}, body, bytes: null, parameters: {}, remainingMs: () => 30_000 };
  const request = { ...headers, ...sent, method: 'POST', path: '/events' };
  const { statusCode, body: answer } = responseOf(await receiveEvents(deps, request));
  if (statusCode !== 202) throw new Error(`the door answered ${statusCode}: ${answer}`);
  return answer;
};

const take = process.argv[2] === 'crier' ? crier : bare;
const server = createServer(async (request, response) => {
  const { authorization = '', 'content-type': contentType = '' } = request.headers;
  const answer = await take(await text(request), { authorization, contentType });
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu_seconds: (user + system) / 1e6, events });
});
process.on('disconnect', () => process.exit(0));
