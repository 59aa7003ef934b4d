import { CODES, type Code, isCode } from '../../../contracts/codes.ts';
import type { HeldBy, HeldView } from '../../../contracts/officers/holds.ts';
import type { Page } from '../../../contracts/officers/page.ts';
import { debtViewOf } from '../../register/debt.ts';
import type { MatterView } from '../../register/register.ts';
import { iso, problem, Refused } from '../../shared/http/answer.ts';
import type { Notice } from '../notice/notice.ts';
import { cursorOf, placeOf } from './cursor.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { debtView, refsOf } from './views.ts';

/** One read of the store is at most 1 MB; these are enough for a page of a screen. */
const ENOUGH = 50;
const READS = 4;
const PLACE = 'holds';

/**
 * A page of the notices that are held back now, by which code, from which source and until when. Reads notices by the
 * page, whatever their state: a page may be short, or empty, and still have a `next`.
 * @throws Refused (400)
 */
export async function holdsPage(
  { store, register, makeKey, catalogue }: Pick<Deps, 'store' | 'register' | 'makeKey' | 'catalogue'>,
  { after, code }: { after: string | undefined; code: string | undefined },
): Promise<Page<HeldView>> {
  if (code !== undefined && !isCode(code)) {
    throw new Refused(problem(400, 'bad-query', 'code must be one of those that hold a notice, such as S1.', '?code'));
  }
  let place = after === undefined ? undefined : placeOf(makeKey, PLACE, after);
  const held: Notice[] = [];
  let next: string | null = null;
  for (let reads = 0; reads < READS && held.length < ENOUGH; reads += 1) {
    const page = await store.all(place);
    held.push(...page.items.filter(({ state, codes }) => state === 'blocked' && (!code || codes.includes(code))));
    next = page.next;
    if (next === null) break;
    place = next;
  }
  const items = await mapInGroups(held, async (notice) => ({
    ...heldView(notice, await register.matter(notice.about)),
    title: catalogue.title(notice.type),
  }));
  return { items, next: next && cursorOf(makeKey, PLACE, next) };
}

function heldView(notice: Notice, view: MatterView | null): Omit<HeldView, 'title'> {
  const { id, about, type, run, codes, history, planned_at } = notice;
  const refs = refsOf(view, notice);
  return {
    notice_id: id,
    account_ref: refs?.account_ref ?? null,
    person_ref: refs?.person_ref ?? null,
    bill_year: about.bill_year ?? null,
    notice_type: type,
    run,
    since: iso(history.at(-1)?.at ?? planned_at),
    by: codes.map((code) => heldBy(code, notice, view)),
  };
}

/** An event's hold goes before a mark in the file: it has dates and a source of its own. */
function heldBy(code: Code, { person }: Notice, view: MatterView | null): HeldBy {
  const words = CODES[code].words;
  const holds = [...(view?.told.holds ?? []), ...(view?.people.get(person)?.holds ?? [])];
  const hold = holds.find((each) => each.code === code && each.ended_at === null);
  if (hold) return { code, words, source: hold.source, from: hold.from, to: hold.to };
  const debt = view?.matter.about.kind === 'debt' ? debtView(debtViewOf(view)) : null;
  const mark = debt?.people.flatMap(({ marks }) => marks).find((each) => each.code === code);
  if (mark) return { code, words, source: 'file', from: mark.from, to: mark.to };
  return { code, words, source: 'rules', from: null, to: null };
}
