import { inFlight } from '../../shared/in-flight.ts';
import { valuesOf } from '../files/values.ts';
import { type Outbox, settledAs } from '../rules/outbox.ts';
import { roundOf, type Subject, type Waiting } from '../rules/subject.ts';
import type { ToFile } from '../settings.ts';
import { onBus } from '../steps/body.ts';
import { toldValues } from '../steps/told-values.ts';
import { gathered } from './gathered.ts';
import type { Deps, Settled } from './ports.ts';

const NAMED_AT_ONCE = 20;

/**
 * Settles what the next file holds, contact fields as of now, before any of it is there to be fetched: whoever writes it then writes
 * the same bytes.
 * @returns null if another was quicker
 */
export async function settle(deps: Deps, subscriber: ToFile, mine: Outbox): Promise<Outbox | null> {
  const { store, files, now, chance } = deps;
  const { name, file } = subscriber;
  const at = now();
  const { pages, subjects } = await gathered(deps, name);
  const settled: Settled = { at, columns: file.columns, encoding: file.encoding, rows: [], unnamed: [], pages };
  const facts = subjects.flatMap((subject) => subject.waiting.map((waiting) => ({ subject, waiting })));
  await inFlight(facts, NAMED_AT_ONCE, (fact) => addRow(deps, subscriber, { settled, ...fact }));
  const key = `_settled/${name}/${String(mine.number + 1).padStart(6, '0')}-${chance().toString(36).slice(2)}.json`;
  await files.putSettled(key, settled);
  const next = settledAs(mine, key, at);
  if (await store.putOutbox(name, next)) return next;
  const there = await store.outbox(name);
  if (there?.settled === key) return there; // the SDK lost the first answer, and wrote it twice
  await files.removeSettled(key);
  return null;
}

type Fact = { settled: Settled; subject: Subject; waiting: Waiting };

async function addRow(deps: Deps, subscriber: ToFile, { settled, subject: of, waiting }: Fact): Promise<void> {
  const { event, sequence, tries } = waiting;
  const { subject } = of;
  const named = await deps.name(onBus(event, deps.council), subscriber);
  if (named === null) return void settled.unnamed.push({ subject, id: event.id, round: roundOf(waiting) });
  settled.rows.push({
    ...{ subject, id: event.id, told: tries.length, disclosed: named.disclosed },
    digests: toldValues(deps, subscriber, { of, named }),
    ...{ ref: named.subject, sequence, values: valuesOf(settled.columns, named) },
  });
}
