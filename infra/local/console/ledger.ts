import type { AtNotify, Ledger } from '../../../contracts/officers/ledger.ts';
import { type NoticeSums, STATUSES, type Status, sumsOf } from '../../../contracts/officers/sums.ts';
import { FAULTS } from '../../../contracts/officers/words.ts';
import { capital, sentBy, whenWords } from './words.ts';

/** The ledger of the notices, with its verdict and what is wrong, if anything. */
export function booksOf(ledger: Ledger, now: number) {
  const { balanced, line, lost, withheld, as_of } = ledger;
  const faults = ledger.faults.map(({ notice, fault }) => ({ notice, words: FAULTS[fault] }));
  return {
    balanced,
    line,
    lost,
    withheld,
    faults,
    ...sumLines(sumsOf(ledger)),
    counted: as_of && whenWords(as_of, now),
  };
}

const WORDS = Object.entries(STATUSES) as [Status, string][];

/** Sums by status, each with the list that it counts: `?status=` on the page of accounts, or of a run. */
export const sumLines = (sums: NoticeSums) => ({
  notices: sums.notices,
  lines: WORDS.map(([status, words]) => ({
    status,
    words: capital(words),
    count: sums[status],
  })),
});

const DIFFERENCES: Record<string, string> = {
  missing: 'GOV.UK Notify took it and has it no more',
  unknown: 'GOV.UK Notify has it, and nothing is written down of it here',
  twice: 'GOV.UK Notify has it once more beside the one that is written down',
};

/** The second count, from GOV.UK Notify's own list; null while Notify has not been asked. */
export function notifyLines(notify: AtNotify | null, now: number) {
  if (notify === null) return null;
  const { counted_at, from, attempts, stored, missing, unknown, twice, agrees, found } = notify;
  return {
    counted: whenWords(counted_at, now),
    from: whenWords(from, now),
    attempts,
    agrees,
    lines: [
      { words: 'There once', count: stored },
      { words: 'Not there', count: missing },
      { words: 'There, and not known here', count: unknown },
      { words: 'There twice', count: twice },
    ],
    found: found.map(({ notice, channel, difference }) => ({
      notice,
      channel: sentBy(channel),
      words: DIFFERENCES[difference] ?? difference,
    })),
  };
}
