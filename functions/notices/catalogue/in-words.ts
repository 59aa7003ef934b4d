import { targetDay } from '../../shared/calendar/service-hours.ts';
import type { CouncilWords } from './council-words.ts';
import { dayInWords } from './days-in-words.ts';

// What a family knows as a code, or in a source's own words, as a resident is told it.

/** What a stage of a request means, in the middle of a sentence. */
const STAGES: Readonly<Record<string, string>> = {
  assessed: 'we have looked at it and are deciding what to do',
  booked: 'we have looked at it and work is booked',
  'in-progress': 'work on it has begun',
};

/** What an outcome of a request means, as it is, in the middle of a sentence. */
const OUTCOMES: Readonly<Record<string, string>> = {
  fixed: 'the work is finished',
  'no-further-action': 'we looked at it and no work is planned',
  'not-councils-responsibility': 'it is not for the council to deal with',
  duplicate: 'we already had a report of it',
  cancelled: 'it was cancelled',
};

/** Words that name a service, and cannot be a link, a number or a placeholder. */
const PLAIN = /^\p{L}[\p{L}\p{M}’',&() -]*$/u;
/** Where there are no words for the service. */
const SOME_SERVICE = 'a problem';

/** Anything but letters and digits with what stands between them in a reference; a point only within a number. */
const ODD_IN_REF = /[^\p{L}\p{N} /_.-]|\.(?!\d)|(?<!\d)\./gu;

type CouncilCodes = Pick<CouncilWords, 'services' | 'responsible' | 'targets'>;

const told = (words: Readonly<Record<string, string>>, code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;

/** As the council calls it; else as its source does, if those are plain words. */
function serviceOf({ service_code, service }: Record<string, string>, { services }: CouncilCodes): string {
  const own = told(services, service_code);
  if (own !== undefined) return own;
  return service !== undefined && PLAIN.test(service)
    ? service.charAt(0).toLowerCase() + service.slice(1)
    : SOME_SERVICE;
}

function outcomeOf({ outcome, responsible }: Record<string, string>, council: CouncilCodes): string | undefined {
  const whose = outcome === 'not-councils-responsibility' ? told(council.responsible, responsible) : undefined;
  return whose === undefined ? told(OUTCOMES, outcome) : `it is for ${whose}, not the council`;
}

/**
 * By when a service aims to be done, where its source does not say: counted from the report, and not said once it is past.
 * `said_on` is the day on which the message goes.
 */
function targetOf(
  { payBy, service_code, received_at, said_on = '' }: Record<string, string>,
  { targets }: CouncilCodes,
) {
  const target = service_code !== undefined && Object.hasOwn(targets, service_code) ? targets[service_code] : undefined;
  if (payBy !== undefined || target === undefined || received_at === undefined) return payBy;
  const day = targetDay(Date.parse(received_at), target);
  return day < said_on ? undefined : dayInWords(day);
}

/** Codes among the values of a notice, put into words. */
export function inWords(values: Record<string, string>, council: CouncilCodes): Record<string, string> {
  const words = {
    ...values,
    service: 'service' in values || 'service_code' in values ? serviceOf(values, council) : undefined,
    payBy: targetOf(values, council),
    stage: told(STAGES, values['stage']),
    outcome: outcomeOf(values, council),
  };
  return Object.fromEntries(Object.entries(words).filter((each): each is [string, string] => each[1] !== undefined));
}

/** Whether a reference can be shown in a text as it is. */
export const isPlainRef = (ref: string): boolean => refInWords(ref) === ref;

/** A reference without what could be a link or a placeholder. */
export const refInWords = (ref: string): string => ref.replace(ODD_IN_REF, ' ').trim() || '-';
