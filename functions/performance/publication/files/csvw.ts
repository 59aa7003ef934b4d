import type { Column, Dataset, PublishedDataset, Publisher } from '../types.ts';
import { areaUri, jsonBytes, LICENCE, ROOT } from './names.ts';
import { revisionColumns } from './revisions.ts';

/** CSV on the Web: what stands beside a CSV as `<file>-metadata.json`, and over all of them as `csv-metadata.json`. */
const CONTEXT = ['http://www.w3.org/ns/csvw', { '@language': 'en' }];
const DIALECT = { encoding: 'utf-8', delimiter: ',', header: true, lineTerminators: ['\r\n'] };

const date = (value: string) => ({ '@value': value, '@type': 'xsd:date' });

/** The first and the last day that the rows are about; empty where they have no periods. */
export const temporalOf = ({ from, inputs }: Pick<PublishedDataset, 'from' | 'inputs'>): string =>
  inputs.facts === 0 ? '' : `${from === '' ? inputs.from : from}/${inputs.to}`;

type Described = { published: PublishedDataset; publisher: Publisher; councils: readonly string[] };

function about({ published, publisher, councils }: Described) {
  const { name, dataset, modified, issued } = published;
  const { title, summary, keywords, version } = dataset.definition;
  const temporal = temporalOf(published);
  return {
    'dc:title': title,
    'dc:description': summary,
    'dc:identifier': `${publisher.url}/${ROOT}${name}/`,
    'dc:creator': publisher.name,
    'dc:publisher': publisher.name,
    'dc:license': { '@id': LICENCE.url },
    'dc:issued': date(issued),
    'dc:modified': date(modified),
    'dc:accrualPeriodicity': { '@id': 'http://publications.europa.eu/resource/authority/frequency/DAILY' },
    ...(temporal !== '' && { 'dc:temporal': temporal }),
    'dc:spatial': councils.map((code) => ({ '@id': areaUri(code) })),
    'dcat:keyword': keywords,
    'dc:hasVersion': version,
  };
}

const schemaOf = ({ metadata }: Dataset) => {
  const { foreignKeys: _, ...schema } = metadata.tableSchema; // they need the other tables, which stand in the group
  return schema;
};

/** The metadata of a dataset's CSV, from the folder's template. */
export const metadataOf = (described: Described) =>
  jsonBytes({
    '@context': CONTEXT,
    url: `${described.published.name}.csv`,
    ...about(described),
    dialect: DIALECT,
    tableSchema: schemaOf(described.published.dataset),
  });

/** The same for `revisions.csv`. */
export const revisionsMetadataOf = ({ published, publisher }: Described) =>
  jsonBytes({
    '@context': CONTEXT,
    url: 'revisions.csv',
    'dc:title': `Revisions: ${published.dataset.definition.title}`,
    'dc:description': 'Each published figure that changed after it was published, with the reason.',
    'dc:publisher': publisher.name,
    'dc:license': { '@id': LICENCE.url },
    dialect: DIALECT,
    tableSchema: { columns: revisionColumns(published.dataset) },
  });

/** A list of the codes that a column may have. */
export type CodeList = { name: string; title: string; columns: Column[]; rows: Record<string, string>[] };

const codeSchema = ({ columns }: CodeList) => ({ primaryKey: [columns[0]!.name], columns });

export const codeListMetadata = (list: CodeList, publisher: Publisher) =>
  jsonBytes({
    '@context': CONTEXT,
    url: `${list.name}.csv`,
    'dc:title': list.title,
    'dc:publisher': publisher.name,
    'dc:license': { '@id': LICENCE.url },
    dialect: DIALECT,
    tableSchema: codeSchema(list),
  });

/** All tables in one group, with the keys that lead from the datasets to the lists of codes. */
export const groupOf = (
  datasets: readonly PublishedDataset[],
  { lists, publisher }: { lists: readonly CodeList[]; publisher: Publisher },
) =>
  jsonBytes({
    '@context': CONTEXT,
    'dc:title': 'Performance of the council: every table',
    'dc:publisher': publisher.name,
    'dc:license': { '@id': LICENCE.url },
    dialect: DIALECT,
    tables: [
      ...datasets.map(({ name, dataset }) => ({
        url: `${name}/${name}.csv`,
        tableSchema: dataset.metadata.tableSchema,
      })),
      ...lists.map((list) => ({ url: `${list.name}.csv`, tableSchema: codeSchema(list) })),
    ],
  });
