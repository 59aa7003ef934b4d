import type { Feed } from './feed.ts';

/**
 * Tells open pages that there is something new. While nobody looks, nothing is asked.
 * `watch` calls back at once and then whenever what can be seen has changed, at most every `everyMs`.
 */
export type Live = { watch(seen: (version: string) => void): () => void; close(): void };

export function liveOf(feed: Feed, everyMs = 1000): Live {
  const watchers = new Set<(version: string) => void>();
  let timer: NodeJS.Timeout | undefined;
  let last = '';
  const look = () => {
    const version = versionOf(feed);
    if (version === last) return;
    last = version;
    for (const seen of watchers) seen(version);
  };
  return {
    watch(seen) {
      watchers.add(seen);
      timer ??= setInterval(look, everyMs);
      seen(versionOf(feed));
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
  return [feed.doing(), messages.length, done, feed.replies().length, ...queues].join('.');
}
