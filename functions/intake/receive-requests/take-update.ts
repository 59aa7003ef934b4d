import { Refused } from '../../shared/http/answer.ts';
import { type Form, fieldOf } from '../../shared/open311/form.ts';
import { faultsIn } from '../../shared/open311/format.ts';
import { type Meaning, meaningOf, type Statuses } from '../../shared/open311/settings.ts';
import { requestUpdated, takeOfRequest } from '../told-of-request.ts';
import type { Deps, Posted } from './deps.ts';

const REQUIRED = ['service_request_id', 'update_id', 'status', 'updated_datetime', 'description'] as const;
const LONGEST_ID = 100;

/**
 * Takes word of what became of a request, from a system that may say so. Its description stays outside: it may name somebody,
 * and residents are told in the council's own words.
 * @returns the update's id, as its sender gave it
 * @throws Refused with every fault
 */
export async function takeUpdate(deps: Deps, { format, form, client }: Posted): Promise<string> {
  const { open311, publish, alarm } = deps;
  const refuse = (status: number, ...faults: string[]) => new Refused(faultsIn(format, status, faults));
  const { statuses } = open311.clients.find(({ name }) => name === client) ?? {};
  if (!statuses) throw refuse(403, 'This client may report, and not say what became of a request.');
  const missing = REQUIRED.filter((field) => fieldOf(form, field) === undefined);
  if (missing.length > 0) throw refuse(400, ...missing.map((field) => `${field} is required.`));
  const [request_ref, update_id, at] = ['service_request_id', 'update_id', 'updated_datetime'].map(
    (field) => fieldOf(form, field) as string,
  ) as [string, string, string];
  if (update_id.length > LONGEST_ID) throw refuse(400, `update_id has more than ${LONGEST_ID} characters.`);
  if (!(await isKnown(deps, request_ref))) throw refuse(404, 'service_request_id was not found.');
  const meaning = meaningIn(form, statuses);
  if (meaning === undefined) {
    alarm('unmapped-status', { client });
    throw refuse(
      400,
      'status is not one that was agreed with this council: nobody was told. Send it again when it is.',
    );
  }
  const told = requestUpdated({ update_id, request_ref, at }, meaning);
  if (told === null) return update_id;
  const taken = await takeOfRequest(deps, client, told);
  if (taken === 'other') throw refuse(400, 'update_id was used before for another update: a new one needs a new id.');
  if ('errors' in taken) throw refuse(400, ...taken.errors.map(({ message }) => `updated_datetime: ${message}`));
  await publish([taken.fact]);
  return update_id;
}

const isKnown = async ({ register, key }: Deps, request_ref: string): Promise<boolean> =>
  request_ref.length <= LONGEST_ID &&
  (await register.matter({ kind: 'request', id: key('matter', 'request', request_ref) })) !== null;

/** The system's own code counts before the word that everybody uses. */
function meaningIn(form: Form, statuses: Statuses): Meaning | undefined {
  const own = fieldOf(form, 'external_status_code');
  const general = fieldOf(form, 'status') as string;
  return (own === undefined ? undefined : meaningOf(statuses, own)) ?? meaningOf(statuses, general);
}
