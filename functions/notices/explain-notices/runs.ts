import type { BrakeView } from '../../../contracts/officers/brake.ts';
import type { Page } from '../../../contracts/officers/page.ts';
import type { DecisionView, Figures, NoticeNow, RunView } from '../../../contracts/officers/runs.ts';
import { SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import { iso, problem, Refused } from '../../shared/http/answer.ts';
import type { Key } from '../../shared/ids.ts';
import { noticesNamed, statusOf } from '../ledger/book-keeping.ts';
import type { Decision, MatterDecision, Notice, Run } from '../notice/notice.ts';
import type { DecisionStore } from '../store/ports.ts';
import { brakesOf } from './brakes.ts';
import { countRuns } from './count-runs.ts';
import { cursorOf, placeOf } from './cursor.ts';
import type { Deps } from './deps.ts';
import { everything, mapInGroups } from './pages.ts';
import { servedView } from './views.ts';
import { decisionInWords, rowInWords, whyInWords } from './words-for-officers.ts';

type Reads = Pick<Deps, 'store' | 'catalogue'>;
type Time = { remainingMs: () => number };

/**
 * Every run, newest first; figures for the newest `figures` of them, null for the others (adding up reads every
 * decision of a run).
 */
export async function listRuns(deps: Reads, { figures, remainingMs }: { figures: number } & Time) {
  const { store } = deps;
  const runs = (await store.runs()).filter(isNoTest).toSorted((a, b) => b.imported_at - a.imported_at);
  const newest = runs.slice(0, figures);
  const counted = await countRuns(store, { runs: newest, remainingMs });
  const named = [...newest.map(({ name }) => name), ...(await store.openRuns()).map(({ run }) => run)];
  const brakes = await brakesOf(deps, named);
  return runs.map((run) => runView(run, { figures: counted.get(run.name), brake: brakes.get(run.name) }));
}

/** Whoever tests the platform has tested no run of the council's. */
const isNoTest = ({ name }: Run): boolean => !name.startsWith(`events-${SMOKE_TEST}-`);

export async function oneRun(deps: Reads, { asked, remainingMs }: { asked: string } & Time) {
  const run = await findRun(deps.store, asked);
  const counted = await countRuns(deps.store, { runs: [run], remainingMs });
  const brakes = await brakesOf(deps, [run.name]);
  return runView(run, { figures: counted.get(run.name), brake: brakes.get(run.name) });
}

function runView(
  { name, file, imported_at, rows, rejected }: Run,
  { figures = null, brake = null }: { figures?: Figures | null | undefined; brake?: BrakeView | null | undefined },
): RunView {
  return { name, file, imported_at: iso(imported_at), rows: rows ?? figures?.rows ?? 0, rejected, figures, brake };
}

/** Every notice that a decision of these runs stands for, with the run that named it last. */
export async function namedIn(
  store: Deps['store'],
  { runs, remainingMs }: { runs: string[] } & Time,
): Promise<Map<Key, string>> {
  const named = new Map<Key, string>();
  for (const run of runs) {
    const pages = everything((after) => store.decisions(run, after), remainingMs);
    for await (const decision of pages) for (const id of noticesNamed(decision)) named.set(id, run);
  }
  return named;
}

/**
 * The run that a name in a path or query names. Gateways differ in whether a path comes decoded.
 * @throws Refused (404)
 */
export async function findRun(store: DecisionStore, asked: string): Promise<Run> {
  const names = [asked, decoded(asked)];
  const run = (await store.runs()).find(({ name }) => names.includes(name));
  if (run) return run;
  throw new Refused(
    problem(404, 'run-not-found', 'There is no run of this name. The list of runs has the names of all.'),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Which decisions of a run are asked for; an empty filter asks for all. */
export type DecisionFilter = { code?: string | undefined; state?: string | undefined; outcome?: string | undefined };

/**
 * One page of a run's decisions, each with the state that its notice is in now. With a filter a page may be empty and
 * still have a `next`.
 * @param asked.after the `next` of the page before; none for the first.
 * @param asked.debts how many debts to look at for it; as many as the store gives at once if it is left out.
 * @throws Refused (400, 404)
 */
export async function decisionsPage(
  { store, makeKey, catalogue }: Pick<Deps, 'store' | 'makeKey' | 'catalogue'>,
  {
    asked,
    after,
    debts,
    filter = {},
  }: { asked: string; after: string | undefined; debts?: number; filter?: DecisionFilter },
): Promise<Page<DecisionView>> {
  const { name } = await findRun(store, asked);
  const from = after === undefined ? undefined : placeOf(makeKey, name, after);
  const { items, next } = await store.decisions(name, from, debts);
  const { code, state, outcome } = filter;
  const fits = (decision: Decision) =>
    (!code || (decision.codes as string[]).includes(code)) &&
    (!outcome || decision.outcome === outcome) &&
    (!state || decision.notice_id !== null);
  const fitting = items.map((each) => ({ ...each, decisions: each.decisions.filter(fits) }));
  const views = await decisionViews({ store, catalogue }, fitting);
  return {
    items: views.filter((each) => !state || each.state === state),
    next: next && cursorOf(makeKey, name, next),
  };
}

/** Decisions as officers see them. */
export async function decisionViews(
  { store, catalogue }: Pick<Deps, 'store' | 'catalogue'>,
  debts: MatterDecision[],
): Promise<DecisionView[]> {
  const rows = debts.flatMap(({ run, decided_at, decisions }) =>
    decisions.map((decision) => ({ run, decided_at, decision })),
  );
  const notices = new Map<string, Notice>();
  const ids = new Set(rows.flatMap(({ decision }) => decision.notice_id ?? []));
  for (const notice of await mapInGroups([...ids], (id) => store.get(id))) if (notice) notices.set(notice.id, notice);
  return rows.map(({ run, decided_at, decision }) => {
    const notice = (decision.notice_id && notices.get(decision.notice_id)) || null;
    return {
      run,
      line: decision.line,
      decided_at: iso(decided_at),
      account_ref: decision.matter_ref,
      person_ref: decision.person_ref,
      bill_year: decision.bill_year,
      about: aboutOf(decision),
      occasion: decision.occasion ?? null,
      notice_type: decision.notice_type,
      title: decision.notice_type === null ? null : catalogue.title(decision.notice_type),
      outcome: decision.outcome,
      variant: decision.variant,
      codes: decision.codes,
      reason: decision.reason,
      due_at: iso(decision.due_at),
      notice_id: decision.notice_id,
      state: notice?.state ?? null,
      now: notice && nowView(notice),
      words: rowInWords(decision, notice, catalogue),
      decided: decisionInWords(decision, catalogue),
    };
  });
}

/** What it is about, as its source names that. What a file asks is about a debt. */
const aboutOf = ({ kind = 'debt', matter_ref, bill_year }: Decision): DecisionView['about'] => ({
  kind,
  ref: bill_year === null ? matter_ref : `${matter_ref}/${bill_year}`,
});

const nowView = (notice: Notice): NoticeNow => ({
  status: statusOf(notice.state),
  since: iso(notice.history.at(-1)?.at ?? notice.planned_at),
  channel: notice.channel,
  variant: notice.variant,
  due_at: iso(notice.due_at),
  served: servedView(notice),
  codes: notice.codes,
  reason: notice.reason,
  why: whyInWords(notice),
});
