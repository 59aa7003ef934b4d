import type { Listed, ListNotify } from '../../shared/notify/list.ts';
import type { NotifyPort } from '../../shared/notify/notify.ts';
import type { Counting, CountPhase } from '../ledger/notify-count.ts';
import type { MatterDecision, Notice } from '../notice/notice.ts';
import type { DecisionStore, NoticeStore } from '../store/ports.ts';
import { anyUnmatched, askFor, match, matchAttempts } from './count-again.ts';
import { addNotices, anyUnnamed, lookForNamed, takeNamed } from './count-books.ts';
import { addUp, differs, takeOff } from './count-first.ts';
import { attemptsIn, type Posted } from './count-sides.ts';

export type AskedOf = {
  store: Pick<NoticeStore, 'get' | 'all'>;
  decided: Pick<DecisionStore, 'runs' | 'decisions'>;
  notify: Pick<NotifyPort, 'find'>;
  list: ListNotify;
};

type Take<T> = (deps: AskedOf, count: Counting, some: T[]) => Promise<void> | void;
type Phase = { next: (count: Counting) => CountPhase | null } & (
  | { messages: Take<Listed> }
  | { notices: Take<Notice> }
  | { decisions: Take<MatterDecision> }
);

const attempts =
  (take: Take<Posted>): Take<Notice> =>
  (deps, count, some) =>
    take(
      deps,
      count,
      some.flatMap((notice) => attemptsIn(notice, count)),
    );

const closer = (count: Counting): CountPhase | null =>
  count.fingerprints.some((_, bucket) => differs(count, bucket)) ? 'messages-again' : null;

export const PHASES: Readonly<Record<CountPhase, Phase>> = {
  messages: { messages: takeOff, next: () => 'notices' },
  notices: {
    notices: (deps, count, some) => {
      addNotices(count, some);
      return attempts((_, __, posted) => addUp(count, posted))(deps, count, some);
    },
    next: () => 'decisions',
  },
  decisions: {
    decisions: (_, count, some) => takeNamed(count, some),
    next: (count) => (anyUnnamed(count) ? 'decisions-again' : closer(count)),
  },
  'decisions-again': { decisions: lookForNamed, next: closer },
  'messages-again': { messages: match, next: () => 'notices-again' },
  'notices-again': {
    notices: attempts((_, count, some) => matchAttempts(count, some)),
    next: (count) => (anyUnmatched(count) ? 'ask' : null),
  },
  ask: {
    notices: attempts(({ notify }, count, some) =>
      askFor({ find: (reference) => asking(notify.find(reference)) }, count, some),
    ),
    next: () => null,
  },
};

/** How many messages of a page are looked at side by side. */
const AT_ONCE = 10;

/** Notify did not answer as it should. */
export class NotAsked extends Error {}

const asking = async <T>(question: Promise<T>): Promise<T> => {
  try {
    return await question;
  } catch (error) {
    throw new NotAsked((error as Error).message);
  }
};

/**
 * One page of the present phase; whether the count is over. Changes the count in place.
 * @throws NotAsked if Notify does not answer as it should
 */
export async function onePage(deps: AskedOf, count: Counting): Promise<boolean> {
  const phase = PHASES[count.phase];
  if ('messages' in phase) count.after = await walkMessages(deps, count, phase.messages);
  else if ('notices' in phase) count.after = await walkNotices(deps, count, phase.notices);
  else count.after = await walkDecisions(deps, count, phase.decisions);
  if (count.after !== null) return false;
  const next = phase.next(count);
  if (next !== null) count.phase = next;
  return next === null;
}

async function walkMessages(deps: AskedOf, count: Counting, take: Take<Listed>): Promise<string | null> {
  const page = await asking(deps.list(count.after));
  if (page.some(({ notify_id }) => notify_id === count.after)) throw new NotAsked('Notify gave the same page twice');
  for (let i = 0; i < page.length; i += AT_ONCE) await take(deps, count, page.slice(i, i + AT_ONCE));
  return page.at(-1)?.notify_id ?? null;
}

async function walkNotices(deps: AskedOf, count: Counting, take: Take<Notice>): Promise<string | null> {
  const { items, next } = await deps.store.all(count.after ?? undefined);
  await take(deps, count, items);
  return next;
}

type PlaceInRuns = { run: number; after?: string };

async function walkDecisions(deps: AskedOf, count: Counting, take: Take<MatterDecision>): Promise<string | null> {
  const { run, after }: PlaceInRuns = count.after === null ? { run: 0 } : JSON.parse(count.after);
  const extract = count.new_runs[run];
  if (extract === undefined) return null;
  const { items, next } = await deps.decided.decisions(extract, after);
  await take(deps, count, items);
  return JSON.stringify(next === null ? { run: run + 1 } : { run, after: next });
}
