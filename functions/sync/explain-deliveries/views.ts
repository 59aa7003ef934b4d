import type { DeliveryView } from '../../../contracts/officers/deliveries.ts';
import type { Circuit } from '../rules/circuit.ts';
import type { Ended, Subject, Waiting } from '../rules/subject.ts';
import { onBus } from '../steps/body.ts';
import type { Deps } from './deps.ts';

type Of = { subject: Subject; each: Waiting; circuit: Circuit | undefined };

export async function viewOfWaiting(deps: Deps, { subject, each, circuit }: Of): Promise<DeliveryView> {
  const open = circuit?.open ?? null;
  return {
    ...(await common(deps, subject.subscriber, each)),
    state: open ? 'paused' : 'waiting',
    reason: open ? 'circuit' : each.reason,
    due_at: deps.systems.some(({ name, file }) => name === subject.subscriber && file)
      ? null // with the next file, whenever that is
      : new Date(Math.max(each.due_at, open?.probe_at ?? 0)).toISOString(),
  };
}

export const viewOfEnded = async (deps: Deps, ended: Ended): Promise<DeliveryView> => ({
  ...(await common(deps, ended.subscriber, ended)),
  state: ended.state,
  reason: ended.reason,
  due_at: null,
});

type Common = Omit<DeliveryView, 'state' | 'reason' | 'due_at'>;

async function common(
  { name, council }: Deps,
  subscriber: string,
  { event, sequence, tries, called, detail }: Pick<Waiting, 'event' | 'sequence' | 'tries' | 'called' | 'detail'>,
): Promise<Common> {
  const subject = called ?? (await name(onBus(event, council), { name: subscriber, fields: [] }))?.subject ?? null;
  return {
    subscriber,
    event_id: event.id,
    type: event.type,
    subject,
    sequence,
    attempts: tries.length,
    detail: detail ?? null,
    tried_at: tries.length === 0 ? null : new Date(tries.at(-1)!).toISOString(),
  };
}
