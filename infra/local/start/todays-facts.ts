import { S3Client } from '@aws-sdk/client-s3';
import { factsOn } from '../../../functions/performance/facts/bucket.ts';
import type { Fact, Measure } from '../../../functions/performance/facts/fact.ts';
import { factsIn } from '../../../functions/performance/facts/objects.ts';
import { OPERATOR } from './operator.ts';

const SHOWN: readonly Measure[] = ['contact', 'contacts-counted', 'satisfaction', 'notice', 'notice-not-sent'];

/**
 * The facts of one London day as they come in, each once. They are what open data is made of: about no person. What
 * was read is kept, for an object never changes: each call reads only what is new.
 */
export function todaysFactsAt(endpoint: string, bucket: string): (day: string) => Promise<Fact[]> {
  const store = factsOn(new S3Client({ ...OPERATOR, endpoint, forcePathStyle: true }), bucket);
  let keptDay = '';
  let seen = new Set<string>();
  let facts = new Map<string, Fact>();
  let reading: Promise<void> = Promise.resolve();
  const readNew = async (day: string) => {
    if (day !== keptDay) [keptDay, seen, facts] = [day, new Set(), new Map()];
    for (const measure of SHOWN) {
      for await (const { key } of store.list(`facts/${measure}/${day}/`)) {
        if (seen.has(key)) continue;
        const object = await store.read(key);
        for (const fact of object ? factsIn(object).facts : []) facts.set(fact.id, fact);
        seen.add(key);
      }
    }
  };
  return async (day) => {
    reading = reading.catch(() => {}).then(() => readNew(day));
    await reading;
    return [...facts.values()];
  };
}
