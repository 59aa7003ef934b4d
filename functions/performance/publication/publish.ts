import { blocksOf } from './blocks.ts';
import { knownIn } from './counted.ts';
import { csvOf } from './csv.ts';
import type { FactDatabase } from './fact-database.ts';
import { catalogueOf, dataJsonOf } from './files/catalogue.ts';
import { type CodeList, codeListMetadata, groupOf } from './files/csvw.ts';
import { datapackageOf } from './files/datapackage.ts';
import { codesIn, putDataset } from './files/dataset-files.ts';
import { ROOT, sha256, stable } from './files/names.ts';
import { type ReleaseEntry, releasesBytes, releasesIn } from './files/releases.ts';
import { revisionsOf } from './files/revisions.ts';
import { codeListsOf } from './lists.ts';
import { inText, rowsForPages } from './parts.ts';
import { dateOf, dayNumber } from './periods.ts';
import { inputsOf, measuresOf } from './rows.ts';
import { inOrder } from './settle/settle.ts';
import type {
  Dataset,
  Flag,
  Former,
  PagesInput,
  PublishedDataset,
  Publisher,
  Release,
  Revision,
  Row,
  State,
} from './types.ts';

/** The datasets' folders, and the lists of codes beside them. */
export type Definitions = { datasets: readonly Dataset[]; lists: readonly CodeList[] };

export type PublishInput = {
  /** Holds the facts; those recorded after `asOf` play no part. */
  database: FactDatabase;
  /** London day up to which facts were recorded. Publish a day once it is over: later facts belong to a later release. */
  asOf: string;
  definitions: Definitions;
  publisher: Publisher;
  councils: readonly { ons_code: string; name: string }[];
  /** The release that stands; none for the first. */
  before: Former | null;
  /** Names the code that makes releases, where it changes between two that look back on each other. */
  code?: string;
  /** Makes the site's pages, by path from the site's root. */
  pages?: (input: PagesInput) => Map<string, string>;
};

/**
 * Computes a release. Pure but for the tables it makes in the database: the same facts in any order, the same day and the
 * same former release give the same bytes.
 * @throws Error that names the dataset if a folder's SQL or metadata is wrong
 */
