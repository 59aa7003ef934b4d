// Systems of the council that tell facts at the door while the night goes on, again and again until each is taken.

import { setTimeout as pause } from 'node:timers/promises';
import { FACTS, type LateFact } from './households.ts';

/** One that was told, with the instants between which the register had it, by the platform's clock. */
export type ToldFact = LateFact & { code: string; asked_at: number; known_at: number };

type Door = { url: string; token: string; now: () => number };

/** Tells one, and one in four of them twice. @throws if the door refuses it. */
export async function tellFact({ url, token, now }: Door, fact: LateFact, n: number): Promise<ToldFact> {
  const { code, type, data } = FACTS[fact.kind];
  const asked_at = now();
  const time = new Date(asked_at).toISOString();
  const body = JSON.stringify({
    specversion: '1.0',
    id: `late-${n}`,
    source: 'test',
    type,
    time,
    data: data(fact.row, time),
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' };
  const post = async (): Promise<void> => {
    // The stack may be away, or its worker killed: a source sends again what was not taken.
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    const status = answer?.status ?? 0;
    await answer?.body?.cancel();
    if (status === 202) return;
    if (status !== 0 && status < 500) throw new Error(`POST /events answered ${status} to ${type}`);
    await pause(100);
    return post();
  };
  await post();
  const known_at = now();
  if (n % 4 === 0) await post();
  return { ...fact, code, asked_at, known_at };
}
