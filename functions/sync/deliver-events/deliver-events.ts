import { done, type Outcome, rejected } from '../../shared/outcome.ts';
import type { DeliverMessage } from '../steps/messages.ts';
import { deliverSubject } from './deliver-subject.ts';
import { lookAt } from './look.ts';
import type { Deps } from './ports.ts';

type Deliver = { body: DeliverMessage; remainingMs: () => number };

/** Tells a subscriber what is due. A bell is consumed when nothing is left to do, or another will ring. */
export async function deliverEvents(deps: Deps, { body, remainingMs }: Deliver): Promise<Outcome> {
  const subscriber = deps.subscribers.get(body.subscriber);
  if (!subscriber) return rejected('no such subscriber');
  if ('look' in body) await lookAt(deps, { subscriber, remainingMs });
  else await deliverSubject(deps, { subscriber, bell: body, remainingMs, isProbe: false });
  return done;
}
