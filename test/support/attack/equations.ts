import { PERIODS, type Period, partsOf, startOf } from '../../../functions/performance/publication/protect/periods.ts';
import { linksOf } from './linked.ts';
import { ALL, keyOf, type Linked, type PublishedDataset, type PublishedRow } from './published.ts';

/** A hidden cell, or the same cell after it changed: something the attack wants to know. */
export type Unknown = { dataset: string; key: string; asOf: string };

/** `lowest <= sum of coefficient * unknown <= highest`, and where that is published. */
export type Constraint = {
  terms: [unknown: number, coefficient: number][];
  lowest: number;
  highest: number;
  why: string;
};

export type System = {
  unknowns: Unknown[];
  constraints: Constraint[];
  given: { unknown: number; value: number; why: string }[];
};

/** Whether the attacker takes a hidden cell to have changed between two releases. */
export type Changed = (cell: { dataset: string; key: string; from: string; to: string }) => boolean;

type Cell = { row: PublishedRow; value: number | undefined; unknown: number };

/** Every equation that one dataset's releases give, with the documented rules and nothing else. */
export const equationsOf = (dataset: PublishedDataset, changed: Changed): System => {
  const system: System = { unknowns: [], constraints: [], given: [] };
  const found = new Set<string>();
  let former = new Map<string, Cell>();
  let formerDay = '';
  for (const { asOf, rows } of dataset.releases) {
    const cells = new Map<string, Cell>();
    for (const row of rows) {
      const key = keyOf(row, dataset.dimensions);
      const hidden = row[dataset.count] === '' && row[`${dataset.count}_marker`] === 'c';
      if (row[dataset.count] === '' && !hidden) continue;
      const cell: Cell = { row, value: hidden ? undefined : Number(row[dataset.count]), unknown: -1 };
      if (hidden) {
        const past = former.get(key);
        const same =
          past?.value === undefined
            ? past && !changed({ dataset: dataset.name, key, from: formerDay, to: asOf })
            : !dataset.revised.has(`${asOf}|${key}`);
        cell.unknown =
          past && same && past.value === undefined
            ? past.unknown
            : system.unknowns.push({ dataset: dataset.name, key, asOf }) - 1;
        if (past?.value !== undefined && same)
          system.given.push({
            unknown: cell.unknown,
            value: past.value,
            why: `${key} was ${past.value} on ${formerDay}, and revisions.csv of ${asOf} does not say it changed`,
          });
      }
      cells.set(key, cell);
    }
    const add = (constraint: Constraint): void => {
      const same = `${constraint.terms.map((term) => term.join('*')).sort()}:${constraint.lowest}:${constraint.highest}`;
      if (constraint.terms.length === 0 || found.has(same)) return;
      found.add(same);
      system.constraints.push({ ...constraint, why: `${asOf}: ${constraint.why}` });
    };
    totals(dataset, cells, add);
    periods(dataset, cells, add);
    percents(dataset, cells, add);
    for (const one of dataset.linked ?? []) links(one, { asOf, cells, add });
    former = cells;
    formerDay = asOf;
  }
  return system;
};

type Add = (constraint: Constraint) => void;

const sumOf = (whole: Cell, parts: Cell[], why: string): Constraint => {
  const terms = new Map<number, number>();
  let known = 0;
  for (const [cell, sign] of [[whole, 1] as const, ...parts.map((part) => [part, -1] as const)])
    if (cell.value === undefined) terms.set(cell.unknown, (terms.get(cell.unknown) ?? 0) + sign);
    else known -= sign * cell.value;
  return { terms: [...terms].filter(([, coefficient]) => coefficient !== 0), lowest: known, highest: known, why };
};

/** The row of `all` is the sum of the others, along each dimension. */
const totals = (dataset: PublishedDataset, cells: Map<string, Cell>, add: Add): void => {
  for (const column of dataset.dimensions) {
    const parts = new Map<string, Cell[]>();
    for (const cell of cells.values()) {
      if (cell.row[column] === ALL) continue;
      const key = keyOf({ ...cell.row, [column]: ALL }, dataset.dimensions);
      const list = parts.get(key);
      if (list) list.push(cell);
      else parts.set(key, [cell]);
    }
    for (const [key, list] of parts) {
      const whole = cells.get(key);
      if (whole) add(sumOf(whole, list, `${key} is the sum over ${column}`));
    }
  }
};

/**
 * A period is the sum of its finer ones where they are all there. A dataset that never says nought leaves out what did not
 * happen, so there the ones that are missing count nothing.
 */
const periods = (dataset: PublishedDataset, cells: Map<string, Cell>, add: Add): void => {
  const saysNought = [...cells.values()].some(({ value }) => value === 0);
  const parts = new Map<string, { fine: Period; list: Cell[] }>();
  for (const cell of cells.values()) {
    const fine = cell.row['period'] as Period;
    for (const coarse of PERIODS.slice(PERIODS.indexOf(fine) + 1)) {
      const whole = { ...cell.row, period: coarse, period_start: startOf(coarse, cell.row['period_start']!) };
      const key = `${keyOf(whole, dataset.dimensions)}#${fine}`;
      const group = parts.get(key) ?? { fine, list: [] };
      parts.set(key, group);
      group.list.push(cell);
    }
  }
  for (const [grouped, { fine, list }] of parts) {
    const key = grouped.slice(0, grouped.lastIndexOf('#'));
    const whole = cells.get(key);
    if (!whole) continue;
    const full = partsOf(whole.row['period'] as Period, fine, whole.row['period_start']!);
    if (list.length === full || !saysNought) add(sumOf(whole, list, `${key} is the sum of its ${fine}s`));
  }
};

/** `percent` is the share of the total over the last dimension, to one decimal, half up. In ten-thousandths: whole numbers. */
const percents = (dataset: PublishedDataset, cells: Map<string, Cell>, add: Add): void => {
  const over = dataset.dimensions.at(-1)!;
  for (const cell of cells.values()) {
    const percent = cell.row['percent'];
    const whole = cells.get(keyOf({ ...cell.row, [over]: ALL }, dataset.dimensions));
    if (!percent || !whole || whole === cell) continue;
    const tenths = Math.round(Number(percent) * 10);
    for (const [share, lowest, highest] of [
      [10 * tenths - 5, 0, Number.POSITIVE_INFINITY],
      [10 * tenths + 5, Number.NEGATIVE_INFINITY, -1],
    ] as const) {
      let known = 0;
      const terms: [number, number][] = [];
      for (const [part, coefficient] of [
        [cell, 10_000],
        [whole, -share],
      ] as const)
        if (part.value === undefined) terms.push([part.unknown, coefficient]);
        else known += coefficient * part.value;
      const key = keyOf(cell.row, dataset.dimensions);
      add({
        terms,
        lowest: lowest - known,
        highest: highest - known,
        why: `${key} is ${percent} per cent of its total`,
      });
    }
  }
};

/** Figures of other datasets that are sums of this one's cells. */
const links = (linked: Linked, { asOf, cells, add }: { asOf: string; cells: Map<string, Cell>; add: Add }): void => {
  for (const { parts, lowest, highest, why } of linksOf(linked, asOf, (key) => cells.has(key))) {
    let known = 0;
    const terms: [number, number][] = [];
    for (const [key, weight] of parts) {
      const cell = cells.get(key);
      if (cell?.value === undefined) {
        if (cell) terms.push([cell.unknown, weight]);
      } else known += weight * cell.value;
    }
    add({ terms, lowest: lowest - known, highest: highest - known, why: `${parts[0]?.[0]} in ${why}` });
  }
};
