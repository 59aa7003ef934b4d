import type { MatterView } from '../../register/register.ts';
import { digest, type Key } from '../../shared/ids.ts';
import { runOfEvents } from '../../shared/matter.ts';
import type { Asked } from '../families/family.ts';
import { isFree } from '../notice/has-gone.ts';
import type { MatterDecision, Notice } from '../notice/notice.ts';
import { noticeId } from '../notice/notice-id.ts';
import { contextAt } from '../rules/context.ts';
import { asksOf, type Decided, decideAsks } from '../rules/decide-matter.ts';
import { looksAt, NO_LOOKS } from '../rules/documents.ts';
import type { Deps } from './deps.ts';

/** What each person of a matter is to be told now. Documents are looked at where it is not decided yet whether they go. */
export async function rowsOf(
  deps: Deps,
  view: MatterView,
  { known, now, asks }: { known: readonly Notice[]; now: number; asks?: Asked[] | undefined },
): Promise<Decided[]> {
  const context = contextAt(now, deps);
  const gone = new Set<Key>(
    known.filter((notice) => notice.state !== 'planned' && !isFree(notice)).map(({ id }) => id),
  );
  const asked = asks ?? asksOf(view, context);
  const documents = asked.flatMap(({ ask }) =>
    ask?.document && !gone.has(noticeId({ about: view.matter.about, ...ask })) ? [ask.document] : [],
  );
  if (documents.length === 0) return decideAsks(asked, view, { ...context, looks: NO_LOOKS });
  deps.warnOfHolidays(context.today);
  const looks = await looksAt(deps.documents, documents);
  return decideAsks(asked, view, { ...context, looks });
}

/** In whose name a row is asked: a file, or a day of events. */
export const runOf = ({ candidate }: Decided, { matter }: MatterView): string => candidate?.run ?? matter.run;

/**
 * Which state of a matter a run has asked about: an instant that goes up whenever that run has told more, and which of its events
 * are in it, since two may come in one instant. Null if it is none of this run's.
 */
export function toldBy(run: string, { matter, told }: MatterView): Pick<MatterDecision, 'told_at' | 'events'> | null {
  const events = told.events.filter(({ source, at }) => runOfEvents(source, at) === run);
  const instants = [...events.map(({ stored_at }) => stored_at), ...(matter.run === run ? [matter.told_at] : [])];
  if (instants.length === 0) return null;
  const ids = events.map(({ id }) => id).sort();
  return { told_at: Math.max(...instants), ...(ids.length > 0 && { events: digest(...ids) }) };
}
