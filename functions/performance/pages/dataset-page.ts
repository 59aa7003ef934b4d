import { html, raw } from 'hono/html';
import { marked } from 'marked';
import type { PagesInput, Revision, Row, ShownDataset } from '../publication/types.ts';
import { datasetLd } from './json-ld.ts';
import { type Html, layout } from './layout.ts';
import { type Shown, shownOf } from './shown-figures.ts';
import { tableOf } from './table.ts';
import { dayWords, MARKERS, numberWords, periodWords, sizeWords, titled } from './words.ts';

const MOST_REVISIONS = 10;
const MOST_ROWS = 50;

/** The page of one dataset: what it says, the figures, downloads, and how anyone can count them again. */
export function datasetPage(published: ShownDataset, input: PagesInput): string {
  const { dataset, modified } = published;
  const { title, summary } = dataset.definition;
  const shown = shownOf(published, input);
  const figures =
    shown.length > 0 ? html`${shown.map((each) => figure(each, published, input))}` : withoutFigures(published, input);
  return layout(input, {
    title,
    description: summary,
    crumbs: [{ text: 'All datasets', href: '/open-data/' }],
    head: datasetLd(published, input),
    main: html`<h1 class="govuk-heading-l">${title}</h1>
      <p class="govuk-body-l">${summary}</p>
      <p class="govuk-body">Last changed on ${dayWords(modified)}. Figures up to ${dayWords(input.asOf)}.</p>
      ${figures}
      ${markers(String(figures))}
      ${downloads(published)}
      ${counted(published)}
      ${revisions(published, input)}
      ${quality(published)}`,
  });
}

const figure = (
  { finding, subtitle, id, svgs, figure: of, chart }: Shown,
  published: ShownDataset,
  { titles }: PagesInput,
) =>
  html`<section class="figure">
    <h2 class="govuk-heading-m" id="${id}-title">${finding}</h2>
    <p class="govuk-body" id="${id}-about">${subtitle}</p>
    ${raw(svgs.join('\n'))}
    ${tableOf({ figure: of, chart, columns: published.dataset.metadata.tableSchema.columns, caption: subtitle, titles: titles[chart.series ?? ''] })}
    ${asFile(published)}
  </section>`;

/** What a table shows are some rows of this file. */
const asFile = ({ name, dataset }: ShownDataset): Html =>
  html`<p class="govuk-body-s"><a class="govuk-link" href="/open-data/${name}/${name}.csv">All figures as CSV<span class="govuk-visually-hidden">: ${dataset.definition.title}</span></a></p>`;

/** A dataset without a chart shows its rows as they are. One with a chart of which nothing is known says what it waits for. */
const withoutFigures = (published: ShownDataset, input: PagesInput): Html =>
  published.rows.length > 0 && !published.dataset.chart
    ? html`${rowsTable(published, input)}${asFile(published)}`
    : nothingYet(published);

export const nothingYet = ({ dataset }: ShownDataset): Html =>
  html`<p class="govuk-body">Nothing can be published yet. ${dataset.definition.waits_for}</p>`;

/** The same in every row: the page says on which day its figures end, and the file has all of it. */
const NOT_SHOWN = ['definition_version', 'area_code', 'as_of'];

