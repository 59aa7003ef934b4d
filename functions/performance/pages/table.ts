import { html } from 'hono/html';
import type { Column, Row } from '../publication/types.ts';
import type { Chart, Figure } from './figure.ts';
import { decimalsOf } from './figure.ts';
import { withUnit } from './finding.ts';
import { titled } from './words.ts';

type Table = {
  figure: Figure;
  chart: Chart;
  column: Column;
  caption: string;
  titles: Readonly<Record<string, string>> | undefined;
};

/** A table whose rows are periods, newest first, and whose columns are the lines of a figure with their sum. */
export function tableOf({ figure, chart, column, caption, titles }: Table) {
  const { series = '' } = chart;
  const every = series === '' ? [''] : [...new Set(figure.rows.map((row) => String(row[series])))];
  // Sums last.
  const codes = every.sort((a, b) => place(a, figure, chart) - place(b, figure, chart));
  const at = new Map(
    figure.rows.map((row) => [JSON.stringify([row['period_start'], series && String(row[series])]), row]),
  );
  const heading = (code: string) => (code === '' ? chart.y_title : code === 'all' ? 'All' : titled(titles, code));
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}, table">
    <table class="govuk-table">
      <caption class="govuk-table__caption govuk-table__caption--s">${caption}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Period</th>
          ${codes.map((code) => html`<th scope="col" class="govuk-table__header govuk-table__header--numeric">${heading(code)}</th>`)}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${[...figure.told].reverse().map(
          ({ start, words }) => html`<tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">${words}</th>
            ${codes.map((code) => html`<td class="govuk-table__cell govuk-table__cell--numeric">${cellOf(at.get(JSON.stringify([start, code])), { chart, column })}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function place(code: string, figure: Figure, { leave_out = [] }: Chart): number {
  if (leave_out.includes(code)) return 1_000;
  const at = figure.series.indexOf(code);
  return at === -1 ? 500 : at;
}

/** `64.3%`, `[c]` where it is hidden; `19.3% [p]` of a part, `[x]` where nothing was counted. */
function cellOf(row: Row | undefined, { chart, column }: Pick<Table, 'chart' | 'column'>): string {
  const value = row?.[chart.y];
  const marker = row?.[chart.marker] ?? null;
  if (value == null) return `[${marker ?? 'x'}]`;
  const words = withUnit(Number(value), chart.unit, decimalsOf(column));
  return marker === null ? words : `${words} [${marker}]`;
}
