import * as z from 'zod';
import { type ReplayView, redriveAsked, replayAsked } from '../../../contracts/officers/repeats.ts';
import { callerOf } from '../../shared/bearer.ts';
import { type Answer, ok, problem } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { parseJson } from '../../shared/json.ts';
import { playedUntil, type Replay, replayName } from '../rules/replay.ts';
import type { Deps } from './deps.ts';
import { redriveEvent, redrivePage } from './redrive.ts';

type Asking = { deps: Deps; body: unknown; officer: string };

const ROUTES: Readonly<Record<string, (asking: Asking) => Promise<Answer>>> = {
  '/officers/redrive': redrive,
  '/officers/replays': replay,
};

/** Has systems told again: `POST /officers/redrive` what is dead, `POST /officers/replays` what the archive of the bus has. */
export async function repeatDeliveries(deps: Deps, request: Request): Promise<Answer> {
  const officer = await callerOf(deps.officers, request.authorization);
  if (officer === null) {
    const message = "Send an officer's token: Authorization: Bearer TOKEN.";
    return { ...problem(401, 'not-allowed', message), headers: { 'www-authenticate': 'Bearer' } };
  }
  const route = request.method === 'POST' ? ROUTES[request.path] : undefined;
  if (!route) return problem(404, 'no-such-page', 'There is nothing at this address under /officers.');
  const json = parseJson(request.body ?? '');
  return route({ deps, body: json.ok ? json.value : null, officer });
}

const nobody = (name: string, { subscribers }: Deps): Answer | null =>
  subscribers.includes(name)
    ? null
    : problem(404, 'no-such-subscriber', `There is no subscriber of this name. There are: ${subscribers.join(', ')}.`);

const cursor = z.strictObject({ asked_at: z.int().positive(), key: z.string() });

async function redrive({ deps, body, officer }: Asking): Promise<Answer> {
  const asked = redriveAsked.safeParse(body);
  const bad = () =>
    problem(400, 'bad-body', 'Send {"subscriber": "NAME"} or {"event_id": "ID"}, or both, and "after" as it came.');
  if (!asked.success) return bad();
  const { subscriber, event_id, after } = asked.data;
  const page = after === undefined ? null : cursor.safeParse(jsonOf(after));
  if (page?.success === false) return bad();
  const missing = subscriber === undefined ? null : nobody(subscriber, deps);
  if (missing) return missing;
  const asked_at = Math.min(page?.data.asked_at ?? deps.now(), deps.now());
  const names = subscriber === undefined ? deps.subscribers : [subscriber];
  const view =
    event_id === undefined
      ? await redrivePage(deps, subscriber as string, { asked_at, key: page?.data.key })
      : await redriveEvent(deps, names, { id: event_id, asked_at });
  deps.record('redriven', { officer, subscriber: subscriber ?? '', redriven: view.redriven });
  return ok(view);
}

const jsonOf = (text: string): unknown => {
  const json = parseJson(text);
  return json.ok ? json.value : null;
};

async function replay({ deps, body, officer }: Asking): Promise<Answer> {
  const asked = replayAsked.safeParse(body);
  if (!asked.success) {
    const pointer = `/${asked.error.issues[0]?.path.join('/') ?? ''}`;
    return problem(400, 'bad-body', 'Send {"subscriber": "NAME", "from": INSTANT, "to": INSTANT}.', pointer);
  }
  const { subscriber } = asked.data;
  const [from, to] = [asked.data.from, asked.data.to].map((text) => Date.parse(text)) as [number, number];
  const now = deps.now();
  const missing = nobody(subscriber, deps);
  if (missing) return missing;
  if (to - from < 1000) return problem(400, 'from-after-to', 'The first instant must come before the second.', '/to');
  if (from > now) return problem(400, 'nothing-yet', 'Nothing has happened yet from this instant on.', '/from');
  const asking: Replay = { subscriber, asked_at: now, from, to };
  const played = { name: replayName(asking), from, until: playedUntil(to, now) };
  if ((await deps.startReplay(played)) === 'busy')
    return problem(409, 'busy', 'As many replays as the bus can play are under way. Ask again when they are over.');
  const [first, last] = [from, to].map((at) => new Date(at).toISOString()) as [string, string];
  deps.record('replay-started', { officer, subscriber, from: first, to: last });
  const view: ReplayView = { subscriber, from: first, to: last, asked_at: new Date(now).toISOString() };
  return { status: 202, body: view };
}
