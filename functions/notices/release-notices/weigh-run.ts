import { londonDate } from '../../shared/calendar/london.ts';
import type { Brake, Documents, Weight } from '../notice/brake.ts';
import { isHeldUp, isToBeWeighed } from '../notice/brake.ts';
import type { Decision, Run } from '../notice/notice.ts';
import { earlierRuns, forecastOf, judge, mostOf, RUNS_OF_FORECAST } from '../rules/brake.ts';
import type { Deps } from './deps.ts';

/** Rows of a file that are not decided by then are not awaited any longer: an officer is. */
const GIVEN_UP_MS = 30 * 60_000;

type Counted = { weight: Weight; undecided: number; documents: Documents };

/**
 * Compares a run with its forecast, and writes down whether its notices may go. A file is weighed once so much of it is decided
 * that the rest makes no difference; a day of events as it is by now.
 * @returns null if too little of it is known yet
 */
export async function weighRun(deps: Deps, name: string): Promise<Brake | null> {
  const { store, now, brake: limits } = deps;
  const before = await store.brake(name);
  // Another releaser has weighed it, and an officer may have spoken since.
  if (!isToBeWeighed(before)) return before;
  const [run, runs] = await Promise.all([store.run(name), store.runs()]);
  if (!run) return null;
  const { weight, undecided, documents } = await countRun(deps, run, runs);
  const forecast = forecastOf(await earlierWeights(deps, run, runs));
  const goesOn = run.rows === null;
  const judged = judge({ weight, undecided, goesOn }, forecast, limits);
  if (!judged && now() < run.imported_at + GIVEN_UP_MS) return null;
  const why = judged ?? [{ measure: 'undecided' as const, found: undecided, expected: 0 }];
  const slots = before?.slots ?? 0;
  const brake: Brake = {
    run: name,
    verdict: why.length > 0 ? 'waits' : 'goes',
    ...{ why, weight, documents, slots },
    weighed_at: now(),
    whole: !goesOn && undecided === 0,
    ...(goesOn && { upto: Math.max(slots + 1, mostOf(weight, forecast, limits)) }),
    version: (before?.version ?? 0) + 1,
  };
  return (await store.putBrake(brake)) ? brake : store.brake(name);
}

async function countRun({ store, catalogue }: Deps, run: Run, runs: readonly Run[]): Promise<Counted> {
  const weight: Weight = { rows: 0, notices: 0, people_again: 0, asking: 0, asked_pence: 0 };
  const documents: Documents = {};
  const told = new Map<string, number>();
  let after: string | undefined;
  do {
    const page = await store.decisions(run.name, after);
    for (const decision of page.items.flatMap(({ decisions }) => decisions)) add(decision);
    after = page.next ?? undefined;
  } while (after);
  weight.people_again = [...told.values()].filter((notices) => notices > 1).length;
  if (run.rows === null) return { weight, undecided: 0, documents };
  const readable = run.rows - run.rejected;
  // Rows of which a newer file told before they were decided are decided in its name.
  const isOvertaken = runs.some(({ source, imported_at }) => source === run.source && imported_at > run.imported_at);
  const undecided = isOvertaken ? 0 : Math.max(0, readable - weight.rows);
  return { weight: { ...weight, rows: readable }, undecided, documents };

  function add({ outcome, person, notice_type, asks_pence, act_by }: Decision): void {
    weight.rows += 1;
    if (outcome === 'none' || notice_type === null) return;
    weight.notices += 1;
    told.set(person, (told.get(person) ?? 0) + 1);
    if (asks_pence !== undefined) {
      weight.asking += 1;
      weight.asked_pence += asks_pence;
    }
    if (act_by === undefined || catalogue.entry(notice_type).duty !== 'statutory') return;
    const { notices = 0, first_act_by = act_by } = documents[notice_type] ?? {};
    const first = act_by < first_act_by ? act_by : first_act_by;
    documents[notice_type] = { notices: notices + 1, first_act_by: first };
  }
}

/** Of the last runs that went out: what an officer ended, or has not seen yet, foretells nothing. */
async function earlierWeights(deps: Deps, run: Run, runs: readonly Run[]): Promise<Weight[]> {
  const { store } = deps;
  const weights: Weight[] = [];
  for (const earlier of earlierRuns(run, runs)) {
    if (weights.length === RUNS_OF_FORECAST) break;
    const brake = await store.brake(earlier.name);
    if (!brake || isHeldUp(brake)) continue;
    if (brake.whole) {
      weights.push(brake.weight);
      continue;
    }
    const { weight } = await countRun(deps, earlier, runs);
    weights.push(weight);
    // If another function is first, the next forecast counts it again.
    await store.putBrake({ ...brake, weight, whole: isOver(earlier, deps.now()), version: brake.version + 1 });
  }
  return weights;
}

const isOver = ({ imported_at }: Run, now: number): boolean => londonDate(imported_at) < londonDate(now);
