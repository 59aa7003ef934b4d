import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Benchmark, Row } from './benchmark.ts';
import { EACH, SUBJECTS, SUBSCRIBERS } from './deliveries-sent.ts';
import { priceOfDeliveries } from './price-of-deliveries.ts';

const TIMES = 3;
const SLOW_MS = 2_000;
const MOST_LATER = 1.15;
const MOST_CPU = 1.5;

/** Keeping five systems in step by the real cores, on ports in memory: what a slow one does to the others, and what it costs. */
export const deliveries: Benchmark = {
  name: 'deliveries',
  about: `${SUBJECTS * EACH * SUBSCRIBERS} deliveries about ${SUBJECTS} residents to ${SUBSCRIBERS} systems, one of which is slow, their CPU against signing and posting alone, and the list price of a million`,
  run: async () => {
    const receivers = await Promise.all(Array.from({ length: SUBSCRIBERS }, () => startReceiver(0)));
    const slow = await startReceiver(SLOW_MS);
    try {
      return [...(await compared(receivers.map(urlOf), urlOf(slow))), ...(await priceOfDeliveries())];
    } finally {
      for (const server of [...receivers, slow]) server.close().closeAllConnections();
    }
  },
};

type Once = { cpu_seconds: number; seconds: number };

async function compared(urls: string[], slow: string): Promise<Row[]> {
  const bare: Once[] = [];
  const alike: Once[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    bare.push(await once('bare', urls));
    alike.push(await once('crier', urls));
  }
  const beside = await once('crier-beside-a-slow-one', [slow, ...urls.slice(1)]);
  const cpu = (all: Once[]) => Math.min(...all.map(({ cpu_seconds }) => cpu_seconds));
  const quickest = Math.min(...alike.map(({ seconds }) => seconds));
  const each = (seconds: number) => ({
    value: (seconds * 1000) / (SUBJECTS * EACH * SUBSCRIBERS),
    unit: 'ms a delivery',
  });
  return [
    {
      what: `time until the other ${SUBSCRIBERS - 1} are done beside one that answers after ${SLOW_MS / 1000} s, against none slow`,
      value: beside.seconds / quickest,
      unit: 'ratio',
      target: { at_most: MOST_LATER },
    },
    {
      what: 'CPU of routing and delivering, against signing and posting alone',
      value: cpu(alike) / cpu(bare),
      unit: 'ratio',
      target: { at_most: MOST_CPU },
    },
    { what: 'routing and delivering', ...each(cpu(alike)) },
    { what: 'signing and posting alone', ...each(cpu(bare)) },
  ];
}

async function startReceiver(afterMs: number): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => setTimeout(() => response.writeHead(204).end(), afterMs));
  });
  server.keepAliveTimeout = 60_000; // a busy machine may look at a connection late, and nothing here is about that
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/crier`;

async function once(what: string, urls: string[]): Promise<Once> {
  const args = [join(import.meta.dirname, 'deliveries-once.ts'), what, urls.join(',')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout)) as Once;
}
