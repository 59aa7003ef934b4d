import type { ReadDocuments } from './documents.ts';
import { once } from './sqs-worker.ts';

/**
 * Documents for a function that seldom needs one: S3's client is loaded with the first, so that the function starts as quickly
 * without.
 * @param load what makes the port, from the function's own `later.mjs`
 */
export function documentsLater(load: () => Promise<ReadDocuments>): ReadDocuments {
  const documents = once(load);
  return {
    look: async (name) => (await documents()).look(name),
    read: async (name, mostBytes) => (await documents()).read(name, mostBytes),
  };
}
