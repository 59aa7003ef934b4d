import { html } from 'hono/html';
import { FORMS } from '../../../contracts/files/forms.ts';
import {
  byOrigin,
  type EventsLayout,
  type From,
  type Layout,
  type LayoutColumn,
  type LayoutIn,
} from '../../../contracts/files/layout.ts';
import { COLUMNS } from '../../../contracts/files/recovery-extract.ts';
import { type Html, layout } from '../pages/layout.ts';
import { withOwner } from './event-page.ts';
import { code, inline, link, listed, summary, table } from './parts.ts';
import { CATALOGUE, eventPath, HOME, layoutPath } from './section.ts';
import type { CatalogueInput } from './types.ts';

/** A layout as the catalogue tells it: those that are data, and the one that is code. */
export type ShownLayout = {
  name: string;
  what: string;
  kind: 'in' | 'snapshot' | 'out';
  /** Whose files they are. Files that go out are for any subscriber. */
  source: string | null;
  headings: readonly string[];
  columns: readonly (readonly string[])[];
  /** The last line, in words. */
  trailer: string;
  /** Types of the events that it becomes. */
  types: readonly string[];
  notes: readonly string[];
};

export const KINDS: Readonly<Record<ShownLayout['kind'], string>> = {
  in: 'comes in: each row tells a fact',
  snapshot: 'comes in: all records as they stand, compared with the last file',
  out: 'goes out to a system that takes files',
};

const REQUIRED = { value: 'in every row', header: 'in the header', no: 'may be left out' } as const;

export const EXTRACT: ShownLayout = {
  name: 'recovery-extract',
  what: 'How council tax accounts stand: each night all that owe something, a row for each liable person.',
  kind: 'in',
  source: 'revenues-benefits',
  headings: ['Column', 'Needed', 'Form'],
  columns: COLUMNS.map(({ name, required, form }) => [name, REQUIRED[required], form.says]),
  trailer: '`TRAILER,<rows>,<sum of balance>`',
  types: ['council.recovery.account-snapshotted.v1'],
  notes: ['Rows of one account and bill year are one fact, wherever they stand in the file.'],
};

/** Of a layout that is data. */
export function shownOf(of: Layout): ShownLayout {
  const { layout: name, what = '' } = of;
  if (of.kind === 'out')
    return {
      ...{ name, what, kind: 'out', source: null, types: [], headings: ['Column', 'Holds'] },
      columns: of.columns.map((each) => [each, OUT[each] ?? `the field ${each} of the newest fact`]),
      trailer: '`TRAILER,<rows>,<sum of sequences>`',
      notes: [
        'Sorted by ref, then sequence. A cell that a spreadsheet would take for a formula has an apostrophe in front.',
      ],
    };
  const isSnapshot = of.kind === 'snapshot';
  return {
    ...{ name, what, source: of.source, kind: isSnapshot ? 'snapshot' : 'in' },
    headings: ['Column', 'Needed', 'Form', ...(isSnapshot ? ['Compared'] : [])],
    columns: of.columns.map((each) => [
      each.name,
      REQUIRED[each.required],
      formOf(each),
      ...(isSnapshot ? [each.compared ? 'yes' : 'no'] : []),
    ]),
    trailer: trailerOf(of),
    types: [...new Set(of.kind === 'snapshot' ? Object.values(of.facts) : typesOf(of))],
    notes: of.kind === 'snapshot' ? snapshotNotes(of.key, of.lose_percent) : of.key ? [keyNote(of.key)] : [],
  };
}

const OUT: Readonly<Record<string, string>> = {
  ref: 'the reference by which the subscriber knows the person or record',
  sequence: 'the place of the fact in its order; of two with one ref the higher is newer',
  first_name: 'as the register has it when the file is settled',
  mobile: 'nationally, as 07700 900123',
  email: 'as the register has it',
  postcode: 'of the postal address',
  ...Object.fromEntries([1, 2, 3, 4, 5].map((line) => [`address_line_${line}`, `line ${line} of the postal address`])),
};

const keyNote = (key: readonly string[]) => `No two rows may have the same ${key.join(' and ')}.`;
const snapshotNotes = (key: readonly string[], most: number) => [
  keyNote(key),
  `A file that lost more than ${most}% of the records is held until an officer releases it.`,
];

