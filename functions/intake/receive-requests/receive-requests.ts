import { callerOf } from '../../shared/bearer.ts';
import { type Answer, Refused } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { askedOf, checkJurisdiction, nothingHere } from '../../shared/open311/asked.ts';
import { type Form, fieldOf, formOf } from '../../shared/open311/form.ts';
import { answerIn, type Format, faultsIn } from '../../shared/open311/format.ts';
import type { Deps, Posted } from './deps.ts';
import { takeReport } from './take-report.ts';
import { takeUpdate } from './take-update.ts';

/**
 * `POST /open311/v2/…`: a report of something, or word of what became of one. What was accepted is in the register and on the bus
 * before this answers. The same form posted again gets the same answer.
 * @throws whatever the register, the table or the bus throw: the caller answers 503 and the client posts again.
 */
export async function receiveRequests(deps: Deps, request: Request): Promise<Answer> {
  try {
    const { resource, id, format } = askedOf(request);
    if (id !== null || !Object.hasOwn(TAKES, resource)) throw nothingHere(format);
    const form = formOf(format, request);
    checkJurisdiction(
      format,
      fieldOf(form, 'jurisdiction_id') ?? request.query['jurisdiction_id'],
      deps.open311.jurisdiction_id,
    );
    const client = await clientOf(deps, { format, form, request });
    if (await deps.table.paused(client))
      throw new Refused({ ...faultsIn(format, 503, [PAUSED]), headers: { 'retry-after': '300' } });
    return await TAKES[resource as keyof typeof TAKES](deps, { format, form, client });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

const PAUSED = 'The council has paused this client. Keep what you have, and post it again.';

const TAKES = {
  requests: async (deps: Deps, posted: Posted): Promise<Answer> => {
    const service_request_id = await takeReport(deps, posted);
    return answerIn(posted.format, 'service_requests', [
      { service_request_id, service_notice: null, account_id: null },
    ]);
  },
  servicerequestupdates: async (deps: Deps, posted: Posted): Promise<Answer> =>
    answerIn(posted.format, 'service_request_updates', [{ update_id: await takeUpdate(deps, posted) }]),
};

type Unknown = { format: Format; form: Form; request: Request };

/** Whose API key it is, as the standard has it: a field of the form. */
async function clientOf({ keys, open311 }: Deps, { format, form, request }: Unknown): Promise<string> {
  const given = fieldOf(form, 'api_key') ?? request.query['api_key'];
  const client = given === undefined ? null : await callerOf(keys, `Bearer ${given}`);
  if (client !== null && open311.clients.some(({ name }) => name === client)) return client;
  throw new Refused(faultsIn(format, 403, ['api_key is missing, or is not one that this council knows.']));
}
