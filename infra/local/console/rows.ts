import type { Code } from '../../../contracts/codes.ts';
import type { DecisionView } from '../../../contracts/officers/runs.ts';
import { matterWord } from '../../../contracts/officers/words.ts';
import { londonDate } from '../../../functions/shared/calendar/london.ts';
import type { Column } from './csv.ts';
import { squeezed } from './list.ts';
import { GROUPS, type RowStatus, STATUS_WORDS, statusName, statusNow } from './statuses.ts';
import { capital, dayWords, heldFor, NO_OTHER_WAY, sentBy, type Tone, timeWords, whenWords } from './words.ts';

/** One row of a list: one notice as it stands now, or one person for whom nothing is due. */
export type Row = {
  told: DecisionView;
  status: RowStatus;
  /** The instant that its status came about, and its London day. */
  since: string;
  day: string;
};

const rowOf = (told: DecisionView, nothingDue: boolean): Row => {
  const { now, state, decided_at } = told;
  const since = now?.since ?? decided_at;
  const day = londonDate(Date.parse(since));
  if (now === null || nothingDue) return { told, status: 'nothing_due', since, day };
  return { told, status: statusNow({ status: now.status, state }), since, day };
};

const toldAlready = ({ codes }: DecisionView) => codes.includes('S19');

/** The rows of one file as its own line counts them: one whose notice an earlier file asked for has nothing due. */
export const rowsOfRun = (decisions: DecisionView[]): Row[] => decisions.map((each) => rowOf(each, toldAlready(each)));

/**
 * Each notice once, as it is now, however many files had it; and each person and bill year without any notice once, as the
 * newest file has it. What came before is on the page of the notice and of the account.
 */
export function rowsNow(decisions: DecisionView[]): Row[] {
  const newest = new Map<string, DecisionView>();
  const keep = (key: string, each: DecisionView) => {
    const other = newest.get(key);
    if (!other || each.decided_at >= other.decided_at) newest.set(key, each);
  };
  const told = new Set<string>();
  const subject = (each: DecisionView) => `${each.account_ref} ${each.person_ref} ${each.bill_year}`;
  for (const each of decisions) {
    if (each.notice_id === null) continue;
    told.add(subject(each));
    keep(each.notice_id, each);
  }
  for (const each of decisions) {
    if (each.notice_id === null && !told.has(subject(each))) keep(subject(each), each);
  }
  return [...newest.values()].map((each) => rowOf(each, false));
}

export const FILTERS = ['search', 'type', 'by', 'status', 'code', 'day', 'sort'] as const;
export type RowFilter = Record<(typeof FILTERS)[number], string>;

const fitsStatus = (status: RowStatus, asked: string) =>
  asked === '' || status === asked || GROUPS[asked]?.includes(status) === true;

/** Rows that fit a filter, in the order that it asks for. The search looks in account and person references. */
export function filtered(rows: Row[], { search, type, by, status, code, day, sort }: RowFilter): Row[] {
  const searched = squeezed(search);
  const found = rows.filter(
    (each) =>
      (searched === '' || squeezed(`${each.told.account_ref} ${each.told.person_ref}`).includes(searched)) &&
      (type === '' || each.told.notice_type === type) &&
      (by === '' || sentByOf(each.told, each.status) === by) &&
      fitsStatus(each.status, status) &&
      (code === '' || codesNow(each).some((held) => held === code)) &&
      (day === '' || each.day === day),
  );
  return found.sort(ORDERS[sort] ?? byAccount);
}

/** What holds a notice now. */
const codesNow = ({ told, status }: Row): Code[] => (status === 'held' ? (told.now?.codes ?? []) : []);

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const byAccount = ({ told: a }: Row, { told: b }: Row) =>
  order(a.account_ref, b.account_ref) ||
  order(a.bill_year ?? '', b.bill_year ?? '') ||
  order(a.person_ref, b.person_ref);
