import { createHash } from 'node:crypto';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import jsonld from 'jsonld';
import { DataFactory, Parser, Store } from 'n3';
import { describe, expect, test } from 'vitest';
import { SMOKE_NOTICE } from '../../contracts/smoke-test.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { keyFaults, metadataFaults, tableFaults } from '../support/csvw.ts';
import { PACKAGE } from '../support/data-package.ts';
import { aYear, definitions, history, published } from '../support/publication.ts';

const TEXT = new TextDecoder();
const { files } = published([...history, ...aYear()], { asOf: '2026-04-20' });
const bytes = (path: string): Uint8Array => {
  const found = files.get(path);
  if (!found) throw new Error(`${path} is not published`);
  return found;
};
const json = (path: string) => JSON.parse(TEXT.decode(bytes(path)));
const paths = [...files.keys()];
const csvs = paths.filter((path) => path.endsWith('.csv'));
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const DATASETS = [
  ...['contacts-by-channel', 'digital-take-up', 'cost-per-contact', 'satisfaction', 'notices'],
  ...['notices-not-sent', 'source-freshness', 'days-to-service', 'notices-by-family'],
];

test('every dataset has its files at the addresses that others rely on', () => {
  for (const name of DATASETS)
    for (const file of [`${name}.csv`, `${name}.csv-metadata.json`, `${name}.json`, 'revisions.csv'])
      expect(paths).toContain(`open-data/${name}/${file}`);
  for (const file of ['data.json', 'catalog.jsonld', 'datapackage.json', 'SHA256SUMS', 'releases.json'])
    expect(paths).toContain(`open-data/${file}`);
  expect(TEXT.decode(bytes('open-data/contacts-by-channel/contacts-by-channel.csv')).split('\r\n')[0]).toMatch(
    /^period,period_start,area_code,service,channel,contacts,contacts_marker,percent(,|$)/,
  );
});

describe('CSV on the Web', () => {
  test.each(csvs)('%s agrees with its own metadata', (path) => {
    const metadata = json(`${path}-metadata.json`);
    expect(metadataFaults(metadata)).toEqual([]);
    expect(metadata.url).toBe(path.split('/').at(-1));
    expect(tableFaults(bytes(path), metadata.tableSchema)).toEqual([]);
  });

  test('the group of all tables is valid and its foreign keys lead to the lists of codes', () => {
    const group = json('open-data/csv-metadata.json');
    expect(metadataFaults(group)).toEqual([]);
    expect(
      group.tables.flatMap((table: { tableSchema: { foreignKeys?: [] } }) => table.tableSchema.foreignKeys ?? [])
        .length,
    ).toBe(25);
    expect(keyFaults(group, (url) => bytes(`open-data/${url}`))).toEqual([]);
  });

  test('the checks see what is wrong', () => {
    const metadata = json('open-data/contacts-by-channel/contacts-by-channel.csv-metadata.json');
    const csv = TEXT.decode(bytes('open-data/contacts-by-channel/contacts-by-channel.csv'));
    const faults = (changed: string) => tableFaults(Buffer.from(changed), metadata.tableSchema);
    const [row] = csv.match(/^year,2017-04-01,.*,257161,.*$/m)!;
    expect(faults(csv.replace(row, row.replace('257161', '-5')))).toHaveLength(1);
    expect(faults(csv.replace(row, row.replace('2017-04-01', '2017-02-30')))).toHaveLength(1);
    expect(faults(csv.replace(row, row.replace('64.3', '64.30')))).toHaveLength(1);
    expect(faults(csv.replace(row, `${row}\r\n${row}`))).toHaveLength(1);
    expect(faults(csv.replaceAll('\r\n', '\n'))).not.toEqual([]);
    expect(metadataFaults({ ...metadata, titel: 'x' })).toHaveLength(1);
  });

  test('the JSON has the same rows', () => {
    for (const name of DATASETS) {
      const rows = json(`open-data/${name}/${name}.json`) as Record<string, unknown>[];
      const records: Record<string, string>[] = parse(TEXT.decode(bytes(`open-data/${name}/${name}.csv`)), {
        columns: true,
      });
      expect(rows.length).toBe(records.length);
      rows.forEach((row, place) => {
        for (const [column, value] of Object.entries(row)) {
          const text = records[place]![column]!;
          expect(typeof value === 'number' ? Number(text) : text).toBe(value ?? '');
        }
      });
    }
  });
});

