import type { Column, PublishedDataset, Publisher } from '../types.ts';
import type { CodeList } from './csvw.ts';
import { jsonBytes, LICENCE, ROOT, sha256 } from './names.ts';
import { revisionColumns } from './revisions.ts';

/** Data Package 2.0: https://datapackage.org/standard/data-package/ */
const PACKAGE = 'https://datapackage.org/profiles/2.0/datapackage.json';
const RESOURCE = 'https://datapackage.org/profiles/2.0/dataresource.json';
const SCHEMA = 'https://datapackage.org/profiles/2.0/tableschema.json';

/** Types of CSVW in the words of Table Schema. */
const TYPES: Record<string, string> = {
  string: 'string',
  integer: 'integer',
  decimal: 'number',
  date: 'date',
  gYear: 'year',
};

export function fieldOf({ name, titles, datatype, required, 'dc:description': description }: Column) {
  const { base, format, minimum, maximum } =
    typeof datatype === 'string'
      ? { base: datatype, format: undefined, minimum: undefined, maximum: undefined }
      : datatype;
  const constraints = {
    ...(required && { required }),
    ...(base === 'string' && format !== undefined && { pattern: format }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
  return {
    name,
    title: titles,
    type: TYPES[base] ?? 'string',
    description,
    ...(Object.keys(constraints).length > 0 && { constraints }),
  };
}

type Tables = {
  asOf: string;
  publisher: Publisher;
  lists: readonly CodeList[];
  bytes: (path: string) => Uint8Array;
};

/** One package over all CSVs, with their sizes and hashes. */
export function datapackageOf(datasets: readonly PublishedDataset[], { asOf, publisher, lists, bytes }: Tables) {
  const resource = (input: {
    name: string;
    title: string;
    path: string;
    columns: readonly Column[];
    key?: string[];
  }) => {
    const { name, title, path, columns, key } = input;
    const content = bytes(ROOT + path);
    return {
      $schema: RESOURCE,
      name,
      type: 'table',
      title,
      path,
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      bytes: content.length,
      hash: `sha256:${sha256(content)}`,
      schema: {
        $schema: SCHEMA,
        fields: columns.map(fieldOf),
        missingValues: [''],
        ...(key && { primaryKey: key }),
      },
    };
  };
  return jsonBytes({
    $schema: PACKAGE,
    name: 'council-performance',
    id: `${publisher.url}/${ROOT}`,
    title: `Performance data of ${publisher.name}`,
    description: 'How residents reach the council, what it costs, how its notices fare and how satisfied people are.',
    homepage: `${publisher.url}/${ROOT}`,
    version: asOf.replaceAll('-', '.'),
    created: `${asOf}T00:00:00Z`,
    licenses: [{ name: LICENCE.name, path: LICENCE.url, title: LICENCE.title }],
    contributors: [
      { title: publisher.name, path: publisher.url, email: publisher.contact.email, roles: ['publisher'] },
    ],
    keywords: [...new Set(datasets.flatMap(({ dataset }) => dataset.definition.keywords))],
    resources: [
      ...datasets.flatMap(({ name, dataset }) => [
        resource({
          name,
          title: dataset.definition.title,
          path: `${name}/${name}.csv`,
          columns: dataset.metadata.tableSchema.columns,
          key: dataset.definition.key,
        }),
        resource({
          name: `${name}-revisions`,
          title: `Revisions: ${dataset.definition.title}`,
          path: `${name}/revisions.csv`,
          columns: revisionColumns(dataset),
        }),
      ]),
      ...lists.map(({ name, title, columns }) =>
        resource({ name, title, path: `${name}.csv`, columns, key: [columns[0]!.name] }),
      ),
    ],
  });
}
