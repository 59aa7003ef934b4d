import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A row as a reader finds it: every value a string, empty where there is none. */
export type PublishedRow = Record<string, string>;

/** Other datasets about the same contacts, by name, with their dated copies: what their notes say they are made of. */
export type Linked = { name: string; releases: Map<string, PublishedRow[]> };

/** One dataset as anyone may download it: every dated copy, oldest first, and what the revisions say has changed. */
export type PublishedDataset = {
  name: string;
  /** The column with the count: the one that has a `<name>_marker` beside it. */
  count: string;
  dimensions: string[];
  releases: { asOf: string; rows: PublishedRow[] }[];
  /** `<day>|<key of the row>` of each row that revisions.csv lists. */
  revised: Set<string>;
  /** Datasets that are made from this one. */
  linked?: Linked[];
};

/** Which datasets are computed from which other one's published rows, as their notes say. */
const MADE_FROM: Record<string, string[]> = { 'contacts-by-channel': ['digital-take-up', 'cost-per-contact'] };

/** The value that stands for the sum over the others, in every dataset. */
export const ALL = 'all';
const PLACE = ['period', 'period_start', 'area_code'];

export const keyOf = (row: PublishedRow, dimensions: readonly string[]): string =>
  ['area_code', 'period', 'period_start', ...dimensions].map((column) => row[column]).join('|');

const read = (file: string): PublishedRow[] =>
  parse(readFileSync(file), { columns: true, bom: true, relax_column_count: false });

/**
 * Reads a published folder, its `open-data` folder or the one above it, as a stranger would: the CSV files, the dated
 * copies under `v/` and `revisions.csv`, and the primary key that the metadata names. Datasets without a count that
 * has a marker are left out.
 */
export const readPublished = (folder: string): PublishedDataset[] => {
  const root = existsSync(join(folder, 'open-data')) ? join(folder, 'open-data') : folder;
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, `${entry.name}.csv`)))
    .flatMap(({ name }) => readDataset(join(root, name), name))
    .map((dataset) => ({ ...dataset, linked: (MADE_FROM[dataset.name] ?? []).map((name) => readLinked(root, name)) }));
};

const datesOf = (folder: string): string[] => {
  const dated = join(folder, 'v');
  return existsSync(dated) ? readdirSync(dated).sort() : [];
};

const readLinked = (root: string, name: string): Linked => ({
  name,
  releases: new Map(datesOf(join(root, name)).map((asOf) => [asOf, read(join(root, name, 'v', asOf, `${name}.csv`))])),
});

const readDataset = (folder: string, name: string): PublishedDataset[] => {
  const latest = read(join(folder, `${name}.csv`));
  const columns = Object.keys(latest[0] ?? {});
  const count = columns.find((column) => columns.includes(`${column}_marker`));
  if (!count) return [];
  const metadata = JSON.parse(readFileSync(join(folder, `${name}.csv-metadata.json`), 'utf8'));
  const primaryKey: string[] = [metadata.tableSchema.primaryKey].flat();
  const dimensions = primaryKey.filter((column) => !PLACE.includes(column));
  const releases = datesOf(folder).map((asOf) => ({ asOf, rows: read(join(folder, 'v', asOf, `${name}.csv`)) }));
  const file = join(folder, 'revisions.csv');
  const revisions = existsSync(file) ? read(file) : [];
  // Without dated copies there is one release: the newest.
  if (releases.length === 0) releases.push({ asOf: 'latest', rows: latest });
  return [
    {
      name,
      count,
      dimensions,
      releases,
      revised: new Set(revisions.map((row) => `${row['revised_on']}|${keyOf(row, dimensions)}`)),
    },
  ];
};
