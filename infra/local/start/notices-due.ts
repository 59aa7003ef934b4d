import type { DecisionView } from '../../../contracts/officers/runs.ts';
import type { Officers } from './officers.ts';

type Looking = {
  officers: Pick<Officers, 'runs' | 'decisions'>;
  /** When the notice is due now, in milliseconds since 1970; null if it waits no longer. */
  dueAt: (noticeId: string) => Promise<number | null>;
};

/** When each notice that is planned is due, of those that are by then. */
export async function* noticesDueBy(until: number, { officers, dueAt }: Looking): AsyncGenerator<number> {
  const seen = new Set<string>();
  for (const run of await officers.runs()) {
    for await (const page of officers.decisions(run.name)) {
      for (const each of page.filter((decision) => mayBeDue(decision, until))) {
        if (seen.has(each.notice_id!)) continue;
        seen.add(each.notice_id!);
        const at = await dueAt(each.notice_id!);
        if (at !== null && at <= until) yield at;
      }
    }
  }
}

// A decision's due time is the earliest that its notice can have.
const mayBeDue = ({ state, notice_id, due_at }: DecisionView, until: number) =>
  state === 'planned' && notice_id !== null && (due_at === null || Date.parse(due_at) <= until);

/**
 * When the agenda may have something by then: a notice that is planned, or one that is no longer, whose entry is struck
 * only when its time has come.
 */
export async function* onTheAgendaBy(until: number, looking: Looking): AsyncGenerator<number> {
  yield* noticesDueBy(until, looking);
  for (const run of await looking.officers.runs()) {
    for await (const page of looking.officers.decisions(run.name)) {
      for (const { due_at } of page) if (due_at !== null && Date.parse(due_at) <= until) yield Date.parse(due_at);
    }
  }
}
