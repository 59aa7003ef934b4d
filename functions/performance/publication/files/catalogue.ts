import type { PublishedDataset, Publisher } from '../types.ts';
import { temporalOf } from './csvw.ts';
import { areaUri, jsonBytes, LICENCE, ROOT } from './names.ts';

/**
 * The catalogues: DCAT 3 with what the UK Cross-Government Metadata Exchange Model asks for, and the data.json that the
 * harvester of data.gov.uk takes.
 */
type Input = { asOf: string; publisher: Publisher; councils: readonly string[] };

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  ukgov: 'https://w3id.org/co-cddo/uk-cross-government-metadata-exchange-model/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};
const DAILY = 'http://publications.europa.eu/resource/authority/frequency/DAILY';
const PUBLIC = 'http://publications.europa.eu/resource/authority/access-right/PUBLIC';
const IANA = 'https://www.iana.org/assignments/media-types/';

const date = (value: string) => ({ '@value': value, '@type': 'xsd:date' });
const id = (value: string) => ({ '@id': value });

export function catalogueOf(datasets: readonly PublishedDataset[], { asOf, publisher, councils }: Input) {
  const root = `${publisher.url}/${ROOT}`;
  const agent = {
    '@id': `${root}#publisher`,
    '@type': 'foaf:Organization',
    'foaf:name': publisher.name,
    'foaf:homepage': id(publisher.url),
  };
  const contact = {
    '@id': `${root}#contact`,
    '@type': 'vcard:Organization',
    'vcard:fn': publisher.contact.name,
    'vcard:hasEmail': id(`mailto:${publisher.contact.email}`),
  };
  return jsonBytes({
    '@context': CONTEXT,
    '@id': root,
    '@type': 'dcat:Catalog',
    'dct:title': `Performance data of ${publisher.name}`,
    'dct:description':
      'How residents reach the council, what it costs, how its notices fare and how satisfied people are.',
    'dct:publisher': agent,
    'dct:license': id(LICENCE.url),
    'dct:modified': date(asOf),
    'dct:language': 'en',
    'foaf:homepage': id(root),
    'dcat:dataset': datasets.map((published) => {
      const { name, dataset, issued, modified, downloads } = published;
      const { title, summary, keywords, version, technique } = dataset.definition;
      const temporal = temporalOf(published);
      const [from, to] = temporal.split('/');
      return {
        '@id': `${root}${name}/`,
        '@type': 'dcat:Dataset',
        'dct:title': title,
        'dct:description': summary,
        'rdfs:comment': technique,
        'dct:identifier': `${root}${name}/`,
        'dct:license': id(LICENCE.url),
        'dct:publisher': id(agent['@id']),
        'dct:creator': id(agent['@id']),
        'dcat:contactPoint': contact,
        'dct:accessRights': id(PUBLIC),
        // The model gives this property no other vocabulary's name, so it has that of the model itself.
        'ukgov:securityClassification': 'OFFICIAL',
        'dct:issued': date(issued),
        'dct:modified': date(modified),
        'dcat:version': version,
        'dct:accrualPeriodicity': id(DAILY),
        'dct:language': 'en',
        'dct:spatial': councils.map((code) => id(areaUri(code))),
        ...(temporal !== '' && {
          'dct:temporal': { '@type': 'dct:PeriodOfTime', 'dcat:startDate': date(from!), 'dcat:endDate': date(to!) },
        }),
        'dcat:keyword': keywords,
        'dcat:landingPage': id(`${root}${name}/`),
        'dcat:distribution': downloads.map((file) => ({
          '@id': `${root}${file.path}`,
          '@type': 'dcat:Distribution',
          'dct:identifier': `${root}${file.path}`,
          'dct:title': file.title,
          'dct:license': id(LICENCE.url),
          'dct:modified': date(modified),
          'dcat:accessURL': id(`${root}${name}/`),
          'dcat:downloadURL': id(`${root}${file.path}`),
          'dcat:mediaType': id(IANA + file.mediaType),
          'dcat:byteSize': { '@value': String(file.bytes), '@type': 'xsd:nonNegativeInteger' },
        })),
      };
    }),
  });
}

const FORMATS: Record<string, string> = {
  'text/csv': 'CSV',
  'application/json': 'JSON',
  'application/csvm+json': 'CSVW',
  'application/sql': 'SQL',
};

/** A bare array, as the harvester reads it. */
export function dataJsonOf(datasets: readonly PublishedDataset[], { publisher, councils }: Input) {
  const root = `${publisher.url}/${ROOT}`;
  const organisation = { name: publisher.name, identifier: publisher.url, email: publisher.contact.email };
  return jsonBytes(
    datasets.map((published) => {
      const { name, dataset, issued, modified, downloads } = published;
      const { title, summary, keywords } = dataset.definition;
      const temporal = temporalOf(published);
      return {
        title,
        description: summary,
        identifier: `${root}${name}/`,
        license: LICENCE.url,
        publisher: organisation,
        creator: organisation,
        keyword: keywords,
        issued,
        modified,
        landingPage: `${root}${name}/`,
        language: ['en'],
        frequency: 'R/P1D',
        ...(temporal !== '' && { temporal }),
        spatial: councils.map(areaUri).join(' '),
        references: [`${root}${name}/${name}.csv-metadata.json`],
        distribution: downloads.map((file) => ({
          title: file.title,
          downloadURL: `${root}${file.path}`,
          format: FORMATS[file.mediaType] ?? file.mediaType,
          mediaType: file.mediaType,
          byteSize: file.bytes,
          ...(file.mediaType === 'text/csv' && { conformsTo: 'https://www.w3.org/TR/tabular-data-model/' }),
        })),
      };
    }),
  );
}
