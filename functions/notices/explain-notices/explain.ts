import { problem, Refused } from '../../shared/http/answer.ts';
import type { MatterDecision, Notice } from '../notice/notice.ts';
import { payByNow } from '../rules/look-again.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { decisionViews } from './runs.ts';
import { debtView, noticeView } from './views.ts';

/** Runs that are looked through for an account: a month of nights. */
const RUNS = 31;

type Read = Pick<Deps, 'store' | 'register' | 'makeKey'>;

/**
 * Everything about one account: its debts as the newest extract has them, its notices with their histories (newest
 * first), and what each row of the last month's runs led to.
 * @throws Refused (404)
 */
export async function explainAccount({ store, register, makeKey }: Read, account_ref: string) {
  const account = makeKey('account', account_ref);
  const [debtKeys, runs] = await Promise.all([register.debtsOf({ account }), store.runs()]);
  const debts = present(await mapInGroups(debtKeys, (key) => register.debt(key)));
  const notices = (await mapInGroups(debtKeys, (key) => store.ofMatter(key))).flat();
  if (debts.length === 0 && notices.length === 0) {
    throw new Refused(problem(404, 'account-not-found', 'No imported file names this account.', '/account_ref'));
  }
  const newest = runs.toSorted((a, b) => b.imported_at - a.imported_at).slice(0, RUNS);
  const asked = newest.flatMap(({ extract_id }) => debtKeys.map((debt) => ({ extract_id, debt })));
  const decisions: MatterDecision[] = present(
    await mapInGroups(asked, ({ extract_id, debt }) => store.decision(extract_id, debt)),
  );
  const refs = new Map<string, string>();
  for (const { decisions: rows } of decisions) for (const row of rows) refs.set(row.person, row.person_ref);
  for (const { debt } of debts) for (const row of debt.rows) refs.set(row.person, row.person_ref);
  const rows = debts.flatMap((view) => view.debt.rows.map((row) => ({ debt: view.debt.debt, row })));
  const standing = (notice: Notice): Notice => {
    const at = rows.find(({ debt, row }) => debt === notice.about.id && row.person === notice.person);
    return notice.state === 'planned' && at ? { ...notice, last_day: payByNow(notice, at.row) } : notice;
  };
  return {
    account_ref,
    debts: debts.map(debtView),
    notices: notices
      .toSorted((a, b) => b.planned_at - a.planned_at)
      .map((notice) => noticeView(standing(notice), refs.get(notice.person) ?? null)),
    decisions: await decisionViews(store, decisions),
  };
}

const present = <T>(items: (T | null)[]): T[] => items.filter((item) => item !== null);

export type AccountView = Awaited<ReturnType<typeof explainAccount>>;
