import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { Key } from '../../shared/ids.ts';
import { done, type Outcome, rejected } from '../../shared/outcome.ts';
import { publicRequest } from '../public/request.ts';
import type { Deps } from './deps.ts';

/**
 * Looks at what the register knows of a request, and puts what everybody may see of it where they look. An event is a bell: what
 * counts is what the register has by now, so it does not matter in which order events come, or how often.
 */
export async function keepRequests(deps: Deps, { subject }: Pick<CloudEvent, 'subject'>): Promise<Outcome> {
  if (subject === undefined) return rejected('no-subject');
  const { register, store, open311, now } = deps;
  const name = { kind: 'request', id: subject as Key };
  const known = await register.matter(name);
  if (!known) return done;
  for (;;) {
    // The table before the register: whoever writes what is older finds that another wrote since.
    const before = await store.request(known.matter.ref);
    const view = await register.matter(name);
    const shown = view && publicRequest(view, open311);
    if (!shown) return done;
    if (!(await store.put(shown.request, before?.version ?? 0, now()))) continue;
    for (const update of shown.updates) await store.note(update, now());
    return done;
  }
}
