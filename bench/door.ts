import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { inFlight } from '../functions/shared/in-flight.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { bodiesOf, DOOR_TOKEN } from './door-events.ts';

const WARM_UP = 5_000;
const TIMES = 3;
const AT_ONCE = 10;
const TARGET = 0.3;
/** What a portal sends as it happens, and what a back office sends when it comes round. */
const SENT = [
  { what: 'one event to a request', each: 1, count: 10_000, target: { at_least: TARGET } },
  { what: '100 events to a request', each: 100, count: 50_000 },
];

/** The HTTP door against a bare server that parses the same JSON, by the CPU time of a process of its own each. */
export const door: Benchmark = {
  name: 'door',
  about:
    'events a second of CPU through the HTTP door, on ports that keep nothing, against a bare server that parses the same JSON',
  run: async () => {
    const rows: Row[] = [];
    for (const { what, each, count, target } of SENT) {
      const paces = { bare: 0, crier: 0 };
      for (let time = 0; time < TIMES; time += 1)
        for (const server of ['bare', 'crier'] as const)
          paces[server] = Math.max(paces[server], await paceOf(server, { count, each }));
      rows.push(
        {
          what: `${what}: of the bare server's pace`,
          value: paces.crier / paces.bare,
          unit: 'ratio',
          ...(target && { target }),
        },
        { what: `${what}: the door`, value: paces.crier, unit: 'events a second' },
        { what: `${what}: the bare server`, value: paces.bare, unit: 'events a second' },
      );
    }
    return rows;
  },
};

type Used = { cpu_seconds: number; events: number };

const told = <Of>(child: ChildProcess): Promise<Of> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.once('message', (message) => resolve(message as Of));
  });

const used = (child: ChildProcess): Promise<Used> => {
  const answer = told<Used>(child);
  child.send('used');
  return answer;
};

/** Events for each second of CPU, once V8 has seen enough of them. */
async function paceOf(server: 'bare' | 'crier', sent: { count: number; each: number }): Promise<number> {
  const child = fork(join(import.meta.dirname, 'door-once.ts'), [server]);
  child.setMaxListeners(0);
  const { port } = await told<{ port: number }>(child);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const send = (bodies: string[]) => inFlight(bodies, AT_ONCE, (body) => post({ port, agent, body }));
  try {
    await send(bodiesOf(0, { ...sent, count: WARM_UP }));
    const before = await used(child);
    await send(bodiesOf(WARM_UP, sent));
    const after = await used(child);
    if (after.events - before.events !== sent.count) throw new Error(`${after.events - before.events} events arrived`);
    return sent.count / (after.cpu_seconds - before.cpu_seconds);
  } finally {
    agent.destroy();
    child.disconnect();
  }
}

function post({ port, agent, body }: { port: number; agent: Agent; body: string }): Promise<void> {
  const type = body.startsWith('[') ? 'application/cloudevents-batch+json' : 'application/cloudevents+json';
  const headers = {
    ...{ authorization: `Bearer ${DOOR_TOKEN}`, 'content-type': type },
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ port, agent, path: '/events', method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => (response.statusCode === 202 ? resolve() : reject(new Error(`${response.statusCode}`))));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
