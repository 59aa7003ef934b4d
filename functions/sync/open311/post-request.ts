import type { ToOpen311 } from '../../../contracts/subscriber.ts';
import type { Now } from '../../shared/clock.ts';
import { iso } from '../../shared/http/answer.ts';
import type { Ask, Got } from '../../shared/http/ask.ts';
import { type Verdict, verdictOf } from '../rules/answers.ts';
import { putOffBy } from '../rules/pauses.ts';
import { triesNow, type Waiting } from '../rules/subject.ts';
import { foundIn, type Posted, postedIn } from './answers.ts';

/** Keeps what a request of ours is called at a back office, so that its updates find it. */
export type KeepReference = (of: { system: string; system_ref: string; request_ref: string }) => Promise<void>;

export type Deps = { ask: Ask; keep: KeepReference; now: Now };

export type Posting = {
  /** The back office. */
  name: string;
  url: string;
  to: ToOpen311;
  ref: string;
  fields: readonly [string, string][];
  key: string | undefined;
  /** As it was before this try. */
  waiting: Pick<Waiting, 'tries' | 'ended_at' | 'again' | 'reason' | 'detail' | 'token'>;
  timeoutMs: number;
  /** By when its worker must be done: a process that stood still begins nothing. */
  until: number;
};

const HOUR_MS = 3_600_000;
/** What was posted may be shown so much later than its try ended. */
const SHOWN_MS = 60_000;
/** The standard's own bound of what can be asked for is 90 days. */
const FURTHEST_BACK_MS = 88 * 24 * HOUR_MS;

/** After one of these nothing can be there: it never reached anybody, or was turned away at the door. */
const NOT_TAKEN = ['not-reached', 'not-begun'];
const TURNED_AWAY = 'http-429';

const again = (detail: string, more: Partial<Verdict & { kind: 'again' }> = {}): Verdict => ({
  ...{ kind: 'again', reason: 'no-answer', put_off_ms: 0, detail },
  ...more,
});
/** Whether it is there cannot be known: an officer looks, and has it posted again or not. */
const NOT_KNOWN: Verdict = { kind: 'dead', reason: 'not-known' };

/**
 * One try to have a back office take a request. The standard has no key by which a repeated POST is known, so after a try that may
 * have left something there it is looked for first, and is posted again only when it is not there.
 */
export async function postRequest(deps: Deps, posting: Posting): Promise<Verdict> {
  const { waiting } = posting;
  if (waiting.token !== undefined) return redeem(deps, posting, waiting.token);
  const before = await lookBefore(deps, posting);
  // Told again by a replay: it was taken, and nothing says that it is there no more.
  if (before === NOT_KNOWN && waiting.again?.was === 'delivered') return { kind: 'delivered' };
  return before ?? post(deps, posting);
}

/** @returns null where it may be posted */
async function lookBefore(deps: Deps, posting: Posting): Promise<Verdict | null> {
  const { waiting, to, ref, fields, timeoutMs } = posting;
  const [first, last] = [waiting.tries[0], waiting.tries.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (to.found_by === 'nothing') {
    const { again } = waiting;
    const isAsked = again !== undefined && !again.replayed && triesNow(waiting).length === 0; // an officer has looked
    const wasTaken = !NOT_TAKEN.includes(waiting.detail ?? '') && waiting.reason !== TURNED_AWAY;
    return wasTaken && !isAsked ? NOT_KNOWN : null;
  }
  const at = deps.now(); // an answer is of then, however late it comes
  if (at - first > FURTHEST_BACK_MS) return NOT_KNOWN;
  const got = await asked(deps, posting, 'requests', {
    service_code: Object.fromEntries(fields)['service_code'] as string,
    start_date: iso(first - HOUR_MS),
    end_date: iso(at + HOUR_MS),
  });
  if (got.kind !== 'answered' || got.status !== 200) return withoutLook(withoutAnswer(got, deps.now()));
  const found = foundIn(got.bytes, ref, to);
  if (found === 'unknown') return NOT_KNOWN;
  if (found !== 'absent') return taken(deps, posting, found);
  const ended = (waiting.ended_at ?? last) + timeoutMs; // what was given up may be on its way
  return at - ended < SHOWN_MS ? again('not-shown-yet', { answered: true }) : null;
}

/** Where it cannot be looked for, it is not known whether it is there. */
const withoutLook = (verdict: Verdict | null): Verdict =>
  verdict?.kind === 'again' || (verdict?.kind === 'dead' && verdict.reason === 'address-not-allowed')
    ? verdict
    : NOT_KNOWN;

async function post(deps: Deps, posting: Posting): Promise<Verdict> {
  const { fields, key, url } = posting;
  if (isLate(deps, posting)) return again('not-begun');
  const form = new URLSearchParams([...(key === undefined ? [] : [['api_key', key]]), ...fields] as [string, string][]);
  const got = await deps.ask(new URL(`${url}/requests.${formatOf(posting)}`), form.toString());
  const isTaken = got.kind === 'answered' && got.status >= 200 && got.status <= 299;
  const there = isTaken ? postedIn(got.bytes) : null;
  if (there) return taken(deps, posting, there);
  return withoutAnswer(got, deps.now()) ?? again('garbled');
}

/** The id that a token stands for, as soon as there is one. */
async function redeem(deps: Deps, posting: Posting, token: string): Promise<Verdict> {
  const got = await asked(deps, posting, `tokens/${encodeURIComponent(token)}`);
  const there = got.kind === 'answered' && got.status === 200 ? postedIn(got.bytes) : null;
  if (there && 'id' in there) return taken(deps, posting, there);
  const failed = withoutAnswer(got, deps.now());
  return failed?.kind === 'again' ? { ...failed, token } : taken(deps, posting, { token });
}

/** What it is called there is kept before it is on record that it was told. */
async function taken({ keep }: Deps, { name, ref }: Posting, there: Posted): Promise<Verdict> {
  if ('token' in there) return again('waits-for-id', { answered: true, token: there.token });
  await keep({ system: name, system_ref: there.id, request_ref: ref });
  return { kind: 'delivered' };
}

const formatOf = ({ to }: Posting): 'json' | 'xml' => to.format ?? 'json';

const isLate = ({ now }: Deps, { timeoutMs, until }: Posting): boolean => now() + timeoutMs > until;

async function asked(deps: Deps, posting: Posting, path: string, query: Record<string, string> = {}): Promise<Got> {
  if (isLate(deps, posting)) return { kind: 'none', reason: 'not-reached' };
  const url = new URL(`${posting.url}/${path}.${formatOf(posting)}`);
  const { jurisdiction_id } = posting.to;
  const all = { ...query, ...(jurisdiction_id !== undefined && { jurisdiction_id }) };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return deps.ask(url);
}

/** What follows from an answer that is no 2xx, or from none: as for every subscriber. Null for a 2xx. */
function withoutAnswer(got: Got, now: number): Verdict | null {
  if (got.kind === 'answered') {
    const { status, retryAfter } = got;
    const verdict = verdictOf({ kind: 'answered', status, put_off_ms: putOffBy(retryAfter, now) });
    return verdict.kind === 'delivered' ? null : verdict;
  }
  if (got.reason === 'not-allowed') return verdictOf({ kind: 'not-allowed' });
  if (got.reason === 'timeout') return again('silent', { reason: 'timeout' });
  return again(got.reason);
}
