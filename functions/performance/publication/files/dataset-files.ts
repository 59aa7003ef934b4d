import type { Blocks } from '../blocks.ts';
import { filesOf, inText } from '../parts.ts';
import type { Block, Dataset, Flag, Former, PublishedDataset, Publisher, Revision, Row } from '../types.ts';
import { metadataOf, revisionsMetadataOf } from './csvw.ts';
import { dated, MEDIA_TYPES, sha256, stable } from './names.ts';
import { type ReleaseEntry, versionsOf } from './releases.ts';
import { revisionsCsv, revisionsIn } from './revisions.ts';

const TEXT = new TextDecoder();

/** There is a release of the day, and its figures were others: its dated copies stand for good. */
export class SameDay extends Error {
  constructor(dataset: string, asOf: string) {
    super(
      `${dataset} was published as of ${asOf} with other figures, and its dated copy stands. Facts that are recorded on a ` +
        'day must be there before the day is published: publish them with a later day.',
    );
  }
}

type Release = {
  asOf: string;
  publisher: Publisher;
  before: Former | null;
  chain: readonly ReleaseEntry[];
  areas: readonly string[];
  /** Those of the release, to which the dataset's are added. */
  files: Map<string, Uint8Array>;
  inputs: PublishedDataset['inputs'];
  /** What this release changes in rows of the former one. */
  revised: Revision[];
  problems: readonly Flag[];
};

/** The files of one dataset: at their stable address, and a dated copy if anything of it changed. */
export function putDataset({ dataset, blocks, parts, files: kept }: Blocks, release: Release): PublishedDataset {
  const { files, asOf, before, chain, publisher, areas, inputs, revised } = release;
  const { name, definition, metadata } = dataset;
  const { csv, json } = kept ?? filesOf(dataset, parts);
  // In the order of the rows, as they are in the file and not year by year.
  if (parts.size > 1) revised.sort((a, b) => inFileOrder(a.key, b.key));
  const revisions = [...revisionsIn(before?.files.get(stable(name, 'revisions.csv'))), ...revised];
  const former = before?.files.get(stable(name, `${name}.csv`));
  const formerSql = before?.files.get(stable(name, `${name}.sql`));
  const same = former && sha256(former) === sha256(csv) && TEXT.decode(formerSql) === sqlOf(dataset);
  if (!same && chain.at(-1)?.asOf === asOf) throw new SameDay(name, asOf);
  const versions = [...versionsOf(chain, name), ...(same ? [] : [asOf])];
  const published: PublishedDataset = {
    ...{ name, dataset, revisions, inputs },
    columns: metadata.tableSchema.columns.map((column) => column.name),
    codes: codesIn(Object.values(blocks)),
    from: Object.values(blocks).reduce(
      (least, { from }) => (least === '' || (from !== '' && from < least) ? from : least),
      '',
    ),
    modified: versions.at(-1)!,
    issued: versions[0]!,
    versions,
    downloads: [],
    problems: definition.measures.includes('contacts-counted') ? [...release.problems] : [],
  };
  const described = { published, publisher, councils: areas };
  const own: [file: string, title: string, type: keyof typeof MEDIA_TYPES, bytes: Uint8Array][] = [
    [`${name}.csv`, definition.title, 'csv', csv],
    [`${name}.csv-metadata.json`, 'What its columns mean', 'csvw', metadataOf(described)],
    [`${name}.json`, `${definition.title}, as JSON`, 'json', json],
    ['revisions.csv', 'Revisions, with reasons', 'csv', revisionsCsv(dataset, revisions)],
    ['revisions.csv-metadata.json', 'What the columns of the revisions mean', 'csvw', revisionsMetadataOf(described)],
    [`${name}.sql`, 'The definition, as SQL', 'sql', Buffer.from(sqlOf(dataset))],
  ];
  for (const [file, title, type, bytes] of own) {
    files.set(stable(name, file), bytes);
    if (published.modified === asOf) files.set(dated(name, asOf, file), bytes);
    const mediaType = MEDIA_TYPES[type];
    published.downloads.push({ path: `${name}/${file}`, title, mediaType, bytes: bytes.length, sha256: sha256(bytes) });
  }
  return published;
}

const inFileOrder = (a: Row, b: Row): number =>
  inText(String(a['area_code']), String(b['area_code'])) || inText(String(a['period']), String(b['period']));

/** All codes that blocks have, by column. */
export function codesIn(blocks: readonly Block[]): Record<string, string[]> {
  const codes: Record<string, Set<string>> = {};
  for (const block of blocks)
    for (const [column, own] of Object.entries(block.codes)) {
      codes[column] ??= new Set();
      for (const code of own) codes[column].add(code);
    }
  return Object.fromEntries(Object.entries(codes).map(([column, own]) => [column, [...own].sort()]));
}

const sqlOf = ({ countsSql, sql }: Dataset): string =>
  countsSql === null
    ? sql
    : `-- First: the counts, with true numbers.\n${countsSql}\n-- Then, over \`protected\`, which is the same with small numbers hidden:\n${sql}`;
