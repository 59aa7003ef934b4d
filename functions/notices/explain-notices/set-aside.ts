import type { SetAsideView } from '../../../contracts/officers/notices.ts';
import type { Page } from '../../../contracts/officers/page.ts';
import { reasonGiven } from '../../../contracts/officers/status.ts';
import { type Answer, iso, ok, problem, Refused } from '../../shared/http/answer.ts';
import type { Key } from '../../shared/ids.ts';
import type { Notice } from '../notice/notice.ts';
import { endForGood, letGoOn } from '../steps/decide-set-aside.ts';
import { type Asked, bodyOf } from './asked.ts';
import { cursorOf, placeOf } from './cursor.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { noticeView, refsOf } from './views.ts';
import { whyInWords } from './words-for-officers.ts';

const ENOUGH = 50;
const READS = 4;
const PLACE = 'set-aside';

/** A page of the notices that wait for an officer. A page may be short, or empty, and still have a `next`. */
export async function setAsidePage({ store, register, makeKey, catalogue }: Deps, { request }: Asked): Promise<Answer> {
  const after = request.query['after'] || undefined;
  let place = after === undefined ? undefined : placeOf(makeKey, PLACE, after);
  const aside: Notice[] = [];
  let next: string | null = null;
  for (let reads = 0; reads < READS && aside.length < ENOUGH; reads += 1) {
    const page = await store.all(place);
    aside.push(...page.items.filter(({ state }) => state === 'set-aside'));
    next = page.next;
    if (next === null) break;
    place = next;
  }
  const items = await mapInGroups(aside, async (notice): Promise<SetAsideView> => {
    const refs = refsOf(await register.matter(notice.about), notice);
    return {
      notice_id: notice.id,
      account_ref: refs?.account_ref ?? null,
      person_ref: refs?.person_ref ?? null,
      title: catalogue.title(notice.type),
      channel: notice.channel,
      since: iso(notice.history.at(-1)?.at ?? notice.planned_at),
      words: whyInWords(notice),
    };
  });
  return ok({ items, next: next && cursorOf(makeKey, PLACE, next) } satisfies Page<SetAsideView>);
}

const AT_NOTIFY =
  'GOV.UK Notify has this letter and will not print it, and would not print it again: end it, and have its source make another.';

/** Posted again it would be a second letter under one reference. */
const isAtNotify = ({ attempts, channel }: Notice): boolean => attempts[channel]?.outcome === 'failed';

/** Lets a notice that was set aside go on, in the officer's name: it is looked at again, like any other. */
export async function goOn(deps: Deps, { request, part, officer }: Asked): Promise<Answer> {
  const { reason: note } = bodyOf(request, reasonGiven);
  const notice = await asideOf(deps, part);
  if (isAtNotify(notice)) throw new Refused(problem(409, 'letter-at-notify', AT_NOTIFY));
  const moved = await letGoOn(deps, notice, { officer, note });
  await deps.wake();
  deps.record('notice-let-go', officer);
  return answerOf(deps, moved);
}

/** Ends it for good, in the officer's name. */
export async function end(deps: Deps, { request, part, officer }: Asked): Promise<Answer> {
  const { reason: note } = bodyOf(request, reasonGiven);
  const moved = await endForGood(deps, await asideOf(deps, part), { officer, note });
  deps.record('notice-ended', officer);
  return answerOf(deps, moved);
}

/** @throws Refused (404, 409) */
async function asideOf({ store }: Deps, id: string): Promise<Notice> {
  const notice = await store.get(id as Key);
  if (!notice) throw new Refused(problem(404, 'notice-not-found', 'There is no notice of this id.'));
  if (notice.state === 'set-aside') return notice;
  throw new Refused(problem(409, 'not-set-aside', 'This notice does not wait for an officer.'));
}

function answerOf({ catalogue }: Deps, moved: Notice | null): Answer {
  if (moved) return ok(noticeView(moved, { person_ref: null, catalogue }));
  return problem(409, 'moved-meanwhile', 'Something else has just changed this notice. Look at it again.');
}
