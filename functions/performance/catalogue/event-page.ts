import { html } from 'hono/html';
import type { Classification, Contract } from '../../../contracts/envelope.ts';
import { type Field, fieldsOf } from '../../../contracts/field-words.ts';
import { dataSchema } from '../../../contracts/json-schema.ts';
import { type Html, layout } from '../pages/layout.ts';
import { code, inline, link, listed, summary, table } from './parts.ts';
import { CATALOGUE, eventPath, HOME } from './section.ts';
import type { CatalogueInput, EventSample } from './types.ts';

/** What care each class of data asks for, for those who handle it. */
export const CLASSES: Readonly<Record<Classification, string>> = {
  public: 'nothing in it is about a person; it may be published',
  internal: 'about no person by name, for the council and its systems',
  personal: 'about one person or household: data protection law holds',
  special: 'tells of health, a death, or something else that asks for particular care',
};

const WHERE: Readonly<Record<Field['kept'], string>> = {
  bus: 'on the bus as it is',
  keyed: 'on the bus as a keyed hash; a subscriber gets the reference that it knows',
  register: 'in the register alone: taken off before the bus',
  made: 'made by Crier: leave it out',
};

/** The page of one event: what it says, its fields, its samples, who tells it and who is told. */
export function eventPage(contract: Contract, input: CatalogueInput): string {
  const { type, what, door = false } = contract;
  const folder = eventPath(type);
  const samples = input.samples.get(type) ?? [];
  return layout(
    input,
    {
      title: type,
      description: what,
      crumbs: [HOME],
      head: '',
      main: html`<h1 class="govuk-heading-l type">${broken(type)}</h1>
      <p class="govuk-body-l">${what}</p>
      ${summary([
        ['Class', html`${contract.classification}: ${CLASSES[contract.classification]}`],
        ['Order', inline(orderOf(contract))],
        ['About', inline(subjectOf(contract))],
        ['Told by', named(tellersOf(contract, input), input, door ? 'no system of this council' : 'Crier itself')],
        ['Systems told', named(input.told.get(type) ?? [], input, 'none')],
        [
          'In Crier',
          html`put on the bus by ${listed(door ? contract.emitters.filter((each) => DOORS.has(each)) : contract.emitters)}; used by ${listed(contract.consumers)}`,
        ],
        ['Owner', contract.owner],
        [
          'May be sent',
          door ? html`yes, ${link('producers/', 'to the address for events')}` : 'no: only Crier tells it',
        ],
      ])}
      <section><h2 class="govuk-heading-m" id="fields">Fields of data</h2>
      ${table({ caption: `Fields of ${type}`, headings: ['Field', 'Required', 'Form', 'Where it goes'], rows: fieldsOf(contract, dataSchema(contract)).map(rowOf) })}
      ${(contract.past ?? []).length > 0 ? html`<p class="govuk-body">What is in the future is refused: ${listed((contract.past ?? []).map((each) => html`<code>${each}</code>`))}.</p>` : ''}</section>
      <section><h2 class="govuk-heading-m" id="samples">Samples</h2>${samples.map((each) => sample(each, folder))}</section>
      <section><h2 class="govuk-heading-m" id="download">Download</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>${link(`${folder}schema.json`, 'JSON Schema')}, draft 2020-12, of the whole event as a source sends it</li>
        <li>${link('asyncapi.json', 'AsyncAPI 3')} of all events</li>
        ${samples.map(({ file }) => html`<li>${link(`${folder}${file}`, file)}</li>`)}
      </ul></section>`,
    },
    CATALOGUE,
  );
}

/** Where a phone may break a line. */
const broken = (type: string): Html => html`${type.split(/(?=\.)/).map((each) => html`${each}<wbr>`)}`;

const rowOf = ({ name, inside, required, form, kept }: Field): (Html | string)[] => [
  html`<code>${[...inside, name].join('.')}</code>`,
  required ? 'yes' : 'no',
  inline(form),
  WHERE[kept],
];

export function orderOf(contract: Contract): string {
  if (contract.order !== 'newest') return 'each: every one counts, and each is told';
  const { told_of } = contract;
  const of = 'of' in told_of ? told_of.of : `what \`${told_of.by}\` says`;
  return `newest: says how one thing stands now (${of}); an older one is not told after a newer one about the same person`;
}

function subjectOf({ subject, matter }: Contract): string {
  if (matter) return `the matter that \`${matter.ref}\` names`;
  if (subject === undefined) return 'nobody in particular';
  if (typeof subject === 'string') return `whom or what \`${subject}\` names`;
  const fields = [...new Set(Object.values(subject.of))].map((each) => `\`${each}\``);
  return `${fields.join(' or ')}, as \`${subject.by}\` says`;
}

/** Functions that put on the bus what other systems tell. The other emitters of such an event are these systems. */
const DOORS: ReadonlySet<string> = new Set([
  'receive-events',
  'receive-requests',
  'follow-back-offices',
  'import-file',
]);

/** The systems that may tell this council an event. */
export const tellersOf = ({ type }: Contract, { systems }: Pick<CatalogueInput, 'systems'>): string[] =>
  [...systems].filter(([, { tells }]) => tells.includes(type)).map(([name]) => name);

/** Each with who is asked about it, a line each. */
const named = (names: readonly string[], input: CatalogueInput, none: string): Html | string =>
  names.length === 0
    ? none
    : html`<ul class="govuk-list">${names.map((name) => html`<li>${withOwner(name, input)}</li>`)}</ul>`;

/** A system by its name, and who is asked about it. */
export const withOwner = (name: string, { systems }: Pick<CatalogueInput, 'systems'>): string => {
  const owner = systems.get(name)?.owner;
  return owner ? `${name} (${owner})` : name;
};

const AS: Readonly<Record<EventSample['as'], string>> = {
  written: 'As a source sends it',
  bus: 'As it stands on the bus',
};

const sample = ({ file, as, json }: EventSample, folder: string) => html`<h3 class="govuk-heading-s">${AS[as]}</h3>
  ${code(json, `Sample ${file}`)}
  <p class="govuk-body-s">${link(`${folder}${file}`, file)}</p>`;
