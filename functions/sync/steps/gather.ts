import type { Now } from '../../shared/clock.ts';
import type { Wanting } from '../settings.ts';
import type { SyncStore } from '../store/ports.ts';
import type { FileMessage, Ring } from './messages.ts';

type Gathering = {
  store: Pick<SyncStore, 'enter'>;
  /** Has the files of a subscriber looked at, after so many seconds. */
  wake: (message: FileMessage, delaySeconds?: number) => Promise<void>;
  now: Now;
  /** From 0 up to 1. */
  chance: () => number;
};

/** Up to so many rows a file is looked for at each of them. */
const FEW_ROWS = 100;
const TOGETHER_MS = 2_000;
/** Later than any entry that one bell stands for. */
const BELL_AFTER_SECONDS = 3;

/**
 * What a bell is for a webhook: a subject stands on the agenda of its subscriber until a file has what waits there. No two entries are
 * the same, so that striking one never strikes another that came after it. The look of each minute makes good a bell that was lost.
 */
export function gatherOn({ store, wake, now, chance }: Gathering, subscribers: readonly Wanting[]): Ring {
  const rows = new Map(subscribers.map(({ name, file }) => [name, file?.after_changes]));
  const woken = new Map<string, number>();
  return async (message) => {
    if (!('subject' in message)) return;
    const { subscriber, subject } = message;
    await store.enter({ list: subscriber, at: now() }, [{ subject, entered_at: chance() }]);
    const after = rows.get(subscriber);
    if (after === undefined) return; // it goes by the clock
    if (after <= FEW_ROWS) return wake({ subscriber });
    if (now() - (woken.get(subscriber) ?? 0) < TOGETHER_MS) return;
    woken.set(subscriber, now());
    await wake({ subscriber }, BELL_AFTER_SECONDS);
  };
}

/** Each subscriber in its own way. */
export const ringEach = (webhooks: Ring, files: Ring, subscribers: readonly Wanting[]): Ring => {
  const byFile = new Set(subscribers.filter(({ file }) => file).map(({ name }) => name));
  return (message, delaySeconds) =>
    byFile.has(message.subscriber) ? files(message, delaySeconds) : webhooks(message, delaySeconds);
};
