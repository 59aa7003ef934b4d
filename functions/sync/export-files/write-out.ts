import { createHash } from 'node:crypto';
import type { Key } from '../../shared/ids.ts';
import { inFlight } from '../../shared/in-flight.ts';
import { bytesOfFile, checksumLine, fileName } from '../files/file-out.ts';
import { type Outbox, written } from '../rules/outbox.ts';
import { type Ended, type Place, roundOf, type Waiting } from '../rules/subject.ts';
import type { ToFile } from '../settings.ts';
import type { Deps, Settled } from './ports.ts';

const AT_ONCE = 20;

/**
 * Writes a file that is settled, puts on record what it told of whom, and takes that from what waits. Each step may be done twice.
 * @returns whether it is over
 */
export async function writeOut(deps: Deps, { name }: ToFile, outbox: Outbox): Promise<boolean> {
  const { store, files } = deps;
  const key = outbox.settled as string;
  const settled = await files.settled(key);
  if (!settled) {
    if ((await store.outbox(name))?.settled === key) throw new Error(`what is settled is gone: ${key}`);
    return true; // another has written it meanwhile
  }
  const bytes = bytesOfFile(settled.rows, settled);
  const file = fileName(name, outbox.number);
  await files.put(name, file, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await files.put(name, `${file}.sha256`, Buffer.from(checksumLine(sha256, file)));
  await inFlight([...endsBySubject(settled)], AT_ONCE, ([subject, ends]) =>
    endAll(deps, { subscriber: name, subject }, ends),
  );
  await inFlight(settled.pages, AT_ONCE, (page) => store.strike({ list: name, ...page, entries: [] }));
  const isOver = await store.putOutbox(name, written(outbox));
  if (isOver) await files.removeSettled(key);
  return isOver;
}

type One = Waiting | Ended;

/** How one fact ends; null where it has ended already, or is told again by now. */
type End = (one: One, place: Place) => Ended | null;

const ofRecord = (one: One) => {
  const { due_at: _, ...rest } = { due_at: 0, ...one };
  return rest;
};

const hasEnded = (one: One): boolean => 'state' in one && one.state !== 'superseded';

function endsBySubject({ rows, unnamed, at }: Settled): Map<Key, Map<string, End>> {
  const ends = new Map<Key, Map<string, End>>();
  const add = (subject: Key, id: string, end: End) => {
    ends.set(subject, (ends.get(subject) ?? new Map<string, End>()).set(id, end));
  };
  for (const { subject, id, ref: called, disclosed, told, digests: values } of rows)
    add(subject, id, (one, place) => {
      if (hasEnded(one) || one.tries.length !== told) return null;
      const delivered = { state: 'delivered', reason: null, detail: undefined } as const;
      return { ...ofRecord(one), ...place, ...delivered, tries: [...one.tries, at], called, disclosed, values, at };
    });
  for (const { subject, id, round } of unnamed)
    add(subject, id, (one, place) =>
      hasEnded(one) || roundOf(one) !== round
        ? null
        : { ...ofRecord(one), ...place, state: 'dead', reason: 'expired', detail: 'no-names', at },
    );
  return ends;
}

/** Each is on record before it leaves its subject. What was superseded meanwhile has left it already, and was told all the same. */
async function endAll({ store, alarm }: Deps, place: Place, ends: ReadonlyMap<string, End>): Promise<void> {
  for (;;) {
    const subject = await store.subject(place);
    const over = new Set<string>();
    for (const [id, end] of ends) {
      const waiting = subject?.waiting.find(({ event }) => event.id === id);
      const one = waiting ?? (await store.ended(place, id));
      const ended = one && end(one, place);
      if (!ended) continue;
      await store.putEnded(ended);
      if (waiting) over.add(id);
      if (ended.state === 'dead') alarm('delivery-dead', { subscriber: place.subscriber, reason: 'expired' });
    }
    if (!subject || over.size === 0) return;
    const waiting = subject.waiting.filter(({ event }) => !over.has(event.id));
    if (await store.putSubject({ ...subject, version: subject.version + 1, waiting })) return;
  }
}