export function publish(input: PublishInput): Release {
  const { database, asOf, definitions, before } = input;
  const { db } = database;
  const chain = releasesIn(before?.files ?? new Map());
  const last = chain.at(-1);
  if (last && last.asOf > asOf) throw new Error(`the release of ${last.asOf} stands: one of ${asOf} would go back`);
  db.exec('delete from release');
  db.prepare('insert into release values (?, ?)').run(asOf, '');
  const services = new Set(
    definitions.lists.find(({ name }) => name === 'services')?.rows.map((row) => row['service']!),
  );
  const known = knownIn(db, asOf, services);
  const revised = new Map<string, Revision[]>(definitions.datasets.map(({ name }) => [name, []]));
  const corrected = correctedSince(db, last);
  const { all, counted } = blocksOf(
    {
      ...{ db, asOf, known, before, datasets: definitions.datasets, code: input.code ?? '' },
      listed: definitions.lists.map(({ columns }) => columns[0]!.name),
    },
    (dataset, was, is) => revised.get(dataset.name)!.push(...revisionsOf({ dataset, was, is, on: asOf, corrected })),
  );
  const problems = inOrder([...known.problems, ...Object.values(counted).flatMap(({ flags }) => flags)]);

  const state: State = { blocks: {}, sums: {}, counted };
  // For those who run it: on the site it would tell readers where to look.
  const exposed: Flag[] = [];
  const areas = codesIn(all.flatMap(({ blocks }) => Object.values(blocks)))['area_code'] ?? [];
  const files = new Map<string, Uint8Array>();
  const context = { ...input, files, chain, areas };
  const changed: Record<string, string> = {};
  const shown = new Map<string, Row[]>();
  const datasets = all.map((one) => {
    const { name } = one.dataset;
    const inputs = inputsOf(db, measuresOf(one.dataset, definitions.datasets));
    const published = putDataset(one, { ...context, inputs, problems, revised: revised.get(name)! });
    const [csv, json] = [`${name}.csv`, `${name}.json`].map((file) => sha256(files.get(stable(name, file))!));
    state.blocks[name] = one.blocks;
    state.sums[name] = { csv: csv!, json: json! };
    if (published.modified === asOf) changed[name] = csv!;
    const many = Object.values(one.blocks).reduce((sum, { exposed: own }) => sum + own, 0);
    if (many > 0) exposed.push(exposedFlag(name, many));
    if (input.pages) shown.set(name, rowsForPages(one.parts));
    // A long history's files are large, and what they were joined from need not stay beside them.
    one.parts.clear();
    for (const file of [`${name}.csv`, `${name}.json`]) before?.letGo?.(stable(name, file));
    return published;
  });
  datasets.sort(byOrder);

  const { digest, releases, lists } = putTogether(datasets, { ...context, last, changed });
  const pages = input.pages?.({
    asOf,
    publisher: input.publisher,
    councils: input.councils.filter(({ ons_code }) => areas.includes(ons_code)),
    datasets: datasets.map((one) => ({ ...one, rows: shown.get(one.name)! })),
    problems,
    releases: releases.map((each) => ({ ...each, changed: Object.keys(each.changed) })),
    titles: titlesIn(lists),
  });
  for (const [path, page] of pages ?? []) files.set(path, Buffer.from(page));
  files.set(`${ROOT}SHA256SUMS`, sumsOf(files));
  const computed = all.flatMap(({ dataset, computed: own }) => own.map((each) => ({ dataset: dataset.name, ...each })));
  return { asOf, digest, files, datasets, problems: [...problems, ...exposed], state, computed };
}

const exposedFlag = (name: string, many: number): Flag => ({
  source: '',
  code: 'exposed',
  text: `${name}: ${many} hidden numbers could be worked out by somebody who knows which hidden counts were corrected, and by nobody else.`,
});

const byOrder = (a: PublishedDataset, b: PublishedDataset): number =>
  a.dataset.definition.order - b.dataset.definition.order || inText(a.name, b.name);

/** Whether a count of a row's service, channel and days was replaced by a higher revision since the last release. */
function correctedSince(db: FactDatabase['db'], last: ReleaseEntry | undefined): (row: Row) => boolean {
  if (!last) return () => false;
  const since = last.reopened ? dateOf(dayNumber(last.asOf) - 1) : last.asOf;
  // Prepared when it is asked for: the table of periods is made anew for each year.
  return ({ period, period_start, area_code, service, channel }) =>
    period !== undefined &&
    service !== undefined &&
    db
      .prepare(
        `select 1 from main.facts_contacts_counted as one join temp.periods on periods.period = ? and periods.period_start = ?
         where one.area = ? and (? = 'all' or one.service in (?, 'all')) and (? = 'all' or one.channel = ?) and one.recorded > ?
           and one.day <= periods.period_end and one."to" >= periods.period_start
           and exists (select 1 from main.facts_contacts_counted as other where other.day = one.day and other."to" = one."to"
             and other.source = one.source and other.service = one.service and other.channel = one.channel
             and other.revision < one.revision) limit 1`,
      )
      .get(period, period_start!, area_code!, service, service, channel ?? 'all', channel ?? 'all', since) !==
      undefined;
}

/** What is over all datasets: lists of codes, catalogues, and the chain of releases. */
function putTogether(
  datasets: readonly PublishedDataset[],
  context: PublishInput & {
    files: Map<string, Uint8Array>;
    chain: readonly ReleaseEntry[];
    areas: readonly string[];
    last: ReleaseEntry | undefined;
    changed: Record<string, string>;
  },
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
