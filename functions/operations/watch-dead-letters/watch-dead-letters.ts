import type { Deps } from './deps.ts';

/**
 * Says of each queue in which letters lie dead how many there are; said again at each look, for as long as they lie there.
 * @throws what was thrown for one queue, once the others were looked at
 */
export async function watchDeadLetters({ queues, count, alarm }: Deps): Promise<void> {
  const looked = await Promise.allSettled(
    Object.entries(queues).map(async ([queue, url]) => {
      const letters = await count(url);
      if (letters > 0) alarm('dead-letters', { queue, letters });
    }),
  );
  for (const each of looked) if (each.status === 'rejected') throw each.reason;
}
