import { raw } from 'hono/html';
import { temporalOf } from '../publication/files/csvw.ts';
import { LICENCE } from '../publication/files/names.ts';
import type { PagesInput, Publisher, ShownDataset } from '../publication/types.ts';

/** schema.org, for search engines: a script element that runs nothing. */
const element = (value: object) =>
  // A `<` in a text could end the element.
  raw(`<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`);

const organisation = ({ name, url }: Publisher) => ({ '@type': 'GovernmentOrganization', name, url });
const catalogueUrl = ({ url }: Publisher) => `${url}/open-data/`;

export const catalogueLd = ({ publisher, datasets, asOf }: PagesInput) =>
  element({
    '@context': 'https://schema.org',
    '@type': 'DataCatalog',
    '@id': catalogueUrl(publisher),
    name: `Open performance data of ${publisher.name}`,
    url: catalogueUrl(publisher),
    license: LICENCE.url,
    dateModified: asOf,
    publisher: organisation(publisher),
    dataset: datasets.map(({ name, dataset }) => ({
      '@type': 'Dataset',
      '@id': `${catalogueUrl(publisher)}${name}/`,
      name: dataset.definition.title,
      description: dataset.definition.summary,
      url: `${catalogueUrl(publisher)}${name}/`,
      license: LICENCE.url,
      creator: organisation(publisher),
    })),
  });

export function datasetLd(published: ShownDataset, { publisher, councils }: PagesInput) {
  const { name, dataset, downloads } = published;
  const temporal = temporalOf(published);
  const { definition, metadata } = dataset;
  return element({
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    '@id': `${catalogueUrl(publisher)}${name}/`,
    identifier: `${catalogueUrl(publisher)}${name}/`,
    url: `${catalogueUrl(publisher)}${name}/`,
    name: definition.title,
    description: definition.summary,
    keywords: definition.keywords,
    license: LICENCE.url,
    isAccessibleForFree: true,
    creator: organisation(publisher),
    datePublished: published.issued,
    dateModified: published.modified,
    version: definition.version,
    ...(temporal !== '' && { temporalCoverage: temporal }),
    spatialCoverage: councils.map((council) => ({
      '@type': 'AdministrativeArea',
      name: council.name,
      identifier: council.ons_code,
    })),
    variableMeasured: metadata.tableSchema.columns.map((column) => ({
      '@type': 'PropertyValue',
      name: column.name,
      description: column['dc:description'],
    })),
    measurementTechnique: definition.technique,
    distribution: downloads.map(({ path, title, mediaType, bytes }) => ({
      '@type': 'DataDownload',
      name: title,
      contentUrl: `${catalogueUrl(publisher)}${path}`,
      encodingFormat: mediaType,
      contentSize: `${bytes} B`,
    })),
    includedInDataCatalog: { '@id': catalogueUrl(publisher) },
  });
}
