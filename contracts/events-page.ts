import type { Contract } from './envelope.ts';
import { type Field, fieldsOf, orderWords } from './field-words.ts';
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

const WHERE: Readonly<Record<Field['kept'], string>> = {
  bus: '',
  made: '',
  keyed: ', keyed on the bus',
  register: '; for the register alone, never on the bus',
};

function section(contract: Contract, schema: Schema): string {
  const { type, what, owner, door } = contract;
  const fields = fieldsOf(contract, schema)
    .filter(({ inside }) => inside.length === 0)
    .map(({ name, required, form, kept }) => `| \`${name}\` | ${required ? 'yes' : ''} | ${form}${WHERE[kept]} |`);
  return [
    `## ${type}\n`,
    `${what} ${orderWords(contract)} Owned by ${owner}.${door ? ' **Door.**' : ''}\n`,
    '| field | required | form |\n| --- | --- | --- |',
    `${fields.join('\n')}\n`,
  ].join('\n');
}
