import type { Notice } from '../../functions/notices/notice.ts';
import type { StoredMessage } from './notify.ts';

type Ledger = { delivered: number; failed: number; stopped: number; open: number };

/**
 * The ledger, counted from the notices and again from what Notify has, each without the other. Returns where they differ.
 */
export function ledgerDifferences(notices: readonly Notice[], messages: readonly StoredMessage[]): string[] {
  const ours = fromNotices(notices);
  const theirs = fromNotify(notices.length, messages);
  const sum = ours.delivered + ours.failed + ours.stopped + ours.open;
  return [
    ...(sum === notices.length ? [] : [`${notices.length} planned, and ${sum} accounted for`]),
    ...(ours.delivered === theirs.delivered
      ? []
      : [`${ours.delivered} delivered by our count and ${theirs.delivered} by Notify's`]),
    ...attemptDifferences(notices, messages),
  ];
}

function fromNotices(notices: readonly Notice[]): Ledger {
  const ledger = { delivered: 0, failed: 0, stopped: 0, open: 0 };
  for (const { state } of notices) {
    if (state === 'delivered') ledger.delivered += 1;
    else if (state === 'exhausted') ledger.failed += 1;
    else if (['blocked', 'expired', 'cancelled', 'withheld'].includes(state)) ledger.stopped += 1;
    else ledger.open += 1;
  }
  return ledger;
}

/** Notify knows no notices: those whose messages it delivered are told apart by the reference. */
function fromNotify(planned: number, messages: readonly StoredMessage[]): { delivered: number; rest: number } {
  const delivered = new Set(
    messages.flatMap(({ status, reference }) => (status === 'delivered' ? [reference.split('.')[0]] : [])),
  ).size;
  return { delivered, rest: planned - delivered };
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
