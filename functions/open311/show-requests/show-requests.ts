import { type Answer, Refused } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { type Asked, askedOf, checkJurisdiction, nothingHere } from '../../shared/open311/asked.ts';
import { answerIn, type Format, faultsIn, type Value } from '../../shared/open311/format.ts';
import type { Deps } from './deps.ts';
import { findRequests, findUpdates, requestOf } from './find.ts';
import { definitionOf, requestInWords, servicesInWords, updateInWords } from './in-words.ts';

type Question = Asked & { query: Request['query'] };

/** `GET /open311/v2/…`, which anybody may ask. It reads what everybody may see, and has no way to anything else. */
export async function showRequests(deps: Deps, request: Request): Promise<Answer> {
  try {
    const asked = askedOf(request);
    checkJurisdiction(asked.format, request.query['jurisdiction_id'], deps.open311.jurisdiction_id);
    const answers = ANSWERS.get(`${asked.resource}${asked.id === null ? '' : '/'}`);
    if (!answers) throw nothingHere(asked.format);
    return await answers(deps, { ...asked, query: request.query });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

const ANSWERS = new Map<string, (deps: Deps, question: Question) => Promise<Answer>>(
  Object.entries({
    services: async ({ open311 }: Deps, { format }: Question) =>
      answerIn(format, 'services', servicesInWords(open311.services)),
    'services/': async ({ open311 }: Deps, { format, id }: Question) => {
      const service = open311.services.find(({ code }) => code === id);
      if (!service) throw notFound(format, 'service_code');
      return answerIn(format, 'service_definition', definitionOf(service));
    },
    requests: async (deps: Deps, { format, query }: Question) => {
      const found = await findRequests(deps, { format, query });
      return answerIn(
        format,
        'service_requests',
        found.map((each) => requestInWords(deps, each)),
      );
    },
    'requests/': async (deps: Deps, { format, id }: Question) => {
      const found = await requestOf(deps, id as string);
      if (!found) throw notFound(format, 'service_request_id');
      return answerIn(format, 'service_requests', [requestInWords(deps, found)]);
    },
    // A request has its id when it is posted: whoever takes that for a token is told the same.
    'tokens/': async (deps: Deps, { format, id }: Question) => {
      if (!(await requestOf(deps, id as string))) throw notFound(format, 'token');
      const told: Value = { service_request_id: id, token: id };
      return answerIn(format, 'service_requests', [told]);
    },
    servicerequestupdates: async (deps: Deps, { format, query }: Question) => {
      const found = await findUpdates(deps, { format, query });
      return answerIn(format, 'service_request_updates', found.map(updateInWords));
    },
  }),
);

const notFound = (format: Format, what: string): Refused =>
  new Refused(faultsIn(format, 404, [`${what} was not found.`]));
