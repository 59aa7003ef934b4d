import type { MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { MatterName } from '../../shared/matter.ts';
import { done, type Outcome, retry } from '../../shared/outcome.ts';
import { isFree, isWaiting } from '../notice/has-gone.ts';
import type { Notice } from '../notice/notice.ts';
import { contextAt, type RuleContext } from '../rules/context.ts';
import { NO_LOOKS } from '../rules/documents.ts';
import { lookAgain, standingOf } from '../rules/look-again.ts';
import { stopUnsent } from '../steps/stop-unsent.ts';
import { noteCrossings } from './crossings.ts';
import { anyStopped, decideAgain, gaveWay } from './decide-again.ts';
import type { Deps } from './deps.ts';
import type { Subject } from './plan-fact.ts';

type Told = { subject: Subject; receiveCount: number };

/**
 * Something was told that may stop a notice. The looks at release and at sending would find it too; here the record says
 * so at once, and the address is free at once. A notice that is with Notify already notes what crossed it.
 */
export const stopWhatIsWaiting = (deps: Deps, told: Told): Promise<Outcome> => heed(deps, told, { ends: false });

/** Something was told that may stop a notice, or end what stopped one: each matter is looked at once for both. */
export const heedChange = (deps: Deps, told: Told): Promise<Outcome> => heed(deps, told, { ends: true });

async function heed(deps: Deps, { subject, receiveCount }: Told, { ends }: { ends: boolean }): Promise<Outcome> {
  let later: string | null = null;
  for (const view of await viewsOf(deps, subject)) {
    const context = contextAt(deps.now(), deps);
    let again = ends;
    for (const each of await deps.store.ofMatter(view.matter.about.id)) {
      const notice = await noteCrossings(deps, { notice: each, view, context, insist: receiveCount > 2 });
      if (!notice) later = 'being-sent';
      if (!notice || (!isWaiting(notice) && !isFree(notice))) continue;
      if (standingOf(notice, view, context)?.ask) again = true;
      else if (isWaiting(notice) && !(await stopIfHeld(deps, notice, { view, context }))) later = 'moved-meanwhile';
    }
    // What an event asks for may turn to another channel, and what it says may hang on what else is told.
    const which = ends ? anyStopped : gaveWay;
    if (again) await decideAgain(deps, { matter: view.matter.about, view, which, receiveCount });
  }
  return later && receiveCount < 4 ? retry(later) : done;
}

/** A fact beside this one may move the notice at the same time: what it is by then is looked at, rather than in minutes. */
const TRIES = 4;

/** False if other functions moved it first, again and again. */
async function stopIfHeld(
  deps: Deps,
  known: Notice,
  { view, context }: { view: MatterView; context: RuleContext },
): Promise<boolean> {
  let notice: Notice | null = known;
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (!notice || isFree(notice)) return true;
    if (!isWaiting(notice)) return false;
    const found = lookAgain(notice, view, { ...context, looks: NO_LOOKS });
    if (found.kind === 'go' || found.kind === 'wait') return true;
    if (await stopUnsent(deps, notice, { found, by: 'plan-notices' })) return true;
    notice = await deps.store.get(notice.id);
  }
  return false;
}

/**
 * A hold ended: what it blocked is planned again if it is still due by today's date and nothing else stops it. The
 * address and the household are asked again.
 */
export async function planWhatWasStopped(deps: Deps, { subject, receiveCount }: Told): Promise<Outcome> {
  for (const view of await viewsOf(deps, subject))
    await decideAgain(deps, { matter: view.matter.about, view, which: anyStopped, receiveCount });
  return done;
}

/** Every matter that a fact may bear on. A reply is about those whose notice has its number this week, or waits to go to it. */
async function viewsOf({ register, store, now }: Deps, subject: Subject): Promise<MatterView[]> {
  const matters = 'address' in subject ? await ofAddress(subject.address) : await register.mattersOf(subject);
  const views = await Promise.all(matters.map((matter) => register.matter(matter)));
  return views.filter((view) => view !== null);

  async function ofAddress(address: Key): Promise<MatterName[]> {
    const holder = await store.addressHolder(address, now());
    const waiting = await store.waitingAt(address);
    const notices = await Promise.all([...(holder ? [holder] : []), ...waiting].map((id) => store.get(id)));
    return [...new Map(notices.flatMap((notice) => (notice ? [[notice.about.id, notice.about]] : []))).values()];
  }
}
