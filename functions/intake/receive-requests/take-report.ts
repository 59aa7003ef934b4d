import { createHash } from 'node:crypto';
import type { Report } from '../../../contracts/events/requests/report.ts';
import { iso, Refused } from '../../shared/http/answer.ts';
import type { Key } from '../../shared/ids.ts';
import { canonical } from '../../shared/json.ts';
import { type Form, fieldOf } from '../../shared/open311/form.ts';
import { faultsIn } from '../../shared/open311/format.ts';
import { requestReceived, takeOfRequest } from '../told-of-request.ts';
import { answersIn } from './answers.ts';
import type { Deps, Posted } from './deps.ts';

const HOUR_MS = 3_600_000;
/** A client that got no answer posts again for days, and a bin may be missed again a week later. */
const SAME_REPORT_MS = 72 * HOUR_MS;

/**
 * Takes a report. The same form of the same client within three days is the same report.
 * @returns its id, which residents get to read: the reference of the request
 * @throws Refused with every fault
 */
export async function takeReport(deps: Deps, { format, form, client }: Posted): Promise<string> {
  const { table, key, now, open311, publish } = deps;
  const refuse = (faults: string[]) => new Refused(faultsIn(format, 400, faults));
  const service = open311.services.find(({ code }) => code === fieldOf(form, 'service_code'));
  if (!service) throw refuse(['service_code is missing, or is not one of this council: see services.']);
  const { answers, faults } = answersIn(form, service);
  const place = placeIn(form);
  const all = [...faults, ...(place === null ? [WHERE] : isAbroad(place) ? [ABROAD] : [])];
  if (all.length > 0) throw refuse(all);
  const told = {
    service_code: service.code,
    service_name: service.name,
    report: reportIn(form, place as Place, answers),
    ...reporterIn(form),
  };
  const same = key('event', client, canonical({ told, sent: sentIn(form) }));
  const at = await table.firstReported({ report: same, at: now(), again_ms: SAME_REPORT_MS });
  const request_ref = referenceOf(same, at);
  const taken = await takeOfRequest(deps, client, requestReceived(iso(at), { request_ref, ...told }));
  if (taken === 'other') throw new Error('a report was taken before with other words');
  if ('errors' in taken) throw refuse(taken.errors.map(inTheirWords));
  await publish([taken.fact]);
  return request_ref;
}

type Place = NonNullable<Report['place']>;

const WHERE = 'Say where it is: lat and long together, address_string, or address_id.';
const ABROAD =
  'lat and long are not in the United Kingdom: lat is 49 to 61, long is -9 to 2. Are they the wrong way round?';
const DEGREES = /^-?\d{1,3}(\.\d{1,15})?$/;

/** Null where the form does not say where it is, or says half of it. */
function placeIn(form: Form): Place | null {
  const [lat, long] = [fieldOf(form, 'lat'), fieldOf(form, 'long')];
  const address = fieldOf(form, 'address_string');
  const address_id = fieldOf(form, 'address_id');
  if (lat === undefined && long === undefined && address === undefined && address_id === undefined) return null;
  if ([lat, long].some((each) => each !== undefined && !DEGREES.test(each))) return null;
  if ((lat === undefined) !== (long === undefined)) return null;
  return {
    ...(lat !== undefined && { lat: Number(lat), long: Number(long) }),
    ...(address !== undefined && { address }),
    ...(address_id !== undefined && { address_id }),
  };
}

/** Whoever mixes the two up reports from the Indian Ocean. What is off the earth is left to the contract. */
const isAbroad = ({ lat, long }: Place): boolean =>
  lat !== undefined && long !== undefined && Math.abs(lat) <= 90 && (lat < 49 || lat > 61 || long < -9 || long > 2);

function reportIn(form: Form, place: Place, answers: NonNullable<Report['answers']>): Report {
  const description = fieldOf(form, 'description');
  const media_url = fieldOf(form, 'media_url');
  return {
    place,
    ...(description !== undefined && { description }),
    ...(media_url !== undefined && { media_url }),
    ...(answers.length > 0 && { answers }),
  };
}

/** Whoever reported it, where they say how they can be told. */
function reporterIn(form: Form): { reporter?: Record<string, string> } {
  const name = ['first_name', 'last_name'].flatMap((field) => fieldOf(form, field) ?? []).join(' ');
  const mobile = fieldOf(form, 'phone');
  const email = fieldOf(form, 'email');
  const reporter = { ...(name && { name }), ...(mobile && { mobile }), ...(email && { email }) };
  return Object.keys(reporter).length > 0 ? { reporter } : {};
}

/** All that was sent but the key: clients put names of their own into attributes that no service asks for. */
const sentIn = (form: Form) => [...form].filter(([name]) => name !== 'api_key').sort(([a], [b]) => (a < b ? -1 : 1));

/** Ten letters and digits that nobody takes for others (Crockford's base 32), read aloud over a phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Made of the report and of when it came first: no table has to give numbers, and nobody can guess one. */
function referenceOf(report: Key, at: number): string {
  const bytes = createHash('sha256').update(`${report} ${at}`).digest().subarray(0, 10);
  return `SR-${[...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}

/** The fields of the event, as the form calls them. */
const FIELDS: readonly [RegExp, string][] = [
  [/^\/data\/report\/place\/lat$/, 'lat'],
  [/^\/data\/report\/place\/long$/, 'long'],
  [/^\/data\/report\/place\/address$/, 'address_string'],
  [/^\/data\/report\/place\/address_id$/, 'address_id'],
  [/^\/data\/report\/description$/, 'description'],
  [/^\/data\/report\/media_url$/, 'media_url'],
  [/^\/data\/report\/answers/, 'attribute'],
  [/^\/data\/reporter\/name$/, 'first_name and last_name'],
  [/^\/data\/reporter\/mobile$/, 'phone'],
  [/^\/data\/reporter\/email$/, 'email'],
];

const inTheirWords = ({ pointer, message }: { pointer: string; message: string }): string => {
  const [, field] = FIELDS.find(([of]) => of.test(pointer)) ?? [];
  return `${field ?? 'The form'}: ${message}`;
};
