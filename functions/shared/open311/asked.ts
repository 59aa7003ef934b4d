import { Refused } from '../http/answer.ts';
import type { Request } from '../http/request.ts';
import { type Format, faultsIn } from './format.ts';

/** What a path asks for: `requests/SR-1.json` is the request SR-1, in JSON. */
export type Asked = { resource: string; id: string | null; format: Format };

const LONGEST_ID = 100;

/** @throws Refused where there is no such address. */
export function askedOf({ parameters: { proxy = '' } }: Pick<Request, 'parameters'>): Asked {
  const [, path = '', ending] = /^(.*)\.(json|xml)$/.exec(proxy) ?? [];
  const [resource = '', id = null, ...more] = path.split('/');
  if (ending === undefined || more.length > 0 || (id !== null && (id === '' || id.length > LONGEST_ID)))
    throw new Refused(faultsIn('json', 404, ['There is nothing at this address: it must end in .json or .xml.']));
  return { resource, id, format: ending as Format };
}

/** @throws Refused where another council is asked for. */
export function checkJurisdiction(format: Format, asked: string | undefined, ours: string): void {
  if (asked === undefined || asked === '' || asked === ours) return;
  throw new Refused(
    faultsIn(format, 404, ['jurisdiction_id was not found: leave it out, or send that of this council.']),
  );
}

/** What a GET may not be answered from is gone; a POST that is not known has nowhere to go. */
export const nothingHere = (format: Format): Refused =>
  new Refused(faultsIn(format, 404, ['There is nothing at this address.']));
