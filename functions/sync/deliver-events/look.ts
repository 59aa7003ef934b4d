import type { Subscriber, Webhook } from '../../../contracts/subscriber.ts';
import { inFlight } from '../../shared/in-flight.ts';
import { ON_QUEUE_MS, secondsUntil } from '../steps/wake-at.ts';
import { deliverSubject } from './deliver-subject.ts';
import { lookWhenProbed } from './follow-circuit.ts';
import type { Deps } from './ports.ts';

type Looking = { subscriber: Subscriber<Webhook>; remainingMs: () => number };

/** Pages that one probe goes through for something that is due. */
const TO_PROBE = 100;
const RINGS_AT_ONCE = 20;

/** The agenda of one subscriber: rings for all that is due within the minute, or has one probe made. */
export async function lookAt(deps: Deps, looking: Looking): Promise<void> {
  const { name, transport } = looking.subscriber;
  const { store, ring, now, alarm } = deps;
  const { open } = await store.circuit(name);
  if (open) {
    alarm('subscriber-paused', { subscriber: name });
    if (open.probe_at > now()) return lookWhenProbed(deps, name, open);
    if (open.probing_until <= now()) await probe(deps, looking);
    return;
  }
  const most = transport.per_second * (ON_QUEUE_MS / 1000);
  for (const page of await store.due(name, now() + ON_QUEUE_MS, most)) {
    const bells = page.entries.map(({ subject }) => ({ subscriber: name, subject }));
    await inFlight(bells, RINGS_AT_ONCE, (bell) => ring(bell, secondsUntil(page.at, now())));
    await store.strike(page); // last of all: what dies before leaves it to the next look
  }
}

/** The one that has waited longest. What was not asked for stays on the agenda. */
async function probe(deps: Deps, { subscriber, remainingMs }: Looking): Promise<void> {
  const { name } = subscriber;
  for (const page of await deps.store.due(name, deps.now(), TO_PROBE)) {
    for (const [i, { subject }] of page.entries.entries()) {
      const bell = { subscriber: name, subject };
      const tried = await deliverSubject(deps, { subscriber, bell, remainingMs, isProbe: true });
      if (!tried) continue;
      await deps.store.enter({ list: name, at: page.at }, page.entries.slice(i + 1));
      return deps.store.strike(page);
    }
    await deps.store.strike(page);
  }
}
