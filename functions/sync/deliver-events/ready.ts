import type { ContactField, Subscriber, Webhook } from '../../../contracts/subscriber.ts';
import type { InNames } from '../../register/for-subscriber.ts';
import type { Key } from '../../shared/ids.ts';
import { requestForm } from '../open311/form.ts';
import { postRequest } from '../open311/post-request.ts';
import { type Verdict, verdictOf } from '../rules/answers.ts';
import type { Waiting } from '../rules/subject.ts';
import { bodyOf, onBus } from '../steps/body.ts';
import type { Deps } from './ports.ts';

/** A try that can be made: what is told, and how. Nothing has left yet. */
export type Ready = {
  named: InNames;
  disclosed: readonly ContactField[];
  /** @param until when its worker must be done */
  tell: (until: number) => Promise<Verdict>;
};

/** `dead`: why it can never be told. `no-secret`: somebody has to put one in first. */
export type NotReady = { dead: string } | 'no-secret';

type Telling = { subscriber: Subscriber<Webhook>; waiting: Waiting };

/** What a subscriber is to be told now, in its own way. */
export async function readyFor(deps: Deps, telling: Telling): Promise<Ready | NotReady> {
  const { subscriber, waiting } = telling;
  const named = await deps.name(onBus(waiting.event, deps.council), subscriber);
  if (named === null) return { dead: 'no-names' };
  return subscriber.transport.open311 ? readyRequest(deps, telling, named) : readyWebhook(deps, telling, named);
}

async function readyWebhook(deps: Deps, { subscriber, waiting }: Telling, named: InNames): Promise<Ready | NotReady> {
  const { name, transport } = subscriber;
  const secrets = await deps.secrets(name);
  if (secrets === null) return 'no-secret';
  const webhook = { url: transport.url, id: waiting.event.id, body: bodyOf(waiting, named, deps.council), secrets };
  return {
    ...{ named, disclosed: named.disclosed },
    tell: async (until) =>
      verdictOf(await deps.post({ ...webhook, timeoutMs: transport.timeout_seconds * 1000, until })),
  };
}

async function readyRequest(deps: Deps, { subscriber, waiting }: Telling, named: InNames): Promise<Ready | NotReady> {
  const { name, fields, transport } = subscriber;
  const { url, open311: to } = transport;
  const { request_ref: ref, service_code } = named.data as { request_ref: string; service_code: string };
  const [view, key] = await Promise.all([
    deps.requests.view((waiting.event.data as { request_ref: Key }).request_ref),
    deps.requests.key(name),
  ]);
  if (!view || !to) return { dead: 'no-names' };
  if (key === null) return 'no-secret';
  const form = requestForm({ ref, service_code, view, to, fields });
  if (typeof form === 'string') return { dead: form };
  const timeoutMs = transport.timeout_seconds * 1000;
  const { keep } = deps.requests;
  const posting = { name, url, to, ref, key, waiting, timeoutMs, fields: form.fields };
  return {
    ...{ named, disclosed: form.disclosed },
    tell: (until) => postRequest({ ask: deps.requests.ask(timeoutMs), keep, now: deps.now }, { ...posting, until }),
  };
}
