import type { Listed, ListNotify } from '../../shared/notify/list.ts';
import type { NotifyPort } from '../../shared/notify/notify.ts';
import type { Counting, CountPhase } from '../notify-count.ts';
import type { NoticeStore } from '../store.ts';
import { anyUnmatched, askFor, match, matchAttempts } from './count-again.ts';
import { addUp, differs, takeOff } from './count-first.ts';
import { attemptsIn, type Posted } from './count-sides.ts';

export type AskedOf = {
  store: Pick<NoticeStore, 'get' | 'all'>;
  notify: Pick<NotifyPort, 'find'>;
  list: ListNotify;
};

type Take<T> = (deps: AskedOf, count: Counting, some: T[]) => Promise<void> | void;
type Phase = { next: (count: Counting) => CountPhase | null } & (
  | { messages: Take<Listed> }
  | { attempts: Take<Posted> }
);

export const PHASES: Readonly<Record<CountPhase, Phase>> = {
  messages: { messages: takeOff, next: () => 'notices' },
  notices: {
    attempts: (_, count, some) => addUp(count, some),
    next: (count) => (count.fingerprints.some((_, bucket) => differs(count, bucket)) ? 'messages-again' : null),
  },
  'messages-again': { messages: match, next: () => 'notices-again' },
  'notices-again': {
    attempts: (_, count, some) => matchAttempts(count, some),
    next: (count) => (anyUnmatched(count) ? 'ask' : null),
  },
  ask: {
    attempts: ({ notify }, count, some) => askFor({ find: (reference) => asking(notify.find(reference)) }, count, some),
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
  const walked =
    'messages' in phase ? walkMessages(deps, count, phase.messages) : walkNotices(deps, count, phase.attempts);
  count.after = await walked;
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

async function walkNotices(deps: AskedOf, count: Counting, take: Take<Posted>): Promise<string | null> {
  const { items, next } = await deps.store.all(count.after ?? undefined);
  const attempts = items.flatMap((notice) => attemptsIn(notice, count));
  await take(deps, count, attempts);
  return next;
}
