import type { ContactField, ToOpen311 } from '../../../contracts/subscriber.ts';
import type { MatterView } from '../../register/register.ts';

/** What a back office is told of a request: fields of GeoReport v2 in their order, some of them several times. */
export type RequestForm = { fields: [string, string][]; disclosed: ContactField[] };

type Telling = { ref: string; service_code: string; view: MatterView; to: ToOpen311; fields: readonly ContactField[] };

/** The standard's own bound. */
const LONGEST_DESCRIPTION = 4_000;

/** The line of a description by which a request of ours is known again. */
export const referenceLine = (ref: string): string => `Reference ${ref}`;

/** @returns why it cannot be told, where the standard wants what nobody said */
export function requestForm({ ref, service_code, view, to, fields }: Telling): RequestForm | 'no-place' | 'no-service' {
  const code = to.services[service_code];
  const { place, description = '', media_url, answers = [] } = view.told.words.report ?? {};
  if (code === undefined) return 'no-service';
  if (!place || (place.lat === undefined && !place.address && !place.address_id)) return 'no-place';
  const [reporter] = view.matter.people;
  const told = Object.entries({
    first_name: reporter?.first_name,
    mobile: reporter?.contacts.sms?.to,
    email: reporter?.contacts.email?.to,
  }).filter(([field, value]) => value && fields.includes(field as ContactField)) as [ContactField, string][];
  const optional: [string, string | number | undefined][] = [
    ['jurisdiction_id', to.jurisdiction_id],
    ['lat', place.lat],
    ['long', place.long],
    ['address_string', place.address],
    ['address_id', place.address_id],
    ['description', described(description, referenceLine(ref))],
    ['media_url', media_url],
    ['attribute[external_id]', to.found_by === 'external_id' ? ref : undefined],
    ...answers.flatMap(({ code, values }) =>
      values.map((value): [string, string] => [`attribute[${code}]${values.length > 1 ? '[]' : ''}`, value]),
    ),
    ...told.map(([field, value]): [string, string] => [field === 'mobile' ? 'phone' : field, value]),
  ];
  return {
    fields: [
      ['service_code', code],
      ...optional.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]])),
    ],
    disclosed: told.map(([field]) => field),
  };
}

/** What somebody wrote, as much of it as there is room for, and our reference in a line of its own. */
function described(text: string, line: string): string {
  const room = LONGEST_DESCRIPTION - line.length - 2;
  const kept = text.length > room ? text.slice(0, room).replace(/[\ud800-\udbff]$/, '') : text;
  return kept === '' ? line : `${kept}\n\n${line}`;
}
