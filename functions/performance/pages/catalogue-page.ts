import { html } from 'hono/html';
import type { PagesInput } from '../publication/types.ts';
import { catalogueLd } from './json-ld.ts';
import { type Html, layout } from './layout.ts';
import { shownOf } from './shown-figures.ts';
import { dayWords, numberWords } from './words.ts';

/** The first page: what stands out, what changed, and where everything is. */
export function cataloguePage(input: PagesInput): string {
  const { datasets, publisher, asOf } = input;
  return layout(input, {
    title: 'Open performance data',
    description: `How residents reach ${publisher.name}, how well its services do, and what that costs, as open data.`,
    crumbs: [],
    head: catalogueLd(input),
    main: html`<h1 class="govuk-heading-l">How residents reach the council, and how well that goes</h1>
      <p class="govuk-body-l">Figures that anyone may read, download and count again. Up to ${dayWords(asOf)}.</p>
      <h2 class="govuk-heading-m">What stands out</h2>
      <ul class="cards">${datasets.map((each) => card(each, input))}</ul>
      ${changes(input)}
      <section><h2 class="govuk-heading-m">For machines</h2>
      <ul class="govuk-list govuk-list--bullet">
        ${MACHINES.map(({ file, text }) => html`<li><a class="govuk-link" href="/open-data/${file}">${file}</a>: ${text}</li>`)}
      </ul>
      <p class="govuk-body">Addresses stay as they are. Figures are published each night; a figure is provisional until 14 days after
        its period has ended. Dated copies of every version are kept.</p></section>`,
  });
}

const MACHINES = [
  { file: 'data.json', text: 'for data.gov.uk' },
  { file: 'catalog.jsonld', text: 'the catalogue as DCAT' },
  { file: 'datapackage.json', text: 'a Data Package of all tables' },
  { file: 'releases.json', text: 'every release, with what it changed' },
  { file: 'SHA256SUMS', text: 'checksums of all files' },
] as const;

function card(published: PagesInput['datasets'][number], input: PagesInput) {
  const { name, dataset } = published;
  const [first] = shownOf(published, input);
  return html`<li class="card">
    <h3 class="govuk-heading-s"><a class="govuk-link" href="/open-data/${name}/">${dataset.definition.title}</a></h3>
    ${first ? html`<p class="card__finding"><a class="govuk-link" href="/open-data/${name}/#${first.id}-title">${first.finding}</a></p><p class="govuk-body-s">${first.subtitle}</p>` : html`<p class="govuk-body-s">${dataset.definition.summary}</p>${published.rows.length > 0 && !dataset.chart ? '' : html`<p class="govuk-body-s">Nothing can be published yet. ${dataset.definition.waits_for}</p>`}`}
  </li>`;
}

function changes({ asOf, releases, datasets }: PagesInput) {
  const titleOf = (name: string) => datasets.find((each) => each.name === name)?.dataset.definition.title ?? name;
  const linkTo = (name: string) => html`<a class="govuk-link" href="/open-data/${name}/">${titleOf(name)}</a>`;
  const revised = datasets.flatMap(({ name, revisions }) => {
    const count = revisions.filter(({ revised_on }) => revised_on === asOf).length;
    return count > 0 ? [{ name, count }] : [];
  });
  const [former] = releases.slice(-2);
  const newest = releases.at(-1);
  return html`<section><h2 class="govuk-heading-m">What changed</h2>
    ${
      releases.length > 1
        ? html`<p class="govuk-body">Changed since the release of ${dayWords(former!.asOf)}: ${list((newest?.changed ?? []).map(linkTo))}.</p>`
        : html`<p class="govuk-body">This is the first release.</p>`
    }
    ${
      revised.length > 0
        ? html`<p class="govuk-body">Earlier figures were revised: ${revised.map(
            ({ name, count }, i) =>
              html`${i > 0 ? '; ' : ''}<a class="govuk-link" href="/open-data/${name}/#revisions">${titleOf(name)}, ${count === 1 ? 'one figure' : `${numberWords(count)} figures`}</a>`,
          )}.</p>`
        : html`<p class="govuk-body">No earlier figure was revised.</p>`
    }
  </section>`;
}

const list = (names: Html[]) =>
  names.length === 0 ? 'nothing' : names.map((each, i) => html`${i > 0 ? '; ' : ''}${each}`);
