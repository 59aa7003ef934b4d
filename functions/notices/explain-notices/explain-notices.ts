import { accountNamed } from '../../../contracts/officers/account.ts';
import type { CountAskedView } from '../../../contracts/officers/ledger.ts';
import type { LifeView } from '../../../contracts/officers/notices.ts';
import type { RunsView } from '../../../contracts/officers/runs.ts';
import { callerOf } from '../../shared/bearer.ts';
import { type Answer, iso, ok, problem, Refused } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import type { Key } from '../../shared/ids.ts';
import { askForCount } from '../ledger/notify-count.ts';
import { ledger } from './answer-ledger.ts';
import { type Asked, bodyOf } from './asked.ts';
import { cancelRun, releaseRun } from './brakes.ts';
import type { Deps } from './deps.ts';
import { explainAccount } from './explain.ts';
import { holdsPage } from './holds.ts';
import { decisionsAbout } from './life.ts';
import { releaseHold } from './release-hold.ts';
import { repliesPage } from './replies.ts';
import { decisionsPage, listRuns, oneRun } from './runs.ts';
import { end, goOn, setAsidePage } from './set-aside.ts';
import { copied, restored, resume, status, stop } from './switches.ts';
import { noticeView, refsOf } from './views.ts';

type Route = { method: 'GET' | 'POST'; path: RegExp; answer: (deps: Deps, asked: Asked) => Promise<Answer> };

/** Runs whose figures are added up unless `?figures=` says otherwise. */
const FIGURES = 10;
const MOST_FIGURES = 1_000;

const ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/officers\/status$/, answer: status },
  {
    method: 'GET',
    path: /^\/officers\/runs$/,
    answer: async (deps, { request }) =>
      ok({
        runs: await listRuns(deps, { figures: figuresOf(request), remainingMs: request.remainingMs }),
      } satisfies RunsView),
  },
  {
    method: 'GET',
    path: /^\/officers\/runs\/(.+)\/decisions$/,
    answer: async (deps, { request, part }) => ok(await decisionsPage(deps, { asked: part, ...pageAsked(request) })),
  },
  {
    method: 'GET',
    path: /^\/officers\/runs\/(.+)$/,
    answer: async (deps, { request, part }) =>
      ok(await oneRun(deps, { asked: part, remainingMs: request.remainingMs })),
  },
  { method: 'GET', path: /^\/officers\/ledger$/, answer: (deps, { request }) => ledger(deps, request) },
  {
    method: 'GET',
    path: /^\/officers\/holds$/,
    answer: async (deps, { request }) => {
      const { after, code } = request.query;
      return ok(await holdsPage(deps, { after: after || undefined, code: code || undefined }));
    },
  },
  {
    method: 'GET',
    path: /^\/officers\/replies$/,
    answer: async (deps, { request }) => ok(await repliesPage(deps, request.query['after'] || undefined)),
  },
  { method: 'GET', path: /^\/officers\/notices\/([^/]+)$/, answer: notice },
  {
    method: 'POST',
    path: /^\/officers\/explain$/,
    answer: async (deps, { request }) => {
      const { account_ref } = bodyOf(request, accountNamed);
      return ok(await explainAccount(deps, account_ref));
    },
  },
  { method: 'POST', path: /^\/officers\/runs\/release$/, answer: releaseRun },
  { method: 'POST', path: /^\/officers\/runs\/cancel$/, answer: cancelRun },
  { method: 'POST', path: /^\/officers\/holds\/release$/, answer: releaseHold },
  { method: 'POST', path: /^\/officers\/count$/, answer: count },
  { method: 'GET', path: /^\/officers\/set-aside$/, answer: setAsidePage },
  { method: 'POST', path: /^\/officers\/notices\/([\w-]{22})\/go-on$/, answer: goOn },
  { method: 'POST', path: /^\/officers\/notices\/([\w-]{22})\/end$/, answer: end },
  { method: 'POST', path: /^\/officers\/stop$/, answer: stop },
  { method: 'POST', path: /^\/officers\/resume$/, answer: resume },
  { method: 'POST', path: /^\/officers\/copied$/, answer: copied },
  { method: 'POST', path: /^\/officers\/restored$/, answer: restored },
];

/**
 * Answers officers: what happened to whom and why, where sending stands, and the switch that stops it. No answer holds
 * a name, a number or an address. Problems are answers too: `{ error, message, pointer }`.
 */
export async function explainNotices(deps: Deps, request: Request): Promise<Answer> {
  const officer = await callerOf(deps.officers, request.authorization);
  if (officer === null) {
    const message = "Send an officer's token: Authorization: Bearer TOKEN.";
    return { ...problem(401, 'not-allowed', message), headers: { 'www-authenticate': 'Bearer' } };
  }
  const fitting = ROUTES.filter(({ path }) => path.test(request.path));
  const route = fitting.find(({ method }) => method === request.method);
  if (!route) return nothingThere(fitting);
  try {
    return await route.answer(deps, { request, officer, part: route.path.exec(request.path)?.[1] ?? '' });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

function nothingThere(fitting: Route[]): Answer {
  if (fitting.length === 0) return problem(404, 'no-such-page', 'There is nothing at this address under /officers.');
  const allow = [...new Set(fitting.map(({ method }) => method))].join(', ');
  return { ...problem(405, 'wrong-method', `This address takes ${allow} only.`), headers: { allow } };
}

/** Has what Notify lists counted anew, within a minute; the ledger has it when `notify.counted_at` is no earlier than what is answered. */
async function count({ counts, now }: Deps): Promise<Answer> {
  const wanted_at = now();
  await askForCount(counts, wanted_at);
  return ok({ wanted_at: iso(wanted_at) } satisfies CountAskedView);
}

const NOTICE_ID = /^[\w-]{22}$/;

async function notice({ store, register, catalogue }: Deps, { part }: Asked): Promise<Answer> {
  if (!NOTICE_ID.test(part)) return problem(400, 'not-a-notice-id', 'A notice id is 22 letters, digits, - and _.');
  const found = await store.get(part as Key);
  if (!found) return problem(404, 'notice-not-found', 'There is no notice of this id.');
  const view = await register.matter(found.about);
  const decisions = await decisionsAbout({ store, catalogue }, found);
  const refs = refsOf(view, found) ?? decisions[0];
  const { account_ref = null, person_ref = null } = refs ?? {};
  return ok({
    ...noticeView(found, { person_ref, catalogue, brake: await store.brake(found.run) }),
    account_ref,
    kind: found.about.kind,
    asked: found.asked,
    decisions,
  } satisfies LifeView);
}

const MOST_DEBTS = 500;

function pageAsked({ query }: Request) {
  const { after, debts, code, state, outcome } = query;
  if (debts !== undefined && (!/^\d{1,3}$/.test(debts) || Number(debts) < 1 || Number(debts) > MOST_DEBTS)) {
    const message = `debts must be a whole number from 1 to ${MOST_DEBTS}: how many to look at.`;
    throw new Refused(problem(400, 'bad-query', message, '?debts'));
  }
  const filter = { code, state, outcome };
  return { after: after || undefined, filter, ...(debts && { debts: Number(debts) }) };
}

function figuresOf({ query }: Request): number {
  const given = query['figures'] ?? String(FIGURES);
  if (/^\d{1,4}$/.test(given) && Number(given) <= MOST_FIGURES) return Number(given);
  throw new Refused(
    problem(
      400,
      'bad-query',
      `figures must be a whole number from 0 to ${MOST_FIGURES}: for how many runs.`,
      '?figures',
    ),
  );
}
