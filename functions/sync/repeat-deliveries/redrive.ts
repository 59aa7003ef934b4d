import type { RedrivenView } from '../../../contracts/officers/repeats.ts';
import { inFlight } from '../../shared/in-flight.ts';
import { type ToldAgain, tellAgain } from '../steps/tell-again.ts';
import type { Dead } from '../store/ports.ts';
import type { Deps } from './deps.ts';

/** An entry of the agenda that is looked at when whoever let a delivery in is dead for certain: the HTTP API gives up after 30 s. */
const GUARD_MS = 120_000;
/** A line of the list is written just before the record that it tells of. */
const WRITTEN_MS = 600_000;
const AT_ONCE = 10;

type Sums = Omit<RedrivenView, 'next'>;
type Lines = { asked_at: number; lines: readonly Dead[] };
type Redriving = Pick<Deps, 'store' | 'now'>;

/** One page of what is dead of a subscriber. @param page.asked_at what dies after that is left alone */
export async function redrivePage(
  deps: Redriving,
  subscriber: string,
  { asked_at, key }: { asked_at: number; key?: string | undefined },
): Promise<RedrivenView> {
  const { items, next } = await deps.store.dead(subscriber, key);
  const sums = await redriveLines(deps, subscriber, { asked_at, lines: items });
  return { ...sums, next: next === null ? null : JSON.stringify({ asked_at, key: next }) };
}

/** One event, at each of these subscribers of which it is dead. */
export async function redriveEvent(
  deps: Redriving,
  subscribers: readonly string[],
  { id, asked_at }: { id: string; asked_at: number },
): Promise<RedrivenView> {
  const sums: Sums = { redriven: 0, superseded: 0 };
  for (const subscriber of subscribers) {
    let key: string | undefined;
    do {
      const { items, next } = await deps.store.dead(subscriber, key);
      const lines = items.filter((each) => each.id === id);
      const { redriven, superseded } = await redriveLines(deps, subscriber, { asked_at, lines });
      sums.redriven += redriven;
      sums.superseded += superseded;
      key = next ?? undefined;
    } while (key !== undefined);
  }
  return { ...sums, next: null };
}

/** The agenda brings each: entered before any is let in, and again when all are, so that none is left without a look. */
async function redriveLines({ store, now }: Redriving, subscriber: string, { asked_at, lines }: Lines): Promise<Sums> {
  const entries = () => lines.map(({ subject }) => ({ subject, entered_at: now() }));
  await store.enter({ list: subscriber, at: now() + GUARD_MS }, entries());
  const came: ToldAgain[] = [];
  await inFlight(lines, AT_ONCE, async (line) => {
    const told = await redriveLine({ store, now }, subscriber, { asked_at, line });
    if (told) came.push(told);
  });
  await store.enter({ list: subscriber, at: now() }, entries());
  const count = (what: ToldAgain) => came.filter((each) => each === what).length;
  return { redriven: count('waits'), superseded: count('superseded') };
}

/** @returns null where the line tells of nothing that is dead */
async function redriveLine(
  { store, now }: Redriving,
  subscriber: string,
  { asked_at, line }: { asked_at: number; line: Dead },
): Promise<ToldAgain | null> {
  const { subject, id, at } = line;
  const place = { subscriber, subject };
  const record = await store.ended(place, id);
  // Who let it in again may have died before the line was struck.
  const fact = record ?? (await store.subject(place))?.waiting.find(({ event }) => event.id === id);
  if (!fact || (record && (record.at > at || record.state !== 'dead'))) {
    if (now() - at > WRITTEN_MS) await store.strikeDead(subscriber, line);
    return null;
  }
  const told = await tellAgain({ store, now }, { place, fact, asked_at });
  if (told === 'waits' || told === 'superseded') await store.strikeDead(subscriber, line);
  return told;
}
