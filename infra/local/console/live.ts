import type { Feed } from './feed.ts';

/**
 * Tells open pages that there is something new. While no page is open, nothing is asked.
 * `watch` calls back at once and then whenever what can be seen has changed, at most every `everyMs`.
 */
export type Live = { watch(seen: (version: string) => void): () => void; close(): void };

const SENDING_EVERY_MS = 3_000;
/** What pages show is kept for a second or more: once it is quiet they look again, so that the last word is not missed. */
const AGAIN_AFTER_MS = 3_000;

export function liveOf(feed: Feed, everyMs = 1000): Live {
  const watchers = new Set<(version: string) => void>();
  let timer: NodeJS.Timeout | undefined;
  let last = '';
  let sending = '';
  let asked = 0;
  let again = 0;
  /** A stop moves no message, so it is asked for. */
  const askSending = () => {
    if (Date.now() - asked < SENDING_EVERY_MS) return;
    asked = Date.now();
    feed.officers.status().then(({ stops }) => {
      sending = JSON.stringify(stops);
    }, feed.trouble);
  };
  const look = () => {
    askSending();
    const version = `${versionOf(feed)}.${sending}`;
    if (version !== last) {
      last = version;
      again = Date.now() + AGAIN_AFTER_MS;
      for (const seen of watchers) seen(version);
    } else if (again !== 0 && Date.now() >= again) {
      again = 0;
      for (const seen of watchers) seen(`${version}.again`);
    }
  };
  return {
    watch(seen) {
      watchers.add(seen);
      timer ??= setInterval(look, everyMs);
      seen(`${versionOf(feed)}.${sending}`);
      return () => {
        watchers.delete(seen);
        if (watchers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    close() {
      clearInterval(timer);
      watchers.clear();
    },
  };
}

// Short, and different whenever a message, a status, a reply or a queue is.
function versionOf(feed: Feed): string {
  const messages = feed.messages?.() ?? [];
  const done = messages.filter(({ completed_at }) => completed_at !== null).length;
  const queues = feed.queues().map(({ visible, delayed, inFlight }) => visible + delayed + inFlight);
  const told = JSON.stringify(feed.systems().map(({ down, copies }) => [down, copies.map(({ sequence }) => sequence)]));
  return [feed.doing(), messages.length, done, feed.replies().length, ...queues, told].join('.');
}
