// The Notify sandbox, with limits that no test reaches. Asked, it tells what it stored since, and what it failed at.
import { parseWorld, startNotifySandbox } from '../../../infra/local/notify/server.ts';
import { testWorld } from '../../local/notify/world.ts';
import type { Behind } from '../door.ts';

/** References of the messages stored, and what the sandbox said of faults of its own. */
export type Through = { references: string[]; failed: string[] };

export async function open(): Promise<Behind> {
  const failed: string[] = [];
  const { write } = process.stderr;
  process.stderr.write = ((text: string) => {
    if (String(text).startsWith('The Notify sandbox failed')) failed.push(String(text));
    return write.call(process.stderr, text);
  }) as typeof write;
  const world = testWorld();
  const many = { sms: 1e9, email: 1e9, letter: 1e9, international_sms: 1e9 };
  const services = world.services.map((service) => ({ ...service, rate_limit: 6_000_000, daily_limits: many }));
  const sandbox = await startNotifySandbox({ world: parseWorld({ ...world, services }), deliveryDelayMs: 0 });
  let sequence = 0;
  return {
    url: sandbox.url,
    answer: async (): Promise<Through> => {
      const stored = sandbox.messages(sequence);
      sequence += stored.length;
      return { references: stored.map(({ reference }) => reference ?? ''), failed: failed.splice(0) };
    },
  };
}