const STATUS_ORDER = Object.keys(STATUS_WORDS);
const ORDERS: Record<string, (a: Row, b: Row) => number> = {
  newest: (a, b) => order(b.since, a.since) || byAccount(a, b),
  status: (a, b) => STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status) || byAccount(a, b),
  line: ({ told: a }, { told: b }) => (a.line ?? 0) - (b.line ?? 0),
};

/** What there is to choose from in these rows, in words. */
export function choicesOf(rows: Row[]) {
  const types = new Map(rows.map(({ told }) => [told.notice_type ?? '', told.title ?? '']));
  types.delete('');
  const codes = [...new Set(rows.flatMap(codesNow))];
  const days = [...new Set(rows.map(({ day }) => day))].sort().reverse();
  return {
    types: [...types].map(([value, words]) => ({ value, words })).sort((a, b) => order(a.words, b.words)),
    statuses: [
      { value: 'notices', words: 'All with a notice' },
      { value: 'open', words: 'Open' },
      ...Object.entries(STATUS_WORDS).map(([value, [words]]) => ({ value, words })),
    ],
    codes: codes.map((value) => ({ value, words: heldFor([value]) })).sort((a, b) => order(a.words, b.words)),
    days: days.map((value) => ({ value, words: dayWords(value) })),
  };
}

/** A row as a list shows it: "First reminder · Text · Delivered 10:00", and why only where something was held or failed. */
export function rowView({ told, status, since }: Row, now: number) {
  const tone: Tone = STATUS_WORDS[status][1];
  return {
    id: `row-${told.run}-${told.line}-${told.account_ref}-${told.person_ref}`.replace(/[^\w-]/g, '_'),
    line: told.line,
    account: told.account_ref,
    about: told.about.kind === 'debt' ? '' : capital(matterWord(told.about.kind)),
    person: told.person_ref,
    notice_id: told.notice_id,
    title: told.title ?? '',
    by: sentByOf(told, status),
    status: statusName(status, told.now?.channel),
    tone,
    when: whenOf(told, { status, since, now }),
    why: whyOf(told, status),
  };
}

const sentByOf = ({ now }: DecisionView, status: RowStatus): string =>
  now !== null && BY_KNOWN.has(status) ? sentBy(now.channel) : '';
const BY_KNOWN = new Set<RowStatus>(['delivered', 'failed', 'scheduled', 'in_progress']);

function whenOf({ due_at }: DecisionView, asked: { status: RowStatus; since: string; now: number }): string {
  const { status, since, now } = asked;
  if (status === 'nothing_due') return '';
  if (status === 'scheduled') return due_at !== null && Date.parse(due_at) > now ? whenWords(due_at, now) : '';
  return whenWords(since, now);
}

function whyOf({ now, codes }: DecisionView, status: RowStatus): string {
  if (now === null) return '';
  if (status === 'held') return now.codes.length > 0 ? heldFor(now.codes) : now.why;
  if (status === 'failed') return now.why || NO_OTHER_WAY;
  if (status === 'cancelled') return now.why;
  return status === 'nothing_due' && codes.includes('S19') ? 'An earlier file asked for it.' : '';
}

/** The same rows as a file. */
export const columnsOf = (): Column<Row>[] => [
  ['Run', ({ told }) => told.run],
  ['Line', ({ told }) => told.line],
  ['Account', ({ told }) => told.account_ref],
  ['About', ({ told }) => capital(matterWord(told.about.kind))],
  ['Person', ({ told }) => told.person_ref],
  ['Bill year', ({ told }) => told.bill_year],
  ['Notice', ({ told }) => told.title],
  ['Sent by', ({ told, status }) => sentByOf(told, status)],
  ['Status', ({ status }) => STATUS_WORDS[status][0]],
  ['Day', ({ day }) => day],
  ['Time', ({ since }) => timeWords(since)],
  ['Why', ({ told, status }) => whyOf(told, status)],
  ['Notice id', ({ told }) => told.notice_id],
];
