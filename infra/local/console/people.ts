import type { Officers, ToldDecision } from '../start/officers.ts';
import { kept } from './kept.ts';
import { noticeTitle, outcomeWords, stateWords, type Tone, whenWords } from './words.ts';

export type PeopleFilter = { search: string; outcome: string; state: string; code: string };

export type PersonRow = {
  id: string;
  /** Of its notice, if it has one. */
  notice_id: string | null;
  account: string;
  person: string;
  notice: string;
  outcome: string;
  codes: string[];
  why: string;
  state: string;
  tone: Tone;
  due: string;
};

/** Decisions that fit a filter. The search looks in account and person references. */
export function filtered(decisions: ToldDecision[], filter: PeopleFilter): ToldDecision[] {
  const search = filter.search.trim().toLowerCase();
  return decisions.filter(
    (each) =>
      (search === '' || `${each.account_ref} ${each.person_ref}`.toLowerCase().includes(search)) &&
      (filter.outcome === '' || each.outcome === filter.outcome) &&
      (filter.state === '' || each.state === filter.state) &&
      (filter.code === '' || each.codes.includes(filter.code)),
  );
}

export function personRow(told: ToldDecision, now: number): PersonRow {
  const { words, tone } = stateWords(told.state);
  const later = told.due_at !== null && Date.parse(told.due_at) > now && told.state === 'planned';
  return {
    id: `person-${told.extract_id}-${told.account_ref}-${told.person_ref}-${told.bill_year}`.replace(/[^\w-]/g, '_'),
    notice_id: told.notice_id,
    account: told.account_ref,
    person: told.person_ref,
    notice: noticeTitle(told.notice_type),
    outcome: outcomeWords(told.outcome),
    codes: told.codes,
    why: told.words,
    state: words,
    tone,
    due: later ? `due ${whenWords(told.due_at!, now)}` : '',
  };
}

/** Decisions of all runs, kept for a while: reading a large run takes long, and a page may be asked for often. */
export type PeopleCache = { all(): Promise<ToldDecision[]> };

/**
 * Reads all decisions through the officers' API, and keeps them for a while.
 * @param time milliseconds that only go up.
 */
export function peopleCache(officers: Officers, time: () => number): PeopleCache {
  const decisions = kept(async () => {
    const all: ToldDecision[] = [];
    for (const run of await officers.runs()) {
      for await (const page of officers.decisions(run.extract_id)) for (const each of page) all.push(each);
    }
    return all.sort(byAccount);
  }, time);
  return { all: () => decisions.get() };
}

const byAccount = (a: ToldDecision, b: ToldDecision) =>
  order(a.account_ref, b.account_ref) || order(a.bill_year, b.bill_year) || order(a.person_ref, b.person_ref);
const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));
