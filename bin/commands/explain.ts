import { defineCommand } from 'citty';
import { CHANNEL_WORDS } from '../../contracts/channels.ts';
import type { AccountNamed, AccountView } from '../../contracts/officers/account.ts';
import { day, matterWord, STAGES, when } from '../../contracts/officers/words.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { bold, clean, pounds, say, sayJson } from './print.ts';

export const explain = defineCommand({
  meta: { name: 'explain', description: 'What was told about one account, claim, report or booking, or why not' },
  args: {
    account: {
      type: 'positional',
      required: true,
      description: 'the account number, or the reference of a claim, report or booking',
      valueHint: 'ACCOUNT',
    },
    ...connection,
  },
  run: async ({ args }) => {
    const account = await officersApi(args).post<AccountView>('explain', {
      account_ref: args.account,
    } satisfies AccountNamed);
    if (args.json) return sayJson(account);
    const word = matterWord(account.kind);
    say(bold(clean(`${word.charAt(0).toUpperCase()}${word.slice(1)} ${account.account_ref}`)));
    for (const line of [
      ...account.debts.flatMap(debtLines),
      ...account.holds.map(holdLine),
      ...noticeLines(account),
      ...decisionLines(account),
    ]) {
      say(clean(line));
    }
  },
});

/** On what is no account, such as a claim. */
const holdLine = (hold: AccountView['holds'][number]): string =>
  `Hold by ${hold.source}, ${span(hold)}: ${hold.words} (${hold.code})`;

type Debt = AccountView['debts'][number];
type Person = Debt['people'][number];

function debtLines(debt: Debt): string[] {
  const shared = [
    ...debt.holds.map((hold) => `  Hold on the account by ${hold.source}, ${span(hold)}: ${hold.words} (${hold.code})`),
    ...debt.payments.map(
      ({ amount_pence, paid_on, reversal }) =>
        `  ${reversal ? 'Payment taken back' : 'Payment'} of ${pounds(amount_pence)} on ${day(paid_on)}.`,
    ),
    ...debt.refused_rows.flat().map(({ words }) => `  From a row that could not be read: ${words}`),
  ];
  const as = `as the run ${debt.run} of ${when(Date.parse(debt.extracted_at))} has it`;
  return ['', `Bill year ${debt.bill_year}, ${as}`, ...debt.people.flatMap(personLines), ...shared];
}

function personLines(person: Person): string[] {
  const { person_ref, stage_code, stage_date, missed_instalment_date, balance_pence, overdue_pence } = person;
  const stage = `${STAGES[stage_code]}${stage_date ? ` of ${day(stage_date)}` : ''}`;
  const missed = missed_instalment_date ? `; missed the instalment of ${day(missed_instalment_date)}` : '';
  const owed =
    balance_pence < 0
      ? `${pounds(-balance_pence)} in credit`
      : `owes ${pounds(balance_pence)}, ${pounds(overdue_pence)} of it overdue`;
  return [
    `  Person ${person_ref}: ${stage}; ${owed}${missed}.`,
    `    ${contactIn('Mobile', person.mobile)} ${contactIn('Email', person.email)}`,
    ...person.marks.map(
      (mark) => `    Marked in the file${mark.from || mark.to ? `, ${span(mark)}` : ''}: ${mark.words}`,
    ),
    ...person.holds.map((hold) => `    Hold by ${hold.source}, ${span(hold)}: ${hold.words} (${hold.code})`),
    ...(person.death_recorded_at ? [`    A death was recorded on ${when(Date.parse(person.death_recorded_at))}.`] : []),
  ];
}

function contactIn(name: string, { usable, verified_at, opted_out }: Person['mobile']): string {
  if (!usable) return `${name}: none that can be used.`;
  return `${name}: ${verified_at ? `verified on ${day(verified_at)}` : 'never verified'}${opted_out ? ', opted out' : ''}.`;
}

type Span = {
  from: string | null;
  to: string | null;
  ended_at?: string | null;
  ended_by?: { officer: string; reason: string } | null;
};

function span({ from, to, ended_at, ended_by }: Span): string {
  const by = ended_by ? ` by ${ended_by.officer} (${ended_by.reason})` : '';
  if (ended_at) return `ended on ${when(Date.parse(ended_at))}${by}`;
  return [from ? `from ${day(from)}` : '', to ? `to ${day(to)}` : 'until further notice'].filter(Boolean).join(' ');
}

function servedLine({ served }: AccountView['notices'][number]): string[] {
  if (!served) return [];
  const { issued_on, deemed_served_on, act_by } = served;
  const by = act_by ? `; its reader is to act by ${day(act_by)}` : '';
  return [`  By law it is issued on ${day(issued_on)} and served on ${day(deemed_served_on)}${by}.`];
}

function noticeLines({ notices }: AccountView): string[] {
  if (notices.length === 0) return ['', 'No notice.'];
  return notices.flatMap((notice) => [
    '',
    `${notice.title} to person ${notice.person_ref ?? '(no longer on the account)'}${notice.bill_year ? `, ${notice.bill_year}` : ''}`,
    `  Now: ${notice.words}`,
    ...servedLine(notice),
    '  History:',
    ...notice.history.map(({ at, words }) => `    ${when(Date.parse(at))}: ${words}`),
    ...notice.attempts.flatMap(({ channel, notify_id }) =>
      notify_id ? [`  In GOV.UK Notify: ${CHANNEL_WORDS[channel]} ${notify_id}`] : [],
    ),
    ...notice.crossed.map(({ fact_at, words }) => `    ${when(Date.parse(fact_at))}: ${words}`),
  ]);
}

function decisionLines({ decisions }: AccountView): string[] {
  if (decisions.length === 0) return [];
  const lines = decisions.map(
    ({ run, decided_at, person_ref, decided }) =>
      `  ${when(Date.parse(decided_at))}, run ${run}, person ${person_ref}: ${decided}`,
  );
  return ['', 'Decisions, as they were made then, newest first', ...lines];
}
