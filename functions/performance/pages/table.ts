import { html } from 'hono/html';
import type { Column, Row } from '../publication/types.ts';
import type { Chart, Figure } from './chart-figure.ts';
import { decimalsOf } from './chart-figure.ts';
import { withUnit } from './finding.ts';
import { titled } from './words.ts';

type Table = {
  figure: Figure;
  chart: Chart;
  columns: readonly Column[];
  caption: string;
  titles: Readonly<Record<string, string>> | undefined;
};

/** One column of a table: its heading, and what its cell of a period says. */
type Shown = { heading: string; cell: (start: string) => string };

/** A table whose rows are periods, newest first: the lines of a figure with their sum, or the columns that it names. */
export function tableOf(table: Table) {
  const { figure, caption } = table;
  const shown = table.chart.series === undefined ? columnsOf(table) : linesOf(table);
  const [only, other] = figure.told;
  // A table of one cell is a sentence.
  if (only && !other && shown.length === 1)
    return html`<p class="govuk-body">${shown[0]!.heading}, ${only.words}: ${shown[0]!.cell(only.start)}</p>`;
  // A cell has no class of its own: there may be five hundred on a page that is to be light.
  const row = ({ start, words }: (typeof figure.told)[number]) =>
    html`<tr><th scope="row">${words}</th>${shown.map(({ cell }) => html`<td>${cell(start)}</td>`)}</tr>\n`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}, table">
    <table class="govuk-table figures">
      <caption class="govuk-visually-hidden">${caption}</caption>
      <thead>
        <tr><th scope="col">Period</th>${shown.map(({ heading }) => html`<th scope="col">${heading}</th>`)}</tr>
      </thead>
      <tbody>
${[...figure.told].reverse().map(row)}</tbody>
    </table>
  </div>`;
}

/** Sums last. */
function linesOf({ figure, chart, columns, titles }: Table): Shown[] {
  const { series = '', y, unit, marker } = chart;
  const baseOf = basesIn(figure, chart);
  const codes = [...new Set(figure.rows.map((row) => String(row[series])))];
  const at = new Map(figure.rows.map((row) => [JSON.stringify([row['period_start'], String(row[series])]), row]));
  return codes
    .sort((a, b) => place(a, figure, chart) - place(b, figure, chart))
    .map((code) => ({
      heading: code === 'all' ? 'All' : titled(titles, code),
      cell: (start) => cellOf(at.get(JSON.stringify([start, code])), { y, unit, marker, columns, base: baseOf(start) }),
    }));
}

function columnsOf({ figure, chart, columns }: Table): Shown[] {
  const baseOf = basesIn(figure, chart);
  const at = new Map(figure.rows.map((row) => [String(row['period_start']), row]));
  const named = chart.table ?? [{ column: chart.y, title: chart.y_title, unit: chart.unit }];
  return named.map(({ column, title, unit }) => ({
    heading: title,
    cell: (start) => cellOf(at.get(start), { y: column, unit, marker: chart.marker, columns, base: baseOf(start) }),
  }));
}

function place(code: string, figure: Figure, { leave_out = [] }: Chart): number {
  if (leave_out.includes(code)) return 1_000;
  const at = figure.series.indexOf(code);
  return at === -1 ? 500 : at;
}

/** Of each period the count that its figures rest on; null where it is hidden or not available. */
function basesIn(figure: Figure, { series, leave_out = [], base }: Chart): (start: string) => number | null {
  const sums = figure.rows.filter((row) => series === undefined || leave_out.includes(String(row[series])));
  const counts = new Map(sums.map((row) => [row['period_start'], row[base.column]]));
  return (start) => {
    const count = counts.get(start);
    return typeof count === 'number' ? count : null;
  };
}

type Cell = Pick<Chart, 'y' | 'unit' | 'marker'> & { columns: readonly Column[]; base: number | null };

/** `64.3%`, `[c]` where it is hidden, `[x]` where it is not available; `19.3% [p]` of a part, `[z]` as a share of nothing. */
function cellOf(row: Row | undefined, { y, unit, marker: markedBy, columns, base }: Cell): string {
  const value = row?.[y];
  const marker = row?.[markedBy] ?? null;
  // A figure that a row has not got, though its count stands there, has a part that is hidden, or is a share of nothing.
  if (value == null) return `[${marker ?? (row ? (base === 0 ? 'z' : 'c') : 'x')}]`;
  const column = columns.find(({ name }) => name === y);
  const words = withUnit(Number(value), unit, column ? decimalsOf(column) : 0);
  return marker === null ? words : `${words} [${marker}]`;
}