/** On a phone each row is a card: without these roles it would be no table there any more. */
function rowsTable({ columns, rows, dataset }: ShownDataset, { titles }: PagesInput): Html {
  const caption = dataset.definition.title;
  const shown = columns.filter((name) => !NOT_SHOWN.includes(name));
  const told = (row: Row, name: string) => {
    const value = row[name] ?? null;
    if (value === null) return '[x]';
    if (typeof value === 'number') return numberWords(value, Number.isInteger(value) ? 0 : 1);
    return /^\d{4}-\d\d-\d\d$/.test(value) ? dayWords(value) : titled(titles[name] ?? { [value]: value }, value);
  };
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}, table">
    <table class="govuk-table rows" role="table">
      <caption class="govuk-visually-hidden">${caption}</caption>
      <thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">
        ${shown.map((name) => html`<th scope="col" role="columnheader" class="govuk-table__header">${titled(undefined, name)}</th>`)}
      </tr></thead>
      <tbody class="govuk-table__body" role="rowgroup">
        ${rows.slice(0, MOST_ROWS).map((row) => html`<tr class="govuk-table__row" role="row">${shown.map((name) => html`<td class="govuk-table__cell" role="cell" data-label="${titled(undefined, name)}">${told(row, name)}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** What the marks in the tables mean, of those that are there. */
function markers(tables: string): Html | string {
  const told = Object.entries(MARKERS).filter(([marker]) => tables.includes(`[${marker}]`));
  if (told.length === 0) return '';
  return html`<p class="govuk-body-s">In the tables: ${told.map(([marker, words], i) => `${i > 0 ? '; ' : ''}[${marker}] ${words}`).join('')}.</p>`;
}

const downloads = ({ downloads: files, versions, name }: ShownDataset) => html`<section id="downloads">
    <h2 class="govuk-heading-m">Download</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${files.map(
        ({ path, title, mediaType, bytes, sha256 }) => html`<li>
          <a class="govuk-link" href="/open-data/${path}">${title}</a> (${mediaType}, ${sizeWords(bytes)})
          <br><span class="hash">SHA-256 ${sha256}</span></li>`,
      )}
    </ul>
    <details class="govuk-details">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Earlier versions</span></summary>
      <div class="govuk-details__text">
        <ul class="govuk-list">
          ${[...versions].reverse().map((day) => html`<li><a class="govuk-link" href="/open-data/${name}/v/${day}/${name}.csv">${dayWords(day)}, CSV</a></li>`)}
        </ul>
      </div>
    </details>
  </section>`;

function counted({ dataset, inputs, name }: ShownDataset): Html {
  const { definition, notes } = dataset;
  const read = definition.reads.map(
    (each, i) => html`${i > 0 ? ', ' : ''}<a class="govuk-link" href="/open-data/${each}/">${each}</a>`,
  );
  const from = read.length > 0 ? html`the published figures of ${read}, made from ` : '';
  // The number of single facts would tell, between two releases, how many came in a day whose count is hidden.
  const hides = definition.protect !== undefined || definition.reads.length > 0;
  const facts = hides && inputs.facts > 0 ? 'facts' : `${numberWords(inputs.facts)} facts`;
  const range = inputs.facts > 0 ? `, of ${dayWords(inputs.from)} to ${dayWords(inputs.to)}` : '';
  return html`<section id="how">
    <h2 class="govuk-heading-m">How it is counted</h2>
    <p class="govuk-body">${definition.technique}</p>
    <div class="notes">${raw(notesHtml(notes))}</div>
    <dl class="govuk-summary-list">
      ${pair('Definition', html`<a class="govuk-link" href="/open-data/${name}/${name}.sql">${name}.sql</a>, version ${definition.version}`)}
      ${pair('Made from', html`${from}${facts}${range}`)}
      ${pair('Hash of these facts', html`<span class="hash">${inputs.sha256}</span>`)}
      ${pair('Count it again', html`<code class="hash">npm run crier -- datasets verify</code> recomputes every figure from the facts and compares byte by byte`)}
    </dl>
  </section>`;
}

/** Headings of the notes stand below the page's own. */
const notesHtml = (notes: string) =>
  (marked.parse(notes, { async: false }) as string)
    .replaceAll('<h2>', '<h3 class="govuk-heading-s">')
    .replaceAll('</h2>', '</h3>')
    .replaceAll('<p>', '<p class="govuk-body">')
    .replaceAll('<ul>', '<ul class="govuk-list govuk-list--bullet">');

const pair = (key: string, value: Html) => html`<div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">${key}</dt><dd class="govuk-summary-list__value">${value}</dd></div>`;

function revisions({ revisions: all, dataset, name }: ShownDataset, { titles }: PagesInput): Html {
  // That a marker was set or taken away is said with the figure that it stands beside.
  const newest = all
    .filter(({ column }) => !column.endsWith('_marker'))
    .slice(-MOST_REVISIONS)
    .reverse();
  const what = (row: Row) =>
    [
      row['period'] ? periodWords(row) : null,
      ...dataset.definition.key
        .filter((key) => !['period', 'period_start', 'area_code'].includes(key))
        .map((key) => titled(titles[key], String(row[key] ?? ''))),
    ]
      .filter(Boolean)
      .join(', ');
  const change = ({ column, was, is, reason }: Revision) => {
    if (column === '') return reason;
    const told = (value: string) => (value === '' ? 'not shown' : value);
    return `${titled(undefined, column)} was ${told(was)}, is now ${told(is)} (${reason})`;
  };
  return html`<section id="revisions">
    <h2 class="govuk-heading-m">Revisions</h2>
    ${
      newest.length === 0
        ? html`<p class="govuk-body">No published figure has been changed so far.</p>`
        : html`<ul class="govuk-list govuk-list--bullet">${newest.map(
            (each) => html`<li>${dayWords(each.revised_on)}: ${what(each.key)}. ${change(each)}</li>`,
          )}</ul>
          <p class="govuk-body"><a class="govuk-link" href="/open-data/${name}/revisions.csv">All ${numberWords(all.length)} revisions, CSV</a></p>`
    }
  </section>`;
}

function quality({ problems }: ShownDataset): Html | string {
  if (problems.length === 0) return '';
  return html`<section id="quality">
    <h2 class="govuk-heading-m">Quality notes</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${problems.slice(0, MOST_ROWS).map(({ source, text }) => html`<li>${source ? `${source}: ` : ''}${text}</li>`)}
    </ul>
  </section>`;
}
