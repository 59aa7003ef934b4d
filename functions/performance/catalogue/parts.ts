import { html } from 'hono/html';
import type { Html } from '../pages/layout.ts';
import { hrefOf } from './section.ts';

/** Words in which codes stand between backticks. */
export const inline = (words: string): Html =>
  html`${words.split('`').map((each, i) => (i % 2 === 1 ? html`<code>${each}</code>` : each))}`;

export const link = (path: string, text: string | Html): Html =>
  html`<a class="govuk-link" href="${hrefOf(path)}">${text}</a>`;

/** Things beside each other, with commas. */
export const listed = (all: readonly (string | Html)[]): Html | string =>
  all.length === 0 ? 'none' : html`${all.map((each, i) => html`${i > 0 ? ', ' : ''}${each}`)}`;

/** Something to copy: the keyboard can scroll it. */
export const code = (text: string, label: string, id = ''): Html =>
  html`<pre class="code" role="region" tabindex="0" aria-label="${label}"${id === '' ? '' : html` id="${id}"`}><code>${text}</code></pre>`;

type Table = { caption: string; headings: readonly string[]; rows: readonly (readonly (Html | string)[])[] };

/** On a phone each row is a card: without these roles it would be no table there any more. */
export const table = ({
  caption,
  headings,
  rows,
}: Table): Html => html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table class="govuk-table rows words" role="table">
      <caption class="govuk-visually-hidden">${caption}</caption>
      <thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">
        ${headings.map((name) => html`<th scope="col" role="columnheader" class="govuk-table__header">${name}</th>`)}
      </tr></thead>
      <tbody class="govuk-table__body" role="rowgroup">
        ${rows.map((cells) => html`<tr class="govuk-table__row" role="row">${cells.map((cell, i) => html`<td class="govuk-table__cell" role="cell" data-label="${headings[i]}"><span>${cell}</span></td>`)}</tr>\n`)}
      </tbody>
    </table>
  </div>`;

export const summary = (
  pairs: readonly (readonly [string, Html | string])[],
): Html => html`<dl class="govuk-summary-list">
    ${pairs.map(
      ([key, value]) => html`<div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">${key}</dt><dd class="govuk-summary-list__value">${value}</dd></div>`,
    )}
  </dl>`;
