import { isDeepStrictEqual } from 'node:util';
import { countLedger } from '../../functions/notices/count-ledger/count-ledger.ts';
import { ledgersByRun } from '../../functions/notices/explain-notices/ledger.ts';
import { noticesNamed } from '../../functions/notices/ledger/book-keeping.ts';
import { booksOf } from '../../functions/notices/ledger/tally.ts';
import type { Notice } from '../../functions/notices/notice/notice.ts';
import type { DecisionStore, NoticeStore } from '../../functions/notices/store/ports.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { statusMeans } from '../../functions/shared/notify/notify.ts';
import { inMemoryCounts } from '../support/counts.ts';
import type { StoredMessage } from './notify.ts';

type Counted = {
  store: NoticeStore & DecisionStore;
  notices: readonly Notice[];
  messages: readonly StoredMessage[];
  now: number;
};

/**
 * The ledger as the product counts it, from the notices and from Notify's list; and once more, simply, by itself. Returns
 * where it does not balance, and where the product's count and the simple one are not of one mind.
 */
export async function ledgerDifferences({ store, notices, messages, now }: Counted): Promise<string[]> {
  const books = await booksAtDoor(store, notices);
  const { total, books: daily } = await countOf(store, messages, now);
  const delivered = new Set(
    messages.flatMap(({ status, reference }) => (statusMeans(status) === 'delivered' ? [reference.split('.')[0]] : [])),
  ).size;
  const { missing, unknown, twice } = total;
  return [
    ...(books.balanced ? [] : [`the ledger does not balance: ${JSON.stringify(books)}`]),
    ...(isDeepStrictEqual(daily, books)
      ? []
      : [`the daily count has other books than the door: ${JSON.stringify({ daily, books })}`]),
    ...(books.delivered === delivered
      ? []
      : [`${books.delivered} delivered by the ledger and ${delivered} by Notify's list`]),
    ...(missing + unknown + twice === 0
      ? []
      : [`the count finds ${missing} missing, ${unknown} unknown, ${twice} twice`]),
    ...attemptDifferences(notices, messages),
  ];
}

async function booksAtDoor(store: DecisionStore, all: readonly Notice[]) {
  const notices = new Map<Key, string>();
  for (const { name } of await store.runs()) {
    const { items } = await store.decisions(name);
    for (const id of items.flatMap(noticesNamed)) notices.set(id, name);
  }
  const isThere = async (id: Key) => all.some((notice) => notice.id === id);
  return (await ledgersByRun(each(all), { notices, isThere })).all;
}

async function* each(notices: readonly Notice[]) {
  yield* notices;
}

/** What reconcile-notices counts once a day, right now. */
async function countOf(store: NoticeStore & DecisionStore, messages: readonly StoredMessage[], now: number) {
  const counts = inMemoryCounts();
  const newestFirst = messages.toReversed();
  const deps = {
    ...{
      store,
      decided: store,
      counts,
      now: () => now,
      hasApiKey: async () => true,
      alarm: () => {},
      counted: () => {},
    },
    notify: { find: async (reference: string) => newestFirst.filter((each) => each.reference === reference) },
    list: async (olderThan: string | null) =>
      newestFirst.slice(newestFirst.findIndex(({ notify_id }) => notify_id === olderThan) + 1).slice(0, 250),
  };
  await countLedger(deps, () => 60_000);
  const { total, books } = (await counts.read()).last!;
  if (!books || !('total' in books)) throw new Error('the count has no books');
  return { total, books: booksOf(books.total, books.found) };
}

/** One stored message for each attempt that is accepted or later, and the other way round. */
function attemptDifferences(notices: readonly Notice[], messages: readonly StoredMessage[]): string[] {
  const stored = Map.groupBy(messages, ({ reference }) => reference);
  const attempts = notices.flatMap((notice) => Object.values(notice.attempts));
  const sent = attempts.filter(({ outcome }) => outcome !== undefined && outcome !== 'refused');
  const known = new Set(sent.map(({ reference }) => reference));
  return [
    ...sent
      .filter(({ reference }) => stored.get(reference)?.length !== 1)
      .map(
        ({ reference, outcome }) => `${reference} is ${outcome}, and Notify has ${stored.get(reference)?.length ?? 0}`,
      ),
    ...[...stored.keys()]
      .filter((reference) => !known.has(reference))
      .map((reference) => `Notify has ${reference}, and we do not know of it`),
  ];
}
