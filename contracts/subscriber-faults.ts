import { contract as identityLinked } from './events/residents/identity-linked.v1.ts';
import { CONTACT_FIELDS, contactFieldOf, isSecret } from './subscriber.ts';

/** What is wrong with an entry: never what is there, which may be a secret. */
export type SubscriberFault = {
  /** Its name, or `#` and its place in the list. */
  entry: string;
  field: string;
  /** What should be there. */
  should: string;
};

export type Known = {
  /** Types of the catalogue. */
  types: readonly string[];
  /** Names of the columns of each layout that goes out. */
  layouts: Readonly<Record<string, readonly string[]>>;
};

type Form = { is: (value: unknown) => boolean; should: string; optional?: true };
type Forms = Readonly<Record<string, Form>>;
type Entry = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const matches = (form: RegExp) => (value: unknown) => isText(value) && form.test(value);

/** Some of these, each once. */
const some = (of: readonly string[], least: number) => (value: unknown) =>
  Array.isArray(value) &&
  value.length >= least &&
  new Set(value).size === value.length &&
  value.every((each) => of.includes(each));

const whole = (least: number, most: number): Form => ({
  is: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  should: `a whole number from ${least} to ${most.toLocaleString('en-GB')}`,
});

const NAME = matches(/^[a-z][a-z0-9-]{0,39}$/);

/** One secret, or two while the old one is on its way out: the new one first. */
const isSecretOrTwo = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 2 && value.every(isSecret) && value[0] !== value[1] : isSecret(value);

