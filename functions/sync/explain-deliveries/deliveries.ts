import type { DeliveryView } from '../../../contracts/officers/deliveries.ts';
import type { Page } from '../../../contracts/officers/page.ts';
import type { Deps } from './deps.ts';
import { viewOfEnded, viewOfWaiting } from './views.ts';

type Asked = { subscriber: string | undefined; state: DeliveryView['state'] | undefined; after: string | undefined };

/** What systems are told, were told or will be told: one page, which may be empty though more follow. */
export function deliveries(deps: Deps, asked: Asked): Promise<Page<DeliveryView>> {
  return asked.state === 'dead' ? deadOnes(deps, asked) : everyone(deps, asked);
}

async function everyone(deps: Deps, { subscriber, state, after }: Asked): Promise<Page<DeliveryView>> {
  const { subjects, ended, next } = await deps.store.all(after);
  const isAsked = (one: { subscriber: string }) => subscriber === undefined || one.subscriber === subscriber;
  const [asked, over] = [subjects.filter(isAsked), ended.filter(isAsked)];
  const names = new Set(asked.map((subject) => subject.subscriber));
  const circuits = new Map(
    await Promise.all([...names].map(async (name) => [name, await deps.store.circuit(name)] as const)),
  );
  const waiting = asked.flatMap((subject) =>
    subject.waiting.map((each) => viewOfWaiting(deps, { subject, each, circuit: circuits.get(subject.subscriber) })),
  );
  const items = await Promise.all([...over.map((each) => viewOfEnded(deps, each)), ...waiting]);
  return { items: items.filter((each) => state === undefined || each.state === state), next };
}

/** From the lists of what is dead, one subscriber after the other: `after` is a subscriber's name, and a line of its list. */
async function deadOnes(deps: Deps, { subscriber, after = '' }: Asked): Promise<Page<DeliveryView>> {
  const names = subscriber === undefined ? deps.systems.map(({ name }) => name) : [subscriber];
  const [from, ...key] = after.split(' ');
  const name = after === '' ? names[0] : names.find((each) => each === from);
  if (name === undefined) return { items: [], next: null };
  const { items, next } = await deps.store.dead(name, key.length > 0 ? key.join(' ') : undefined);
  const ended = await Promise.all(items.map(({ subject, id }) => deps.store.ended({ subscriber: name, subject }, id)));
  const dead = ended.filter((each) => each?.state === 'dead').map((each) => viewOfEnded(deps, each!));
  const following = names[names.indexOf(name) + 1] ?? null;
  return { items: await Promise.all(dead), next: next === null ? following : `${name} ${next}` };
}
