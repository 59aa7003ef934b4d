import * as z from 'zod';
import { Refused } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { type Format, faultsIn } from '../../shared/open311/format.ts';
import { type PublicRequest, STATUS } from '../public/request.ts';
import type { Noted, Span } from '../store/ports.ts';
import type { Deps } from './deps.ts';

const DAY_MS = 24 * 3_600_000;
/** The standard's own bounds. */
const LONGEST_SPAN_MS = 90 * DAY_MS;
const MOST_ON_A_PAGE = 1_000;

const MOST_IDS = 100;
/** What lies further on is found by dates. */
const FURTHEST = 20_000;

type Query = { format: Format; query: Request['query'] };

/** A service that is public no longer takes its requests with it. */
const isPublic = ({ open311 }: Deps, { service_code }: PublicRequest): boolean =>
  open311.services.some(({ code }) => code === service_code);

/** One request, if everybody may see it. */
export async function requestOf(deps: Deps, id: string): Promise<PublicRequest | null> {
  const found = await deps.store.request(id);
  return found && isPublic(deps, found.request) ? found.request : null;
}

/** Those asked for by id, or a page of those that were made within a span, the newest first. */
export async function findRequests(deps: Deps, { format, query }: Query): Promise<PublicRequest[]> {
  const ids = listed(query['service_request_id']);
  if (ids.length > MOST_IDS) throw wrong(format, `service_request_id names more than ${MOST_IDS} requests.`);
  if (ids.length > 0) {
    const found = await Promise.all(ids.map((id) => requestOf(deps, id)));
    return found.filter((each) => each !== null);
  }
  const span = spanOf(deps, { format, query });
  const { skip, size } = pageOf(format, query);
  const codes = listed(query['service_code']);
  const statuses = statusesIn(format, query);
  const page: PublicRequest[] = [];
  let passed = 0;
  for await (const each of deps.store.listed(span)) {
    if (!isPublic(deps, each)) continue;
    if (codes.length > 0 && !codes.includes(each.service_code)) continue;
    if (!statuses.includes(STATUS[each.status].closed ? 'closed' : 'open')) continue;
    passed += 1;
    if (passed > skip) page.push(each);
    if (page.length === size) break;
  }
  return page;
}

/** What became of requests within a span, the oldest first: whoever asks on from the last of them misses none. */
export const findUpdates = (deps: Deps, asked: Query): Promise<Noted[]> =>
  deps.store.updates(spanOf(deps, asked), MOST_ON_A_PAGE);

const wrong = (format: Format, what: string): Refused => new Refused(faultsIn(format, 400, [what]));

const listed = (text = ''): string[] =>
  [...new Set(text.split(',').map((each) => each.trim()))].filter((each) => each !== '');

const instant = z.iso.datetime({ offset: true });

/** Ninety days at most: those up to now, or from a beginning, or up to an end. */
function spanOf({ now }: Deps, { format, query }: Query): Span {
  const read = (name: string): number | undefined => {
    const given = query[name];
    if (given === undefined || given === '') return undefined;
    // A plus sign in a query that nobody escaped is a space by now.
    const text = given.replace(' ', '+');
    if (instant.safeParse(text).success) return Date.parse(text);
    throw wrong(format, `${name} must be an instant with its time zone, like 2026-09-29T10:00:00Z.`);
  };
  const [start, end] = [read('start_date'), read('end_date')];
  // Whose clock is ahead of ours asks for what is to come: nothing yet.
  const to = end ?? (start === undefined ? now() : Math.max(start, Math.min(now(), start + LONGEST_SPAN_MS)));
  const from = start ?? to - LONGEST_SPAN_MS;
  if (to < from) throw wrong(format, 'end_date is before start_date.');
  if (to - from > LONGEST_SPAN_MS)
    throw wrong(format, 'start_date and end_date are more than 90 days apart: ask for less.');
  return { from: Math.max(0, from), to: Math.max(0, to) };
}

function pageOf(format: Format, query: Query['query']): { skip: number; size: number } {
  const read = (name: string, most: number, otherwise: number): number => {
    const given = query[name];
    if (given === undefined || given === '') return otherwise;
    const number = /^\d{1,6}$/.test(given) ? Number(given) : 0;
    if (number >= 1 && number <= most) return number;
    throw wrong(format, `${name} must be a whole number from 1 to ${most}.`);
  };
  const size = read('page_size', MOST_ON_A_PAGE, MOST_ON_A_PAGE);
  const page = read('page', Math.floor(FURTHEST / size), 1);
  return { skip: (page - 1) * size, size };
}

function statusesIn(format: Format, query: Query['query']): string[] {
  const asked = listed(query['status']);
  if (asked.some((each) => each !== 'open' && each !== 'closed')) throw wrong(format, 'status must be open or closed.');
  return asked.length === 0 ? ['open', 'closed'] : asked;
}
