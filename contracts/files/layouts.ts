import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainWords } from '../plain-words.ts';
import { byOrigin, comesIn, type From, type Layout, type LayoutIn, layoutSchema } from './layout.ts';
import { COLUMNS as EXTRACT } from './recovery-extract.ts';

/** The folder of layouts, from the project's root. */
export const LAYOUTS_FOLDER = 'contracts/files/layouts';

/**
 * A layout as data, checked.
 * @param where it stands, in words
 * @throws Error that names each field that is wrong, and what should be there
 */
export function readLayout(json: unknown, where: string): Layout {
  const read = layoutSchema.safeParse(json);
  const faults = read.success
    ? faultsBetween(read.data)
    : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${plainWords(message)}`);
  if (!read.success || faults.length > 0) throw new Error(`${where}: ${faults.join('; ')}`);
  return read.data;
}

/** Layouts of a variable, or of a council's configuration. */
export function moreLayouts(json: string): Layout[] {
  const listed: unknown = JSON.parse(json);
  if (!Array.isArray(listed)) throw new Error('layouts: must be a list');
  return listed.map((each, i) => readLayout(each, `layouts ${i + 1}`));
}

/** All layouts of a folder, by name. */
export const layoutsIn = (folder: string): Layout[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readLayout(JSON.parse(readFileSync(join(folder, file), 'utf8')), file));

/**
 * Layouts beside each other: of two with one name the later counts. A file is known by its header, so no two may ask for the same.
 * @throws Error that names those that do
 */
export function layoutsTogether(layouts: readonly Layout[]): Layout[] {
  const all = [...new Map(layouts.map((each) => [each.layout, each])).values()];
  const headers = new Map<string, string>([[headerOf(EXTRACT), 'recovery-extract']]);
  for (const each of all.filter(comesIn)) {
    const header = headerOf(each.columns);
    const other = headers.get(header);
    if (other)
      throw new Error(`${each.layout} and ${other} ask for the same columns: nobody could tell their files apart`);
    headers.set(header, each.layout);
  }
  return all;
}

/** Whose files those of each layout are: what a source may deliver. */
export const sourcesOf = (layouts: readonly Layout[]): Record<string, string> => ({
  'recovery-extract': 'revenues-benefits',
  ...Object.fromEntries(layouts.filter(comesIn).map(({ layout, source }) => [layout, source])),
});

const headerOf = (columns: readonly { name: string; required: string }[]): string =>
  columns
    .filter(({ required }) => required !== 'no')
    .map(({ name }) => name)
    .sort()
    .join();

/** What its own form does not say: every column that it speaks of is one of its columns. */
function faultsBetween(layout: Layout): string[] {
  const names: string[] = layout.columns.map((each) => (typeof each === 'string' ? each : each.name));
  const twice = names.filter((each, i) => names.indexOf(each) < i).map((each) => `columns: ${each} stands there twice`);
  if (!comesIn(layout)) return names.includes('ref') ? twice : [...twice, 'columns: ref must be one of them'];
  const missing = [...new Set(spokenOf(layout))].filter((each) => !names.includes(each));
  const open = layout.kind === 'snapshot' ? layout.key.filter((each) => !isRequired(layout, each)) : [];
  return [
    ...twice,
    ...missing.map((each) => `columns: ${each} must be one of them`),
    ...open.map((each) => `key: ${each} must be required in every row`),
  ];
}

const isRequired = ({ columns }: LayoutIn, name: string): boolean =>
  columns.find((each) => each.name === name)?.required === 'value';

function spokenOf(layout: LayoutIn): string[] {
  const { key = [], trailer } = layout;
  const sum = trailer === 'rows' ? [] : [trailer.sum];
  if (layout.kind === 'snapshot') return [...key, ...sum];
  const { names = [], time, sequence, not_before = {}, facts } = layout;
  const mapped =
    'by' in facts
      ? [facts.by, ...Object.values(facts.of).flatMap(({ data }) => columnsOf(data))]
      : columnsOf(facts.data);
  const single = [time, sequence].flatMap((each) => each ?? []);
  return [...key, ...sum, ...names, ...single, ...Object.entries(not_before).flat(), ...mapped];
}

/** The columns that a field of an event comes from. */
export const columnsOf = (from: From): string[] =>
  byOrigin(from, {
    column: (name) => [name],
    list: (names) => [...names],
    always: () => [],
    object: (fields) => Object.values(fields).flatMap(columnsOf),
  });
