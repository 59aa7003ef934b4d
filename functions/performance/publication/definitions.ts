import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeList } from './lists.ts';
import { rowsOf } from './parse-csv.ts';
import type { Definitions } from './publish.ts';
import type { Dataset, Definition, Metadata } from './types.ts';

/** The folder of lists of codes; all others are datasets. */
const LISTS = 'code-lists';

/**
 * Reads the datasets' folders: a further folder is a further dataset.
 * @throws Error that names the folder and the file that is missing or wrong
 */
export async function readDefinitions(folder: string): Promise<Definitions> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const datasets = await Promise.all(
    names
      .filter((name) => name !== LISTS)
      .sort()
      .map((name) => readDataset(join(folder, name), name)),
  );
  const files = names.includes(LISTS)
    ? (await readdir(join(folder, LISTS))).filter((file) => file.endsWith('.csv')).sort()
    : [];
  const lists = await Promise.all(
    files.map(async (file) =>
      codeList(file.slice(0, -'.csv'.length), rowsOf(await readFile(join(folder, LISTS, file), 'utf8'))),
    ),
  );
  return { datasets, lists };
}

async function readDataset(folder: string, name: string): Promise<Dataset> {
  const read = (file: string) => readFile(join(folder, file), 'utf8');
  const perhaps = (file: string) =>
    read(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  try {
    const definition = JSON.parse(await read('dataset.json')) as Definition;
    const tables: Dataset['tables'] = {};
    for (const [table, file] of Object.entries(definition.tables ?? {})) tables[table] = rowsOf(await read(file));
    const countsSql = await perhaps(`${name}.counts.sql`);
    if ((countsSql === null) !== (definition.protect === undefined)) {
      throw new Error(`"protect" in dataset.json and ${name}.counts.sql go together: one of them is missing`);
    }
    const chart = await perhaps('chart.json');
    return {
      ...{ name, definition, countsSql, tables },
      sql: await read(`${name}.sql`),
      metadata: JSON.parse(await read(`${name}.csv-metadata.json`)) as Metadata,
      chart: chart === null ? null : JSON.parse(chart),
      notes: (await perhaps('notes.md')) ?? '',
    };
  } catch (error) {
    throw new Error(`dataset ${name}: ${(error as Error).message}`, { cause: error });
  }
}
