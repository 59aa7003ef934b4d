import {
  type BrakeView,
  brakeWhyInWords,
  type RunDecidedView,
  runDecided,
  type WaitingRun,
} from '../../../contracts/officers/brake.ts';
import { type Answer, iso, ok, problem, Refused } from '../../shared/http/answer.ts';
import type { Catalogue } from '../families/catalogue.ts';
import type { Brake } from '../notice/brake.ts';
import type { Notice } from '../notice/notice.ts';
import { decideRun } from '../steps/decide-run.ts';
import type { NoticeStore } from '../store/ports.ts';
import { type Asked, bodyOf } from './asked.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';

type Reads = { store: Pick<NoticeStore, 'brake' | 'openRuns'>; catalogue: Catalogue };

/** What the brake says of a run: of documents those with the earliest last day first. */
export function brakeView(brake: Brake, catalogue: Catalogue): BrakeView {
  const { verdict, weighed_at, why, documents, word } = brake;
  return {
    verdict,
    since: iso(weighed_at),
    why: why.map(brakeWhyInWords),
    documents: Object.entries(documents)
      .map(([notice_type, each]) => ({ notice_type, title: catalogue.title(notice_type), ...each }))
      .toSorted((a, b) => a.first_act_by.localeCompare(b.first_act_by)),
    word: word ? { ...word, at: iso(word.at) } : null,
  };
}

export async function brakesOf({ store, catalogue }: Reads, runs: readonly string[]): Promise<Map<string, BrakeView>> {
  const brakes = await mapInGroups([...new Set(runs)], (run) => store.brake(run));
  return new Map(brakes.flatMap((brake) => (brake ? [[brake.run, brakeView(brake, catalogue)] as const] : [])));
}

/** Runs that wait for an officer: those first whose documents have the earliest last day. */
export async function waitingRuns(reads: Reads): Promise<WaitingRun[]> {
  const open = await reads.store.openRuns();
  const brakes = await brakesOf(
    reads,
    open.map(({ run }) => run),
  );
  const first = ({ brake }: WaitingRun) => brake.documents[0]?.first_act_by ?? '9999';
  return [...brakes]
    .map(([run, brake]) => ({ run, brake }))
    .filter(({ brake }) => brake.verdict === 'waits')
    .toSorted((a, b) => first(a).localeCompare(first(b)) || a.brake.since.localeCompare(b.brake.since));
}

/** What a planned notice waits for beside its own time. */
export const waitsWithItsRun = ({ state }: Pick<Notice, 'state'>, verdict: Brake['verdict'] | undefined): string => {
  if (state !== 'planned') return '';
  if (verdict === 'waits') return 'Its run waits for an officer, who releases or cancels it.';
  return verdict === 'cancelled' ? 'Its run was cancelled: it ends when it is due.' : '';
};

const decide =
  (verdict: 'released' | 'cancelled') =>
  async (deps: Deps, { request, officer }: Asked): Promise<Answer> => {
    const { run, reason, by } = bodyOf(request, runDecided);
    const { store, catalogue, wake, record } = deps;
    const brake = await store.brake(run);
    const word = { officer: by === undefined ? officer : `${by} (${officer})`, reason };
    const decided =
      brake?.verdict === verdict
        ? brake
        : brake?.verdict === 'waits' && (await decideRun(deps, brake, { verdict, word }));
    if (!decided) throw new Refused(problem(409, 'run-not-waiting', 'This run does not wait for an officer.', '/run'));
    await store.openRun(run);
    await wake();
    record(`run-${verdict}`, officer);
    return ok({ run, brake: brakeView(decided, catalogue) } satisfies RunDecidedView);
  };

/** Lets the notices of a run that waits go, in the officer's name. May be repeated. */
export const releaseRun = decide('released');
/** Ends the notices of a run that waits, in the officer's name. May be repeated. */
export const cancelRun = decide('cancelled');
