import type { FactBase } from './base.ts';
import { makeTables } from './counted.ts';
import { csvOf, jsonOf } from './csv.ts';
import { catalogueOf, dataJsonOf } from './files/catalogue.ts';
import { type CodeList, codeListMetadata, groupOf, metadataOf, revisionsMetadataOf } from './files/csvw.ts';
import { datapackageOf } from './files/datapackage.ts';
import { dated, MEDIA_TYPES, ROOT, sha256, stable } from './files/names.ts';
import { type ReleaseEntry, releasesBytes, releasesIn, versionsOf } from './files/releases.ts';
import { revisionsCsv, revisionsIn, revisionsOf } from './files/revisions.ts';
import { codeListsOf } from './lists.ts';
import { dateOf, dayNumber } from './periods.ts';
import { HIDDEN_MARKER } from './protect/types.ts';
import { inputsOf, inReadingOrder, type Made, makeRows, measuresOf } from './rows.ts';
import type { Dataset, Flag, Former, PagesInput, PublishedDataset, Publisher, Release, Row, State } from './types.ts';

const TEXT = new TextDecoder();

/** The datasets' folders, and the lists of codes beside them. */
export type Definitions = { datasets: readonly Dataset[]; lists: readonly CodeList[] };

export type PublishInput = {
  /** Holds the facts; those recorded after `asOf` play no part. */
  base: FactBase;
  /** London day up to which facts were recorded. Publish a day once it is over: later facts belong to a later release. */
  asOf: string;
  definitions: Definitions;
  publisher: Publisher;
  councils: readonly { ons_code: string; name: string }[];
  /** The release that stands; none for the first. */
  before: Former | null;
  /** Makes the site's pages, by path from the site's root. */
  pages?: (input: PagesInput) => Map<string, string>;
};

/** There is a release of the day, and its figures were others: its dated copies stand for good. */
export class SameDay extends Error {
  constructor(dataset: string, asOf: string) {
    super(
      `${dataset} was published as of ${asOf} with other figures, and its dated copy stands. Facts that are recorded on a ` +
        'day must be there before the day is published: publish them with a later day.',
    );
  }
}

/**
 * Computes a release. Pure but for the tables it makes in the base: the same facts in any order, the same day and the
 * same former release give the same bytes.
 * @throws Error that names the dataset if a folder's SQL or metadata is wrong
 */
export function publish(input: PublishInput): Release {
  const { base, asOf, definitions, before } = input;
  const { db } = base;
  const chain = releasesIn(before?.files ?? new Map());
  const last = chain.at(-1);
  if (last && last.asOf > asOf) throw new Error(`the release of ${last.asOf} stands: one of ${asOf} would go back`);
  db.exec('delete from release');
  db.prepare('insert into release values (?, ?)').run(asOf, '');
  const services = definitions.lists.find(({ name }) => name === 'services')?.rows ?? [];
  const problems = makeTables(db, asOf, new Set(services.map(({ service }) => service!)));

  const state: State = { protection: {} };
  // For those who run it: on the site it would tell readers where to look.
  const exposed: Flag[] = [];
  const read = new Set(definitions.datasets.flatMap(({ definition }) => definition.reads));
  const made = inReadingOrder(definitions.datasets).map((dataset) => {
    const one = makeRows(db, dataset, { asOf, before: beforeOf(dataset, before), isRead: read.has(dataset.name) });
    if (one.memory) state.protection[dataset.name] = one.memory;
    if (one.exposed > 0) exposed.push(exposedFlag(one));
    return { ...one, inputs: inputsOf(db, measuresOf(dataset, definitions.datasets)) };
  });
  const areas = [...new Set(made.flatMap(({ rows }) => rows.map((row) => String(row['area_code']))))].sort();
  const files = new Map<string, Uint8Array>();
  const context = { ...input, files, chain, areas };
  const changed: Record<string, string> = {};
  const datasets = made.map((one) => {
    const published = putDataset(one, { ...context, problems });
    if (published.modified === asOf) changed[one.name] = sha256(files.get(stable(one.name, `${one.name}.csv`))!);
    return published;
  });
  datasets.sort((a, b) => a.dataset.definition.order - b.dataset.definition.order || (a.name < b.name ? -1 : 1));

  const { digest, releases, lists } = putTogether(datasets, { ...context, last, changed });
  const pages = input.pages?.({
    asOf,
    publisher: input.publisher,
    councils: input.councils.filter(({ ons_code }) => areas.includes(ons_code)),
    datasets,
    problems,
    releases: releases.map((each) => ({ ...each, changed: Object.keys(each.changed) })),
    titles: titlesIn(lists),
  });
  for (const [path, page] of pages ?? []) files.set(path, Buffer.from(page));
  files.set(`${ROOT}SHA256SUMS`, sumsOf(files));
  return { asOf, digest, files, datasets, problems: [...problems, ...exposed], state };
}

const exposedFlag = ({ name, exposed }: Made): Flag => ({
  source: '',
  code: 'exposed',
  text: `${name}: ${exposed} small numbers are hidden, but figures of earlier releases may give them away.`,
});

/** @throws Error where counts were hidden and their memory is not there: forgetting it would give them away. */
function beforeOf({ name, definition }: Dataset, before: Former | null) {
  const rows = formerRows(name, before);
  if (!rows) return undefined;
  const memory = before?.state.protection[name];
  const marker = definition.protect?.marker;
  if (!memory && marker && rows.some((row) => row[marker] === HIDDEN_MARKER))
    throw new Error(
      `${name}: the former release hid counts, and the state it left does not remember which. Compute the releases again ` +
        'from the facts (`replay`), and publish with the state of the last.',
    );
  return { rows, memory: memory ?? { hidden: {}, summed: {} } };
}

