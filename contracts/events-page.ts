import type { Contract, ReferenceOf } from './envelope.ts';
import type { Schema } from './json-schema.ts';

const INTRODUCTION = `# Events

What may stand on Crier's event bus. This page is made from \`contracts/\` by \`npm run schemas\`: change it there.

Every event is a [CloudEvent 1.0](https://cloudevents.io) in structured JSON. On the bus its \`source\` is
\`council.<capability>\`, its \`id\` is derived from the fact, so that the same fact sent twice has the same id, and
references are keyed hashes under the same field names in which sources write them, and its \`subject\` is the key of the
matter, where it is about one. No name, number, address or free text is ever on the bus: the door hands such fields to the register, and takes them off.

Facts of one type that are told together travel as one entry of the bus: its \`detail-type\` is their type, and its
\`detail\` is \`{ "events": [ … ] }\` with one CloudEvent or more. The order within an entry means nothing, and a fact may
come in several entries. A rule on a field within looks into \`detail.events\`: \`{ "detail": { "events": { "subject":
[ … ] } } }\` takes an entry if one of its facts fits.

Systems that are kept in step are told of these facts. Where one **counts each**, all are told; where it **tells how things stand**, an older one is
not told after a newer one of the same.

Events marked **door** may be sent to \`POST /events\` by the systems that the council's configuration names. Samples,
valid and invalid, are in \`events/samples/\`; JSON Schemas and an AsyncAPI document in \`contracts/schemas/\`.
`;

const list = (names: readonly string[]): string =>
  names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', ');

/** The page of all events, for people. */
export function eventsPage(catalogue: readonly Contract[], schemaOf: (contract: Contract) => Schema): string {
  const overview = catalogue.map(
    ({ type, emitters, consumers, classification }) =>
      `| [\`${type}\`](#${type.replaceAll('.', '')}) | ${list(emitters)} | ${list(consumers)} | ${classification} |`,
  );
  return [
    INTRODUCTION,
    '| event | emitted by | consumed by | care |\n| --- | --- | --- | --- |',
    `${overview.join('\n')}\n`,
    ...catalogue.map((contract) => section(contract, schemaOf(contract))),
  ].join('\n');
}

/** Whether the newest is enough for other systems, and of what it tells. */
function orderOf(contract: Contract): string {
  if (contract.order !== 'newest') return 'Counts each.';
  const { told_of } = contract;
  const of = 'of' in told_of ? `the subject's ${told_of.of}` : `what \`${told_of.by}\` says of the subject`;
  return `Tells how things stand (order: newest) of ${of}.`;
}

function section(contract: Contract, schema: Schema): string {
  const { type, what, owner, door, references = {}, contact = [] } = contract;
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Schema>; required?: string[] };
  const fields = Object.entries(properties).map(([name, field]) => {
    const of = references[name];
    const kind = of ? referenceOf(of, field) : formOf(field);
    const where = contact.includes(name) ? `${kind}; for the register alone, never on the bus` : kind;
    return `| \`${name}\` | ${required.includes(name) ? 'yes' : ''} | ${where} |`;
  });
  return [
    `## ${type}\n`,
    `${what} ${orderOf(contract)} Owned by ${owner}.${door ? ' **Door.**' : ''}\n`,
    '| field | required | form |\n| --- | --- | --- |',
    `${fields.join('\n')}\n`,
  ].join('\n');
}

const referenceOf = (of: ReferenceOf, { type }: Schema): string => {
  const kind = typeof of === 'string' ? of : of.matter;
  return type === 'array'
    ? `references of each ${kind}, keyed on the bus`
    : `reference of the ${kind}, keyed on the bus`;
};

/** A few words on what a field holds. */
function formOf(schema: Schema): string {
  const {
    anyOf,
    enum: values,
    format,
    pattern,
    type,
    items,
  } = schema as {
    anyOf?: Schema[];
    enum?: string[];
    format?: string;
    pattern?: string;
    type?: string;
    items?: Schema;
  };
  if (anyOf) return anyOf.map(formOf).join(' or ');
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (type === 'null') return 'null';
  if (format === 'date-time') return 'time with an offset';
  if (format === 'date') return 'day, YYYY-MM-DD';
  if (type === 'array')
    return items?.['type'] === 'object' ? 'list of objects, see the schema' : `list of: ${formOf(items ?? {})}`;
  if (pattern?.includes('{22}')) return 'keyed hash';
  if (pattern?.startsWith('^\\d{4}')) return 'bill year, such as 2026-27';
  return (
    { integer: 'whole number', string: 'text', boolean: 'true or false', object: 'object, see the schema' }[
      type ?? ''
    ] ?? 'any'
  );
}
