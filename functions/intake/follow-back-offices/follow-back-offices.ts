import { iso } from '../../shared/http/answer.ts';
import { type ReadUpdate, type ReadUpdates, readUpdates } from '../../shared/open311/read-updates.ts';
import { type BackOffice, meaningOf } from '../../shared/open311/settings.ts';
import { requestUpdated, takeOfRequest } from '../told-of-request.ts';
import type { Deps } from './deps.ts';

const HOUR_MS = 3_600_000;
/** What is asked for again each time: clocks differ, and an update may be shown later than it was made. */
const OVERLAP_MS = HOUR_MS;
/** As much as is asked for at once. Servers bound their answers. */
const WINDOW_MS = 24 * HOUR_MS;
/** How far back the first look goes. */
const AT_FIRST_MS = 24 * HOUR_MS;
/** What a back office calls a request that was posted to it may be learnt a little after it says something of it. */
const TO_LEARN_MS = HOUR_MS;
/** The standard's own bound. */
const FURTHEST_BACK_MS = 90 * 24 * HOUR_MS;
/** A server that shows so many may have more in the same span. */
const MAY_BE_CUT_OFF = 1_000;
/** Enough for one more answer that takes its time, and for what it says. */
const TO_FINISH_MS = 40_000;

/**
 * Asks each back office what became of requests since it was asked last, and takes what it says as if it had told the door. What
 * is done with is noted after it is on the bus, and how far it got after all of it: whoever dies is followed by one who asks again.
 */
export async function followBackOffices(deps: Deps, remainingMs: () => number): Promise<void> {
  for (const backOffice of deps.backOffices) {
    while (remainingMs() > TO_FINISH_MS && (await followOn(deps, backOffice)));
  }
}

/** One window further. @returns whether there is more to ask for. */
async function followOn(deps: Deps, backOffice: BackOffice): Promise<boolean> {
  const { followed, now, alarm } = deps;
  const { name } = backOffice;
  const at = now();
  const since = Math.max((await followed.until(name)) ?? at - AT_FIRST_MS, at - FURTHEST_BACK_MS + OVERLAP_MS);
  const from = since - OVERLAP_MS;
  const to = Math.min(at, since + WINDOW_MS);
  const read = await askAll(deps, backOffice, { from, to });
  if (read === null) return false;
  if (read.unreadable > 0) alarm('unreadable-updates', { back_office: name, count: read.unreadable });
  const { updates } = read;
  const left: number[] = [];
  for (const update of updates)
    if (!(await takeUpdate(deps, backOffice, update))) left.push(Date.parse(update.updated_datetime));
  const until = left.reduce((earliest, each) => Math.min(earliest, each), to);
  await followed.followedTo(name, until);
  return until > since && until < at;
}

/** All of a span: where an answer may have been cut off, the rest is asked for from its last on. */
async function askAll(deps: Deps, backOffice: BackOffice, { from, to }: Span): Promise<ReadUpdates | null> {
  const all: ReadUpdates = { updates: [], unreadable: 0 };
  for (let next = from; ; ) {
    const read = await ask(deps, backOffice, { from: next, to });
    if (read === null) return null;
    all.updates.push(...read.updates);
    all.unreadable += read.unreadable;
    const last = Math.max(...read.updates.map(({ updated_datetime }) => Date.parse(updated_datetime)));
    if (read.updates.length < MAY_BE_CUT_OFF || last <= next || last >= to) return all;
    next = last;
  }
}

type Span = { from: number; to: number };

async function ask(deps: Deps, backOffice: BackOffice, span: Span): Promise<ReadUpdates | null> {
  const { name, url, jurisdiction_id, format = 'json' } = backOffice;
  const asked = new URL(`${url}/servicerequestupdates.${format}`);
  const [key] = [(await deps.keys())?.[name]].flat(); // of two the new one
  asked.searchParams.set('start_date', iso(span.from));
  asked.searchParams.set('end_date', iso(span.to));
  if (jurisdiction_id !== undefined) asked.searchParams.set('jurisdiction_id', jurisdiction_id);
  if (key !== undefined) asked.searchParams.set('api_key', key);
  const got = await deps.ask(asked);
  const reason = got.kind === 'none' ? got.reason : got.status === 200 ? null : `status-${got.status}`;
  const read = got.kind === 'answered' && reason === null ? readUpdates(got.bytes) : null;
  if (read === null) deps.alarm('back-office-silent', { back_office: name, reason: reason ?? 'garbled' });
  return read;
}

/** @returns false where nothing came of it yet, and it must be asked for again. */
async function takeUpdate(deps: Deps, { name, statuses, is_told }: BackOffice, update: ReadUpdate): Promise<boolean> {
  const { followed, publish, alarm, now } = deps;
  const { update_id, service_request_id, external_status_code, status, updated_datetime } = update;
  if (await followed.isDone(name, update_id)) return true;
  const own = external_status_code === null ? undefined : meaningOf(statuses, external_status_code);
  const meaning = own ?? meaningOf(statuses, status);
  if (meaning === undefined) {
    alarm('unmapped-status', { back_office: name });
    return false;
  }
  const ours = is_told ? await deps.ours(name, service_request_id) : null;
  if (is_told && ours === null && now() - Date.parse(updated_datetime) < TO_LEARN_MS) return false;
  const told = requestUpdated({ update_id, request_ref: ours ?? service_request_id, at: updated_datetime }, meaning);
  const taken = told && (await takeOfRequest(deps, name, told));
  if (taken === 'other' || (taken && 'errors' in taken)) {
    alarm('unreadable-updates', { back_office: name, count: 1 });
    return taken === 'other'; // what lies ahead of our clock comes again; what was told with other words stands as it is
  }
  if (taken) await publish([taken.fact]);
  await followed.done(name, update_id, now());
  return true;
}