test('the data package is valid, and its sizes and hashes are those of the files', () => {
  const ajv = new Ajv.default({ strict: false });
  addFormats.default(ajv);
  const check = ajv.compile(PACKAGE);
  const datapackage = json('open-data/datapackage.json');
  expect(check(datapackage) || check.errors).toBe(true);
  const stable = csvs.filter((path) => !path.includes('/v/'));
  expect(datapackage.resources.map(({ path }: { path: string }) => `open-data/${path}`).sort()).toEqual(stable.sort());
  for (const { path, bytes: size, hash } of datapackage.resources) {
    const content = bytes(`open-data/${path}`);
    expect([size, hash]).toEqual([content.length, `sha256:${sha256(content)}`]);
  }
});

test('the catalogue is DCAT with what the UK model asks for', async () => {
  const catalogue = json('open-data/catalog.jsonld');
  const quads = (await jsonld.toRDF(catalogue, { format: 'application/n-quads' })) as unknown as string;
  const store = new Store(new Parser({ format: 'N-Quads' }).parse(quads));
  const { namedNode } = DataFactory;
  const DCT = 'http://purl.org/dc/terms/';
  const DCAT = 'http://www.w3.org/ns/dcat#';
  const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
  const ofType = (type: string) => store.getSubjects(namedNode(TYPE), namedNode(type), null);
  const has = (subject: ReturnType<typeof ofType>[number], property: string) =>
    store.getObjects(subject, namedNode(property), null);
  const [one, ...others] = ofType(`${DCAT}Catalog`);
  expect(others).toEqual([]);
  for (const name of ['title', 'description', 'publisher', 'license']) expect(has(one!, DCT + name)).toHaveLength(1);
  const datasets = ofType(`${DCAT}Dataset`);
  expect(datasets).toHaveLength(DATASETS.length);
  const UK = 'https://w3id.org/co-cddo/uk-cross-government-metadata-exchange-model/';
  for (const dataset of datasets) {
    for (const name of [
      'title',
      'description',
      'identifier',
      'license',
      'publisher',
      'creator',
      'accessRights',
      'modified',
      'accrualPeriodicity',
    ])
      expect([name, has(dataset, DCT + name).length]).toEqual([name, 1]);
    for (const property of [`${DCAT}contactPoint`, `${DCAT}version`, `${UK}securityClassification`])
      expect([property, has(dataset, property).length]).toEqual([property, 1]);
    const [contact] = has(dataset, `${DCAT}contactPoint`);
    for (const name of ['fn', 'hasEmail'])
      expect(store.getObjects(contact!, namedNode(`http://www.w3.org/2006/vcard/ns#${name}`), null)).toHaveLength(1);
    const [publisher] = has(dataset, `${DCT}publisher`);
    expect(store.getObjects(publisher!, namedNode('http://xmlns.com/foaf/0.1/name'), null)).toHaveLength(1);
    for (const distribution of has(dataset, `${DCAT}distribution`)) {
      for (const property of [
        `${DCT}identifier`,
        `${DCT}title`,
        `${DCT}license`,
        `${DCAT}mediaType`,
        `${DCAT}accessURL`,
        `${DCAT}byteSize`,
      ])
        expect(store.getObjects(distribution, namedNode(property), null)).toHaveLength(1);
      const [download] = store.getObjects(distribution, namedNode(`${DCAT}downloadURL`), null);
      expect(paths).toContain(new URL(download!.value).pathname.slice(1));
    }
  }
  // Every name stands for something: an undefined prefix would be left as it is.
  for (const { predicate } of store) expect(predicate.value).toMatch(/^https?:\/\//);
});

type Entry = Record<'title' | 'description' | 'identifier' | 'license' | 'issued' | 'modified', string> & {
  publisher: object;
  keyword: string[];
  language: string[];
  distribution: { downloadURL: string; format: string; byteSize: number; title: string }[];
};

test('data.json is what the harvester of data.gov.uk takes', () => {
  const entries = json('open-data/data.json') as Entry[];
  expect(Array.isArray(entries)).toBe(true);
  expect(entries).toHaveLength(DATASETS.length);
  for (const { title, description, identifier, license, publisher, distribution, ...rest } of entries) {
    expect(title.length).toBeLessThanOrEqual(65);
    expect(title).not.toMatch(/council|stockton/i);
    expect(description.split(/(?<=\.)\s/)[0]!.length).toBeLessThanOrEqual(140);
    expect(() => new URL(identifier)).not.toThrow();
    expect(license).toBe('https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/');
    expect(publisher).toEqual({
      name: expect.any(String),
      identifier: expect.any(String),
      email: expect.stringContaining('@'),
    });
    expect(rest.keyword.length).toBeGreaterThan(0);
    expect(rest.language).toEqual(['en']);
    expect(rest.issued <= rest.modified).toBe(true);
    for (const { downloadURL, format, byteSize, title: name } of distribution) {
      const path = new URL(downloadURL).pathname.slice(1);
      expect(bytes(path).length).toBe(byteSize);
      expect([format, name].every((word) => typeof word === 'string' && word !== '')).toBe(true);
    }
  }
});

test('what a dataset covers ends with the last day counted, not with the first day of the last count', () => {
  const old = published(history, { asOf: '2019-01-31' });
  const entries = JSON.parse(TEXT.decode(old.files.get('open-data/data.json')!)) as { temporal?: string }[];
  expect(entries.map(({ temporal }) => temporal)).toContain('2012-04-01/2018-11-30');
});

/** A smoke test is left out of what counts. */
const TYPES = ourCatalogue.types.filter((type) => type !== SMOKE_NOTICE);

test('every kind of notice that there is has a title on the list of codes', () => {
  const listed = parse(Buffer.from(bytes('open-data/notice-types.csv')), { columns: true }) as Record<string, string>[];
  expect(listed.map((row) => row['notice_type'])).toEqual(expect.arrayContaining(['all', ...TYPES]));
  expect(listed.map((row) => row['title']).join()).not.toContain('not listed');
});

test('every kind of notice that there is stands under its family and duty', () => {
  const { kinds } = definitions.datasets.find(({ name }) => name === 'notices-by-family')!.tables;
  const families = { debt: 'recovery', claim: 'benefits', request: 'requests', booking: 'waste' };
  expect(kinds).toEqual(
    TYPES.map((notice_type) => ({
      notice_type,
      family: families[ourCatalogue.family(notice_type).matter as keyof typeof families],
      duty: ourCatalogue.entry(notice_type).duty,
    })),
  );
});

test('SHA256SUMS has every file but itself, as sha256sum writes it', () => {
  const lines = TEXT.decode(bytes('open-data/SHA256SUMS')).trimEnd().split('\n');
  const expected = paths
    .filter((path) => path !== 'open-data/SHA256SUMS')
    .sort()
    .map((path) => `${sha256(bytes(path))}  ${path.slice('open-data/'.length)}`);
  expect(lines).toEqual(expected);
});

test('no file says anything of a person or a reference of ours', () => {
  for (const [path, content] of files)
    expect([path, /n20\d\d-|fact-/.test(TEXT.decode(content))]).toEqual([path, false]);
});
