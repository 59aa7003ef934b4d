import type { AccountView } from '../../../contracts/officers/account.ts';
import type { HoldView } from '../../../contracts/officers/holds.ts';
import { debtViewOf } from '../../register/debt.ts';
import type { MatterView } from '../../register/register.ts';
import { problem, Refused } from '../../shared/http/answer.ts';
import type { MatterName } from '../../shared/matter.ts';
import type { MatterDecision, Notice } from '../notice/notice.ts';
import { standingOf } from '../rules/look-again.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { decisionViews } from './runs.ts';
import { debtView, holdView, noticeView } from './views.ts';

/** Runs that are looked through for an account: a month of nights. */
const RUNS = 31;

type Read = Pick<Deps, 'store' | 'register' | 'makeKey' | 'catalogue'>;

/**
 * Everything about one account, or else one claim, request or booking: an account's debts as the newest extract has them, its
 * notices with their histories (newest first), and what each row or event of the last month's runs led to.
 * @throws Refused (404)
 */
export async function explainAccount(
  { store, register, makeKey, catalogue }: Read,
  account_ref: string,
): Promise<AccountView> {
  const account = makeKey('account', account_ref);
  const [debts, runs] = await Promise.all([register.mattersOf({ account }), store.runs()]);
  const matters = debts.length > 0 ? debts : named({ makeKey, catalogue }, account_ref);
  const views = present(await mapInGroups(matters, (matter) => register.matter(matter)));
  const notices = (await mapInGroups(matters, ({ id }) => store.ofMatter(id))).flat();
  if (views.length === 0 && notices.length === 0) {
    throw new Refused(problem(404, 'account-not-found', NOT_FOUND, '/account_ref'));
  }
  const newest = runs.toSorted((a, b) => b.imported_at - a.imported_at).slice(0, RUNS);
  const asked = newest.flatMap(({ name }) => matters.map(({ id }) => ({ run: name, id })));
  const decisions: MatterDecision[] = present(await mapInGroups(asked, ({ run, id }) => store.decision(run, id)));
  const waiting = notices.filter(({ state }) => state === 'planned').map(({ run }) => run);
  const brakes = new Map(
    (await mapInGroups([...new Set(waiting)], (run) => store.brake(run))).map((brake) => [brake?.run, brake]),
  );
  const refs = new Map<string, string>();
  for (const { decisions: rows } of decisions) for (const row of rows) refs.set(row.person, row.person_ref);
  for (const { matter } of views) for (const { person, ref } of matter.people) refs.set(person, ref);
  const standing = (notice: Notice): Notice => {
    const view = views.find(({ matter }) => matter.about.id === notice.about.id) ?? null;
    const stands = notice.state === 'planned' ? standingOf(notice, view, { catalogue }) : null;
    return stands ? { ...notice, last_day: stands.last_day } : notice;
  };
  return {
    account_ref,
    kind: (views[0]?.matter ?? notices[0])!.about.kind,
    holds: views.filter(({ matter }) => matter.about.kind !== DEBT).flatMap(holdsOn),
    debts: views.filter(isFromExtract).map((view) => debtView(debtViewOf(view))),
    notices: notices
      .toSorted((a, b) => b.planned_at - a.planned_at)
      .map((notice) =>
        noticeView(standing(notice), {
          person_ref: refs.get(notice.person) ?? null,
          catalogue,
          brake: brakes.get(notice.run) ?? null,
        }),
      ),
    decisions: await decisionViews({ store, catalogue }, decisions),
  };
}

const NOT_FOUND = 'Nothing that was imported or told names this account, claim, report or booking.';
const DEBT = 'debt';

/** Holds on a matter, and on its people. */
const holdsOn = ({ told, people }: MatterView): HoldView[] =>
  [...told.holds, ...[...people.values()].flatMap(({ holds }) => holds)].map(holdView);

/** Of an account that events alone told of nothing is known but its notices. */
const isFromExtract = ({ matter }: MatterView): boolean => matter.about.kind === DEBT && matter.told_at > 0;

/** What else a source may have called so. */
const named = ({ makeKey, catalogue }: Pick<Read, 'makeKey' | 'catalogue'>, ref: string): MatterName[] =>
  [...new Set(catalogue.types.map((type) => catalogue.family(type).matter))]
    .filter((kind) => kind !== DEBT)
    .map((kind) => ({ kind, id: makeKey('matter', kind, ref) }));

const present = <T>(items: (T | null)[]): T[] => items.filter((item) => item !== null);
