import { createHash } from 'node:crypto';
import type { Fact, Measure } from '../facts/fact.ts';

/**
 * The facts of one measure and London day as the datasets need them: counted where many are alike, else one by one.
 * Plain data that can be kept, so that a correction to one day needs the facts of no other.
 */
export type Cells = {
  measure: Measure;
  day: string;
  /** How many facts were recorded when, and a SHA-256 of them. */
  inputs: { recorded: string; facts: number; sha256: string }[];
  /** In the order of `COLUMNS[measure]`. */
  rows: (string | number | null)[][];
};

/** What is kept of each measure. `counted` adds a number of facts that are alike in all columns. */
export const COLUMNS: Record<Measure, { columns: readonly string[]; counted?: string }> = {
  contact: { columns: ['area', 'day', 'recorded', 'source', 'service', 'channel'], counted: 'contacts' },
  'contacts-counted': {
    columns: ['area', 'day', 'recorded', 'source', 'id', 'service', 'channel', 'from', 'to', 'contacts', 'revision'],
  },
  'day-covered': { columns: ['area', 'day', 'recorded', 'source', 'service'] },
  satisfaction: { columns: ['area', 'day', 'recorded', 'source', 'service', 'channel', 'score'], counted: 'answers' },
  notice: {
    columns: [
      ...['area', 'day', 'recorded', 'notice', 'notice_type', 'outcome', 'channel'],
      ...['reason_class', 'at', 'cost_pence', 'seconds', 'days_to_service', 'fallback'],
    ],
  },
  'source-sent': { columns: ['area', 'day', 'recorded', 'source', 'id', 'rows', 'rejected', 'cutoff', 'at'] },
};

/** Of two tellings of one fact the one recorded earlier counts, and of two of one day the smaller line. */
function first(one: Fact, other: Fact): Fact {
  if (one.recorded !== other.recorded) return one.recorded < other.recorded ? one : other;
  return lineOf(one) <= lineOf(other) ? one : other;
}

const lineOf = (fact: Fact): string => JSON.stringify(Object.entries(fact).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Sources that have no proper name (an event's `source` may be any text) are not called by it where all can read. */
const NAME = /^[a-z0-9][a-z0-9._:/-]{0,99}$/i;

function told(fact: Fact, column: string): string | number | null {
  const value = (fact as unknown as Record<string, string | number | null>)[column] ?? null;
  return column === 'source' && !NAME.test(String(value)) ? 'unnamed-source' : value;
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The cells of one measure's facts of one day, in any order and told any number of times. */
export function cellsOf(measure: Measure, day: string, facts: Iterable<Fact>): Cells {
  const byId = new Map<string, Fact>();
  for (const fact of facts) {
    const known = byId.get(fact.id);
    byId.set(fact.id, known === undefined ? fact : first(known, fact));
  }
  const { columns, counted } = COLUMNS[measure];
  const cells = new Map<string, { row: (string | number | null)[]; facts: number }>();
  const recorded = new Map<string, string[]>();
  for (const fact of byId.values()) {
    const row = columns.map((column) => told(fact, column));
    const alike = row.join('\u0000');
    const cell = cells.get(alike);
    if (cell) cell.facts += 1;
    else cells.set(alike, { row, facts: 1 });
    const lines = recorded.get(fact.recorded);
    const line = `${fact.id} ${alike}`;
    if (lines) lines.push(line);
    else recorded.set(fact.recorded, [line]);
  }
  const inputs = [...recorded].map(([when, lines]) => {
    const sha256 = createHash('sha256').update(lines.sort(inOrder).join('\n')).digest('hex');
    return { recorded: when, facts: lines.length, sha256 };
  });
  const rows = [...cells.entries()]
    .sort(([a], [b]) => inOrder(a, b))
    .map(([, cell]) => (counted ? [...cell.row, cell.facts] : cell.row));
  return { measure, day, inputs: inputs.sort((a, b) => inOrder(a.recorded, b.recorded)), rows };
}

/** The cells of all facts, in any order. Holds them all: for what is read from the store day by day use `cellsOf`. */
export function cellsOfAll(facts: Iterable<Fact>): Cells[] {
  const days = Map.groupBy(facts, ({ measure, day }) => `${measure} ${day}`);
  return [...days.values()].map((group) => cellsOf(group[0]!.measure, group[0]!.day, group));
}