function formerRows(name: string, before: Former | null): Row[] | undefined {
  const bytes = before?.files.get(stable(name, `${name}.json`));
  return bytes && (JSON.parse(TEXT.decode(bytes)) as Row[]);
}

type Context = PublishInput & {
  files: Map<string, Uint8Array>;
  chain: readonly ReleaseEntry[];
  areas: readonly string[];
};

/** The files of one dataset: at their stable address, and a dated copy if anything of it changed. */
function putDataset(made: Made, context: Context & { problems: readonly Flag[] }): PublishedDataset {
  const { files, asOf, before, chain, publisher, areas } = context;
  const { name, dataset, columns, rows, inputs } = made;
  const { definition, metadata } = dataset;
  const csv = csvOf(metadata.tableSchema.columns, rows);
  const was = formerRows(name, before);
  const revisions = revisionsIn(before?.files.get(stable(name, 'revisions.csv')));
  if (was) {
    const last = chain.at(-1)!;
    const corrected = correctedSince(context, last.reopened ? dateOf(dayNumber(last.asOf) - 1) : last.asOf);
    revisions.push(...revisionsOf({ dataset, was, is: rows, on: asOf, corrected }));
  }
  const former = before?.files.get(stable(name, `${name}.csv`));
  const formerSql = before?.files.get(stable(name, `${name}.sql`));
  const same = former && Buffer.compare(former, csv) === 0 && TEXT.decode(formerSql) === sqlOf(dataset);
  if (!same && chain.at(-1)?.asOf === asOf) throw new SameDay(name, asOf);
  const versions = [...versionsOf(chain, name), ...(same ? [] : [asOf])];
  const published: PublishedDataset = {
    ...{ name, dataset, columns, rows, revisions, inputs },
    modified: versions.at(-1)!,
    issued: versions[0]!,
    versions,
    downloads: [],
    problems: definition.measures.includes('contacts-counted') ? [...context.problems] : [],
  };
  const described = { published, publisher, councils: areas };
  const own: [file: string, title: string, type: keyof typeof MEDIA_TYPES, bytes: Uint8Array][] = [
    [`${name}.csv`, definition.title, 'csv', csv],
    [`${name}.csv-metadata.json`, 'What its columns mean', 'csvw', metadataOf(described)],
    [`${name}.json`, `${definition.title}, as JSON`, 'json', jsonOf(metadata.tableSchema.columns, rows)],
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

const sqlOf = ({ countsSql, sql }: Dataset): string =>
  countsSql === null
    ? sql
    : `-- First: the counts, with true numbers.\n${countsSql}\n-- Then, over \`protected\`, which is the same with small numbers hidden:\n${sql}`;

/** Whether a count of a row's service, channel and days was replaced by a higher revision since a day. */
function correctedSince({ base }: Context, since: string): (row: Row) => boolean {
  const found = base.db.prepare(
    `select 1 from facts_contacts_counted as one join periods on periods.period = ? and periods.period_start = ?
     where one.area = ? and (? = 'all' or one.service in (?, 'all')) and (? = 'all' or one.channel = ?) and one.recorded > ?
       and one.day <= periods.period_end and one."to" >= periods.period_start
       and exists (select 1 from facts_contacts_counted as other where other.day = one.day and other."to" = one."to"
         and other.source = one.source and other.service = one.service and other.channel = one.channel
         and other.revision < one.revision) limit 1`,
  );
  return ({ period, period_start, area_code, service, channel }) =>
    period !== undefined &&
    service !== undefined &&
    found.get(period, period_start!, area_code!, service, service, channel ?? 'all', channel ?? 'all', since) !==
      undefined;
}

/** What is over all datasets: lists of codes, catalogues, and the chain of releases. */
function putTogether(
  datasets: readonly PublishedDataset[],
  context: Context & { last: ReleaseEntry | undefined; changed: Record<string, string> },
): { digest: string; releases: readonly ReleaseEntry[]; lists: readonly CodeList[] } {
  const { files, asOf, publisher, definitions, councils, chain, areas, last, changed } = context;
  const lists = codeListsOf(datasets, { lists: definitions.lists, councils, areas });
  for (const list of lists) {
    files.set(`${ROOT}${list.name}.csv`, csvOf(list.columns, list.rows));
    files.set(`${ROOT}${list.name}.csv-metadata.json`, codeListMetadata(list, publisher));
  }
  files.set(`${ROOT}csv-metadata.json`, groupOf(datasets, { lists, publisher }));
  const digest = sha256(sumsOf(files));
  const releases = last?.asOf === asOf ? chain : [...chain, { asOf, digest, former: last?.digest ?? null, changed }];
  files.set(`${ROOT}releases.json`, releasesBytes(publisher, releases));
  const input = { asOf, publisher, councils: areas };
  files.set(
    `${ROOT}datapackage.json`,
    datapackageOf(datasets, { asOf, publisher, lists, bytes: (path) => files.get(path)! }),
  );
  files.set(`${ROOT}catalog.jsonld`, catalogueOf(datasets, input));
  files.set(`${ROOT}data.json`, dataJsonOf(datasets, input));
  return { digest, releases, lists };
}

function titlesIn(lists: readonly CodeList[]): PagesInput['titles'] {
  const byColumn = lists.map(({ columns, rows }) => {
    const [code = '', title = ''] = columns.map(({ name }) => name);
    return [code, Object.fromEntries(rows.map((row) => [row[code]!, row[title]!]))] as const;
  });
  return Object.fromEntries(byColumn);
}

/** As `sha256sum` writes and checks it, from within `open-data/`. */
function sumsOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const paths = [...files.keys()].sort();
  return Buffer.from(paths.map((path) => `${sha256(files.get(path)!)}  ${path.slice(ROOT.length)}\n`).join(''));
}