function formOf({ form, longest }: LayoutColumn): string {
  const says = typeof form === 'string' ? FORMS[form].says : `one of ${form.codes.join(', ')}`;
  return longest === undefined ? says : `${says}, at most ${longest} characters`;
}

const trailerOf = ({ trailer }: LayoutIn): string => {
  if (trailer === 'rows') return '`TRAILER,<rows>`';
  return `\`TRAILER,<rows>,<sum of ${trailer.sum}>\`${trailer.may_be_missing ? ', which may be missing' : ''}`;
};

const typesOf = ({ facts }: EventsLayout): string[] =>
  'by' in facts ? Object.values(facts.of).map(({ type }) => type) : [facts.type];

/** The page of one layout: its columns, what becomes of its rows, a sample. */
export function layoutPage(shown: ShownLayout, input: CatalogueInput): string {
  const { name, what, kind, source, headings, columns, trailer, types, notes } = shown;
  const sample = input.files.get(name);
  const folder = layoutPath(name);
  const data = input.layouts.some((each) => each.layout === name);
  return layout(
    input,
    {
      title: `File: ${name}`,
      description: what,
      crumbs: [HOME],
      head: '',
      main: html`<h1 class="govuk-heading-l">${name}</h1>
      <p class="govuk-body-l">${what}</p>
      ${summary([
        ['Kind', KINDS[kind]],
        ...(source === null ? [] : [['Sent by', withOwner(source, input)] as const]),
        ['Last line', inline(trailer)],
        [
          'Encoding',
          kind === 'out'
            ? 'UTF-8 without a mark, or Windows-1252: as the subscriber asks. Lines end with CR LF.'
            : 'UTF-8, or Windows-1252. Commas, quotes where a value needs them.',
        ],
        ...(types.length === 0 ? [] : [['Becomes', listed(types.map((type) => link(eventPath(type), type)))] as const]),
      ])}
      ${notes.map((each) => html`<p class="govuk-body">${each}</p>`)}
      <section><h2 class="govuk-heading-m" id="columns">Columns</h2>
      ${kind === 'out' ? '' : html`<p class="govuk-body">In any order; a column that is not named here is not read. The header tells what the file is.</p>`}
      ${table({ caption: `Columns of ${name}`, headings, rows: columns.map(([first = '', ...rest]) => [html`<code>${first}</code>`, ...rest]) })}</section>
      ${mappingOf(input.layouts.find((each) => each.layout === name))}
      ${sample === undefined ? '' : html`<section><h2 class="govuk-heading-m" id="sample">Sample</h2>${code(sample, `Sample of ${name}`)}</section>`}
      <section><h2 class="govuk-heading-m" id="download">Download</h2>
      <ul class="govuk-list govuk-list--bullet">
        ${sample === undefined ? '' : html`<li>${link(`${folder}${name}.csv`, `${name}.csv`)}: the sample</li>`}
        ${data ? html`<li>${link(`${folder}layout.json`, 'layout.json')}: the layout as data</li>` : ''}
      </ul></section>`,
    },
    CATALOGUE,
  );
}

/** Which field of an event comes from which column. */
function mappingOf(of: Layout | undefined): Html | string {
  if (of?.kind !== 'events') return '';
  const facts = 'by' in of.facts ? Object.entries(of.facts.of) : [['', of.facts] as const];
  const rows = facts.flatMap(([value, { type, data }]) =>
    Object.entries(data).map(([field, from]) => [
      ...('by' in of.facts ? [value] : []),
      html`<code>${type.split('.')[2]}</code>`,
      html`<code>${field}</code>`,
      wordsOf(from),
    ]),
  );
  const by = 'by' in of.facts ? [of.facts.by] : [];
  return html`<section><h2 class="govuk-heading-m" id="facts">What a row becomes</h2>
    ${table({ caption: `What a row of ${of.layout} becomes`, headings: [...by, 'Event', 'Field', 'From'], rows })}</section>`;
}

const wordsOf = (from: From): string =>
  byOrigin(from, {
    column: (name) => name,
    list: (names) => names.join(', '),
    always: (value) => `always ${value}`,
    object: (fields) =>
      Object.entries(fields)
        .map(([field, each]) => `${field}: ${wordsOf(each)}`)
        .join('; '),
  });
