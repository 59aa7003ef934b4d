import type * as z from 'zod';
import { type AskedView, publicationAsked } from '../../../contracts/officers/performance.ts';
import { callerOf } from '../../shared/bearer.ts';
import { withoutBom } from '../../shared/bom.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import { type Answer, ok, problem } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { asOfFor } from '../publication/as-of.ts';
import type { Deps } from './deps.ts';
import { todayOf } from './today.ts';

/**
 * Answers officers about performance: `GET /officers/today`, counts of today as they come in, and
 * `POST /officers/publish`, which has open data published now. No answer is about a person. Problems are answers too:
 * `{ error, message, pointer }`.
 */
export async function answerOfficers(deps: Deps, request: Request): Promise<Answer> {
  const officer = await callerOf(deps.officers, request.authorization);
  if (officer === null) {
    const message = "Send an officer's token: Authorization: Bearer TOKEN.";
    return { ...problem(401, 'not-allowed', message), headers: { 'www-authenticate': 'Bearer' } };
  }
  switch (`${request.method} ${request.path}`) {
    case 'GET /officers/today':
      return ok(await today(deps));
    case 'POST /officers/publish':
      return publish(deps, { officer, body: request.body });
    default:
      return problem(404, 'no-such-page', 'There is nothing at this address under /officers.');
  }
}

async function today({ facts, now }: Deps) {
  const day = londonDate(now());
  return todayOf(day, await facts(day));
}

async function publish(deps: Deps, { officer, body }: { officer: string; body: string | null }): Promise<Answer> {
  const asked = readCommand(body);
  if (asked === null) {
    const message = 'Send {} for the facts up to yesterday, or {"as_of": "YYYY-MM-DD"} for those up to a London day.';
    return problem(400, 'bad-body', message, '/as_of');
  }
  const now = deps.now();
  if (asked.as_of !== undefined && asked.as_of > londonDate(now)) {
    return problem(400, 'day-to-come', `${asked.as_of} is still to come: name today or a day before.`, '/as_of');
  }
  // Settled here: what is meant is not to change at midnight, while it waits.
  const as_of = asOfFor(asked, now);
  await deps.publish({ as_of });
  deps.record('publication-asked', { officer, as_of });
  return { status: 202, body: { as_of } satisfies AskedView };
}

function readCommand(body: string | null): z.infer<typeof publicationAsked> | null {
  try {
    return publicationAsked.parse(JSON.parse(body === '' ? '{}' : withoutBom(body ?? '')));
  } catch {
    return null;
  }
}
