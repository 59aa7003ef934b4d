// Systems of the council that tell facts at the door while the night goes on, again and again until each is taken.

import { setTimeout as pause } from 'node:timers/promises';
import { FACTS, type LateFact } from './households.ts';

/** One that was told, with the instants between which the register had it, by the platform's clock. */
export type ToldFact = LateFact & { code: string; asked_at: number; known_at: number };

type Door = { url: string; token: string };

/** Posts an event until it is taken: the stack may be away, or its worker killed. @throws if the door refuses it */
export async function postUntilTaken({ url, token }: Door, event: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(event) }).catch(() => null);
  const status = answer?.status ?? 0;
  const text = await answer?.text().catch(() => '');
  if (status === 202) return;
  if (status !== 0 && status < 500) throw new Error(`POST /events answered ${status}: ${text}`);
  await pause(100);
  return postUntilTaken({ url, token }, event);
}

/** Tells one, and one in four of them twice. @throws if the door refuses it. */
export async function tellFact(
  { now, ...door }: Door & { now: () => number },
  fact: LateFact,
  n: number,
): Promise<ToldFact> {
  const { code, type, data } = FACTS[fact.kind];
  const asked_at = now();
  const time = new Date(asked_at).toISOString();
  const event = { specversion: '1.0', id: `late-${n}`, source: 'test', type, time, data: data(fact.row, time) };
  await postUntilTaken(door, event);
  const known_at = now();
  if (n % 4 === 0) await postUntilTaken(door, event);
  return { ...fact, code, asked_at, known_at };
}
