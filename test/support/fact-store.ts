import { createHash } from 'node:crypto';
import type { FactObject } from '../../functions/performance/facts/objects.ts';
import type { FactStore } from '../../functions/performance/facts/store.ts';

/** Facts in memory. It passes the same suite as the bucket. */
export function inMemoryFacts(): FactStore & { objects: Map<string, string> } {
  const objects = new Map<string, string>();
  return {
    objects,
    write: async ({ key, body }: FactObject) => {
      if (!objects.has(key)) objects.set(key, body);
    },
    async *list(prefix = 'facts/') {
      for (const key of [...objects.keys()].filter((each) => each.startsWith(prefix)).sort()) {
        yield {
          key,
          etag: createHash('md5')
            .update(objects.get(key) ?? '')
            .digest('hex'),
        };
      }
    },
    read: async (key) => {
      const body = objects.get(key);
      return body === undefined ? null : { key, body };
    },
  };
}
