import { DELIVERY_STATES } from '../../../contracts/officers/deliveries.ts';
import { callerOf } from '../../shared/bearer.ts';
import { type Answer, ok, problem } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { deliveries } from './deliveries.ts';
import type { Deps } from './deps.ts';
import { disclosures } from './disclosures.ts';
import { compared, driftAsked, toldOf } from './drift.ts';
import { subscribers } from './subscribers.ts';

const PAGES: Readonly<Record<string, (deps: Deps, query: Request['query']) => Promise<Answer>>> = {
  '/officers/subscribers': async (deps) => ok(await subscribers(deps)),
  '/officers/deliveries': askedDeliveries,
  '/officers/disclosures': async (deps, { person = '' }) =>
    person === ''
      ? problem(400, 'no-person', 'Say whose: /officers/disclosures?person=REF.')
      : ok(await disclosures(deps, person)),
};

/**
 * Answers officers about what systems are told: `GET /officers/subscribers`, `GET /officers/deliveries`, page by page, and `GET
 * /officers/disclosures` of a person. No answer has contact data: they stand in no delivery that is kept.
 */
export async function explainDeliveries(deps: Deps, request: Request): Promise<Answer> {
  if ((await callerOf(deps.officers, request.authorization)) === null) {
    const message = "Send an officer's token: Authorization: Bearer TOKEN.";
    return { ...problem(401, 'not-allowed', message), headers: { 'www-authenticate': 'Bearer' } };
  }
  if (request.path === '/officers/drift') return drift(deps, request);
  const page = request.method === 'GET' ? PAGES[request.path] : undefined;
  if (!page) return problem(404, 'no-such-page', 'There is nothing at this address under /officers.');
  return page(deps, request.query);
}

async function askedDeliveries(deps: Deps, { subscriber, state, after }: Request['query']): Promise<Answer> {
  const names = deps.systems.map(({ name }) => name);
  if (subscriber !== undefined && !names.includes(subscriber)) {
    return problem(404, 'no-such-subscriber', `There is no subscriber of this name. There are: ${names.join(', ')}.`);
  }
  const known = DELIVERY_STATES.find((each) => each === state);
  if (state !== undefined && !known)
    return problem(400, 'no-such-state', `There is no such state. There are: ${DELIVERY_STATES.join(', ')}.`);
  return ok(await deliveries(deps, { subscriber, state: known, after }));
}

/** `GET`: whom a subscriber was told of. `POST`: how rows of its own copy stand to that. */
async function drift(deps: Deps, { method, query, body }: Request): Promise<Answer> {
  if (method === 'POST') {
    const read = driftAsked.safeParse(jsonIn(body));
    return read.success
      ? ok(await compared(deps, read.data))
      : problem(400, 'wrong-rows', 'Send { subscriber, rows }, each row with ref, subject, and sequence or values.');
  }
  const { subscriber = '', after } = query;
  return deps.systems.some(({ name }) => name === subscriber)
    ? ok(await toldOf(deps, subscriber, after))
    : problem(404, 'no-such-subscriber', 'There is no subscriber of this name.');
}

function jsonIn(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return null;
  }
}
