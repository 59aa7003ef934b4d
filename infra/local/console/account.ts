import type { Code } from '../../../contracts/codes.ts';
import type { AccountView } from '../../../contracts/officers/account.ts';
import { codeName, day, STAGES } from '../../../contracts/officers/words.ts';
import { endingOf } from './holds.ts';
import { type RowStatus, STATUS_WORDS, statusName, statusNow } from './statuses.ts';
import { capital, matterName, NO_OTHER_WAY, poundsWords, sentBy, whenWords } from './words.ts';

type Debt = AccountView['debts'][number];
type Person = Debt['people'][number];
type Notice = AccountView['notices'][number];

/** One account on one screen: where recovery is, what is held and until when, what was sent and what was not, and why. */
export function accountView({ account_ref, kind, debts, holds, notices, decisions }: AccountView, now: number) {
  const lines = notices.map((notice) => noticeLine(notice, now));
  return {
    account: account_ref,
    name: matterName(kind, account_ref),
    years: debts.map((debt) => yearView(debt, account_ref)),
    held: holds.filter(({ ended_at }) => ended_at === null).map((hold) => heldLine(hold, account_ref)),
    sent: lines.filter(({ sent }) => sent),
    notSent: lines.filter(({ sent }) => !sent),
    decisions: decisions.map(({ run, line, person_ref, decided, decided_at }) => ({
      id: `decided-${run}-${line}-${person_ref}`.replace(/[^\w-]/g, '_'),
      ...{ run, line, person: person_ref, decided },
      when: whenWords(decided_at, now),
    })),
  };
}

/** A hold, or a mark of the back office. */
type Held = { code: Code; words: string; from: string | null; to: string | null; source?: string };

const heldLine = ({ code, words, from, to, source }: Held, account_ref: string) => ({
  ending: source === undefined ? '' : endingOf(account_ref, { code, source, from }),
  name: codeName(code),
  words,
  until: to === null ? 'until further notice' : `until ${day(to)}`,
  source: source ?? 'the file',
});

function yearView(debt: Debt, account_ref: string) {
  const inForce = <T extends { ended_at: string | null }>(holds: T[]) => holds.filter((each) => each.ended_at === null);
  const held: Held[] = [...inForce(debt.holds), ...debt.refused_rows.flat()];
  for (const each of debt.people) held.push(...each.marks, ...inForce(each.holds));
  return {
    year: debt.bill_year,
    run: debt.run,
    people: debt.people.map(personView),
    held: held.map((each) => heldLine(each, account_ref)),
    payments: debt.payments.map(({ amount_pence, paid_on, reversal }) => ({
      words: `${poundsWords(amount_pence)} on ${day(paid_on)}${reversal ? ', taken back' : ''}`,
    })),
  };
}

const personView = (person: Person) => ({
  ref: person.person_ref,
  stage: `${capital(STAGES[person.stage_code])}${person.stage_date ? `, ${day(person.stage_date)}` : ''}`,
  balance: poundsWords(person.balance_pence),
  overdue: poundsWords(person.overdue_pence),
  mobile: contactWords(person.mobile),
  email: contactWords(person.email),
  died: person.death_recorded_at !== null,
});

function contactWords({ usable, verified_at, opted_out }: Person['mobile']): string {
  if (!usable) return 'None that can be used';
  const known = verified_at ? `Verified ${day(verified_at)}` : 'Never verified';
  return opted_out ? `${known}, opted out` : known;
}

const SENT = new Set<RowStatus>(['delivered', 'in_progress', 'scheduled']);

function noticeLine(notice: Notice, now: number) {
  const { id, title, state, channel, person_ref, bill_year, history, why } = notice;
  const status = statusNow({ status: notice.status, state });
  const [, tone] = STATUS_WORDS[status];
  return {
    ...{ id, title, tone, year: bill_year },
    why: status === 'failed' ? why || NO_OTHER_WAY : why,
    sent: SENT.has(status),
    by: SENT.has(status) || status === 'failed' ? sentBy(channel) : '',
    person: person_ref,
    status: statusName(status, channel),
    when: history.length === 0 ? '' : whenWords(history.at(-1)!.at, now),
  };
}
