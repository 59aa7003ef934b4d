import * as z from 'zod';
import { entriesIn, UPDATES } from './entries.ts';

/** Word of another system on a request. */
export type ReadUpdate = {
  update_id: string;
  service_request_id: string;
  status: string;
  external_status_code: string | null;
  /** An instant with its zone. */
  updated_datetime: string;
};

/** `unreadable` counts entries that are no updates. */
export type ReadUpdates = { updates: ReadUpdate[]; unreadable: number };

const MOST_UPDATES = 10_000;

/** Ids are texts, and numbers in some systems' JSON: those that are whole and exact. */
export const id = z.union([z.string().trim().min(1).max(100), z.int().min(0).transform(String)]);
const code = z.union([z.string().trim().min(1).max(60), z.int().min(0).transform(String)]);

const update = z.object({
  update_id: id,
  service_request_id: id,
  status: code,
  external_status_code: code.nullish().catch(null),
  updated_datetime: z.iso.datetime({ offset: true }),
});

/**
 * What an answer to `servicerequestupdates` says, in JSON or XML; null where it is neither, is not UTF-8, is nested without
 * end, or declares entities.
 */
export function readUpdates(bytes: Uint8Array): ReadUpdates | null {
  const entries = entriesIn(bytes, UPDATES);
  if (entries === null || entries.length > MOST_UPDATES) return null;
  const updates = entries.flatMap((each): ReadUpdate[] => {
    const { success, data } = update.safeParse(each);
    return success ? [{ ...data, external_status_code: data.external_status_code ?? null }] : [];
  });
  return { updates, unreadable: entries.length - updates.length };
}
