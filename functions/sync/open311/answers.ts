import * as z from 'zod';
import type { ToOpen311 } from '../../../contracts/subscriber.ts';
import { entriesIn, REQUESTS } from '../../shared/open311/entries.ts';
import { id } from '../../shared/open311/read-updates.ts';
import { referenceLine } from './form.ts';

/** A server that shows so many may have more. */
const MAY_BE_CUT_OFF = 1_000;

const posted = z.object({ service_request_id: id.nullish().catch(null), token: id.nullish().catch(null) });

/** What a POST of a request, or a question for a token, was answered: its id there, or a token by which that is asked for later. */
export type Posted = { id: string } | { token: string };

/** Null where the answer says neither. */
export function postedIn(bytes: Uint8Array): Posted | null {
  const { success, data } = posted.safeParse(entriesIn(bytes, REQUESTS)?.[0]);
  if (!success) return null;
  if (data.service_request_id) return { id: data.service_request_id };
  return data.token ? { token: data.token } : null;
}

const shown = z.looseObject({ service_request_id: id });

/** Whether a list of requests has ours. `unknown`: it may have been cut off, or is no list. */
export function foundIn(bytes: Uint8Array, ref: string, { found_by }: ToOpen311): Posted | 'absent' | 'unknown' {
  const entries = entriesIn(bytes, REQUESTS);
  if (entries === null) return 'unknown';
  for (const entry of entries) {
    const { success, data } = shown.safeParse(entry);
    if (success && isOurs(data, ref, found_by)) return { id: data.service_request_id };
  }
  return entries.length >= MAY_BE_CUT_OFF ? 'unknown' : 'absent';
}

function isOurs(entry: Readonly<Record<string, unknown>>, ref: string, by: ToOpen311['found_by']): boolean {
  const { external_id, extended_attributes, description } = entry;
  if (by === 'external_id')
    return [external_id, (extended_attributes as { external_id?: unknown } | null)?.external_id].includes(ref);
  if (typeof description !== 'string') return false;
  const line = referenceLine(ref);
  // Some servers make one line of it all. Ours is the last; who quotes it in what they wrote has another behind it.
  return description.split(/\r?\n/).some((each) => each.trim() === line) || description.trimEnd().endsWith(` ${line}`);
}