function isEncrypted(value: unknown): boolean {
  if (!isText(value) || /\s/.test(value) || value.includes('#') || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return protocol === 'https:' && username === '' && password === '';
}

/** The receivers of one machine. */
const isHere = matches(/^http:\/\/127\.0\.0\.1:[1-9]\d{0,4}(\/[^\s#]*)?$/);

/**
 * Where an entry stands: a stage that is deployed; the stage of one machine, which may name receivers of that machine; or a list
 * for one machine, which has the secrets with it too.
 */
export type Place = 'deployed' | 'one-machine' | 'list-of-one-machine';

const ENCRYPTED: Form = { is: isEncrypted, should: 'an https address without user or fragment' };
const ENCRYPTED_OR_HERE: Form = {
  is: (value) => isEncrypted(value) || (isHere(value) && URL.canParse(String(value))),
  should: `${ENCRYPTED.should}, or http://127.0.0.1 with a port`,
};

const fieldsOf = ({ types, layouts: _ }: Known): Forms => ({
  name: { is: NAME, should: 'lower case letters, digits and hyphens, beginning with a letter, at most 40' },
  owner: { is: matches(/\S/), should: 'who is asked about it: a text' },
  events: {
    is: some(
      types.filter((each) => each !== identityLinked.type),
      1,
    ),
    should: `types of the catalogue, one or more, each once, and not ${identityLinked.type}`,
  },
  fields: { is: some(CONTACT_FIELDS, 0), should: `a list of ${CONTACT_FIELDS.join(', ')}, each once, or empty` },
  transport: { is: isObject, should: '{ kind: "webhook", … } or { kind: "file", … }' },
  retry: { is: isObject, should: '{ days: 1 to 7 }' },
});

const RETRY: Forms = { days: whole(1, 7) };

const transportOf = (kind: unknown, place: Place, { layouts }: Known): Forms => {
  const known = { is: matches(/^(webhook|file)$/), should: 'webhook or file' };
  if (kind === 'webhook')
    return {
      kind: known,
      url: place === 'deployed' ? ENCRYPTED : ENCRYPTED_OR_HERE,
      timeout_seconds: whole(1, 30),
      per_second: whole(1, 100),
    };
  if (kind !== 'file') return { kind: known };
  return {
    kind: known,
    layout: {
      is: (value) => isText(value) && Object.hasOwn(layouts, value),
      should: `a layout that goes out: ${Object.keys(layouts).join(', ') || 'there is none'}`,
    },
    encoding: { is: matches(/^(utf-8|windows-1252)$/), should: 'utf-8 or windows-1252' },
    schedule: { is: matches(/^([01]\d|2[0-3]):[0-5]\d$/), should: 'HH:MM, a time of the London day', optional: true },
    after_changes: { ...whole(1, 100_000), optional: true },
  };
};

const SHOULD_BE_SECRET = 'whsec_ and the base64 of 24 to 64 bytes, or a list of two such, the new one first';

const SHOULD_BE_NONE =
  'nothing: only webhooks of a list for one machine have it here, all others in the secret SubscribersSecret';

/** Fields of the name that they seem to have; what stands in place of a name may be a secret. */
const shown = (field: string): string => (/^[a-z][a-z_]{0,39}$/i.test(field) ? field : 'a field of another name');

function faultsOf(value: Entry, forms: Forms, under: string): Omit<SubscriberFault, 'entry'>[] {
  const wrong = Object.entries(forms).flatMap(([field, { is, should, optional }]) =>
    (optional && value[field] === undefined) || is(value[field]) ? [] : [{ field: under + field, should }],
  );
  const unknown = Object.keys(value)
    .filter((field) => !Object.hasOwn(forms, field))
    .map((field) => ({
      field: under + shown(field),
      should: `nothing: it is not one of ${Object.keys(forms).join(', ')}`,
    }));
  return [...wrong, ...unknown];
}

/** What holds between fields. */
function faultsBetween(entry: Entry, transport: Entry, { layouts }: Known): Omit<SubscriberFault, 'entry'>[] {
  if (transport['kind'] !== 'file') return [];
  const { layout, schedule, after_changes } = transport;
  const when = [schedule, after_changes].filter((each) => each !== undefined).length;
  const columns = (isText(layout) && Object.hasOwn(layouts, layout) && layouts[layout]) || [];
  const allowed = Array.isArray(entry['fields']) ? entry['fields'] : [];
  const beyond = columns.filter((column) => {
    const field = contactFieldOf(column);
    return field !== null && !allowed.includes(field);
  });
  return [
    ...(when === 1 ? [] : [{ field: 'transport.schedule', should: 'either schedule or after_changes' }]),
    ...(beyond.length === 0
      ? []
      : [{ field: 'transport.layout', should: `a layout of columns that fields allows: not ${beyond.join(', ')}` }]),
  ];
}

/** Only a webhook of a list that stands on one machine has one. */
function faultOfSecret({ secret, transport }: Entry, place: Place): Omit<SubscriberFault, 'entry'>[] {
  const kind = isObject(transport) ? transport['kind'] : undefined;
  if (place === 'list-of-one-machine' && kind !== 'file')
    return isSecretOrTwo(secret) ? [] : [{ field: 'secret', should: SHOULD_BE_SECRET }];
  return secret === undefined ? [] : [{ field: 'secret', should: SHOULD_BE_NONE }];
}

function faultsOfEntry(entry: Entry, place: Place, known: Known): Omit<SubscriberFault, 'entry'>[] {
  const { secret: _, ...rest } = entry;
  const transport = isObject(rest['transport']) ? rest['transport'] : {};
  return [
    ...faultsOf(rest, fieldsOf(known), ''),
    ...(isObject(rest['transport'])
      ? faultsOf(transport, transportOf(transport['kind'], place, known), 'transport.')
      : []),
    ...(isObject(rest['retry']) ? faultsOf(rest['retry'], RETRY, 'retry.') : []),
    ...faultsBetween(rest, transport, known),
    ...faultOfSecret(entry, place),
  ];
}

/** Every fault of a list of subscribers, as entry, field and what should be there. None where it is right. */
export function faultsOfSubscribers(entries: unknown, place: Place, known: Known): SubscriberFault[] {
  if (!Array.isArray(entries)) return [{ entry: 'the list', field: 'itself', should: 'a JSON list of subscribers' }];
  const nameOf = (entry: unknown) => (isObject(entry) && NAME(entry['name']) ? String(entry['name']) : null);
  const names = entries.map(nameOf);
  return entries.flatMap((entry: unknown, i) => {
    const called = names[i] ?? `#${i + 1}`;
    if (!isObject(entry)) return [{ entry: called, field: 'itself', should: 'an object' }];
    const twice = names[i] !== null && names.indexOf(names[i] as string) < i;
    return [
      ...(twice ? [{ field: 'name', should: 'a name that no other subscriber has' }] : []),
      ...faultsOfEntry(entry, place, known),
    ].map((fault) => ({ entry: called, ...fault }));
  });
}
