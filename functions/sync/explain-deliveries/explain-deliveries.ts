import type { DeliveryView } from '../../../contracts/officers/deliveries.ts';
import type { Page } from '../../../contracts/officers/page.ts';
import { callerOf } from '../../shared/bearer.ts';
import { type Answer, ok, problem } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import type { Circuit } from '../rules/circuit.ts';
import type { Ended, Subject, Waiting } from '../rules/subject.ts';
import { onBus } from '../steps/body.ts';
import type { Deps } from './deps.ts';
import { disclosures } from './disclosures.ts';
import { compared, driftAsked, toldOf } from './drift.ts';

/**
 * Answers officers about what systems are told: `GET /officers/deliveries`, page by page, and `GET /officers/disclosures` of a person. No answer has contact data: they
 * stand in no delivery that is kept.
 */
export async function explainDeliveries(deps: Deps, request: Request): Promise<Answer> {
  if ((await callerOf(deps.officers, request.authorization)) === null) {
    const message = "Send an officer's token: Authorization: Bearer TOKEN.";
    return { ...problem(401, 'not-allowed', message), headers: { 'www-authenticate': 'Bearer' } };
  }
  const { path, query } = request;
  if (request.method === 'GET' && path === '/officers/deliveries') return ok(await page(deps, query['after']));
  if (path === '/officers/drift') return drift(deps, request);
  if (request.method !== 'GET' || path !== '/officers/disclosures')
    return problem(404, 'no-such-page', 'There is nothing at this address under /officers.');
  const { person = '' } = query;
  if (person === '') return problem(400, 'no-person', 'Say whose: /officers/disclosures?person=REF.');
  return ok(await disclosures(deps, person));
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
  return deps.subscribers.includes(subscriber)
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

async function page(deps: Deps, after: string | undefined): Promise<Page<DeliveryView>> {
  const { subjects, ended, next } = await deps.store.all(after);
  const names = new Set(subjects.map(({ subscriber }) => subscriber));
  const circuits = new Map(
    await Promise.all([...names].map(async (name) => [name, await deps.store.circuit(name)] as const)),
  );
  const waiting = subjects.flatMap((subject) =>
    subject.waiting.map((each) => viewOfWaiting(deps, { subject, each, circuit: circuits.get(subject.subscriber) })),
  );
  return { items: await Promise.all([...ended.map((each) => viewOfEnded(deps, each)), ...waiting]), next };
}

type Of = { subject: Subject; each: Waiting; circuit: Circuit | undefined };

async function viewOfWaiting(deps: Deps, { subject, each, circuit }: Of): Promise<DeliveryView> {
  const open = circuit?.open ?? null;
  return {
    ...(await common(deps, subject.subscriber, each)),
    state: open ? 'paused' : 'waiting',
    reason: open ? 'circuit' : each.reason,
    due_at: deps.byFile.has(subject.subscriber)
      ? null // with the next file, whenever that is
      : new Date(Math.max(each.due_at, open?.probe_at ?? 0)).toISOString(),
  };
}

const viewOfEnded = async (deps: Deps, ended: Ended): Promise<DeliveryView> => ({
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
  };
}
