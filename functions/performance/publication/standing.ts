import { sha256, stable } from './files/names.ts';
import { type Part, partsIn, rowsIn } from './parts.ts';
import { startOf } from './protect/periods.ts';
import { HIDDEN_MARKER, type Memory } from './protect/types.ts';
import type { Block, Dataset, Former, Row } from './types.ts';

/** One dataset as the former release left it, block by block. */
export type Standing = {
  /** Of its rows, by their first day; '' for all in one. */
  years: string[];
  files: { csv: Uint8Array; json: Uint8Array } | null;
  /** Undefined where what stands on the site is not what the state tells of. */
  block: (year: string) => Block | undefined;
  parts: (year: string) => Part[];
  rows: (year: string) => Row[];
  /** @throws Error where counts were hidden and their memory is not there: forgetting it would give them away. */
  memory: (year: string) => Memory;
};

const TEXT = new TextDecoder();

export function standingOf(dataset: Dataset, { before, byYear }: { before: Former | null; byYear: boolean }): Standing {
  const { name } = dataset;
  const [csv, json] = [`${name}.csv`, `${name}.json`].map((file) => before?.files.get(stable(name, file)));
  const blocks = before?.state.blocks[name] ?? {};
  const sums = before?.state.sums[name];
  const files = csv && json ? { csv, json } : null;
  const whole = files && sums?.csv === sha256(files.csv) && sums.json === sha256(files.json) ? files : null;
  const years = Object.keys(blocks);
  // Another definition may have had it by other years: then all rows are looked up by their own.
  const stands = whole !== null && years.every((year) => (year !== '') === byYear);
  const parts: Map<string, Part[]> = stands
    ? partsIn(whole, { dataset, years: years.map((year) => [year, blocks[year]!.parts]) })
    : new Map();
  let read: Map<string, Row[]> | undefined;
  const readRows = (): Map<string, Row[]> => {
    read ??= Map.groupBy(json ? (JSON.parse(TEXT.decode(json)) as Row[]) : [], ({ period_start: start }) =>
      byYear && typeof start === 'string' ? startOf('year', start) : '',
    );
    return read;
  };
  const rows = (year: string): Row[] => (stands ? rowsIn(parts.get(year) ?? []) : (readRows().get(year) ?? []));
  return {
    years: [...new Set([...years, ...(stands ? [] : readRows().keys())])],
    files: stands ? whole : null,
    block: (year) => (stands ? blocks[year] : undefined),
    parts: (year) => parts.get(year) ?? [],
    rows,
    memory: (year) => {
      const memory = memoryIn(blocks, year);
      const marker = dataset.definition.protect?.marker;
      if (!memory && marker && rows(year).some((row) => row[marker] === HIDDEN_MARKER))
        throw new Error(
          `${name}: the former release hid counts, and the state it left does not remember which. Compute the releases ` +
            'again from the facts (`replay`), and publish with the state of the last.',
        );
      return memory ?? { hidden: {}, summed: {} };
    },
  };
}

/** A definition may have become one by year, or one of all years: nothing that was hidden is forgotten for that. */
function memoryIn(blocks: Readonly<Record<string, Block>>, year: string): Memory | undefined {
  const memories = (year === '' ? Object.values(blocks) : [blocks[year] ?? blocks['']])
    .map((block) => block?.memory)
    .filter((memory) => memory != null)
    .map((memory) => JSON.parse(TEXT.decode(memory)) as Memory);
  if (memories.length === 0) return undefined;
  return {
    hidden: Object.assign({}, ...memories.map(({ hidden }) => hidden)),
    summed: Object.assign({}, ...memories.map(({ summed }) => summed)),
  };
}
