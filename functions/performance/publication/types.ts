import type { Flag } from './flag.ts';
import type { Protection, Row } from './protect/types.ts';
import type { NotAll } from './settle/types.ts';

export type { Flag } from './flag.ts';
export type { Row } from './protect/types.ts';

/** The council that publishes: stands in every catalogue. */
export type Publisher = {
  /** ONS code, e.g. E06000004. */
  ons_code: string;
  name: string;
  /** Where the site is, without a slash at the end: `<url>/open-data/` is the catalogue. */
  url: string;
  /** Whom to ask about the data: a team, no person. */
  contact: { name: string; email: string };
};

/** `dataset.json`. */
export type Definition = {
  /** At most 65 characters and without the council's name, as data.gov.uk asks. */
  title: string;
  /** Its first sentence has at most 140 characters, for the same reason. */
  summary: string;
  /** Of the definition: a change of what is counted raises it. */
  version: string;
  /** Its place among the others. */
  order: number;
  keywords: string[];
  /** What has to come before there is anything to publish, in a sentence for readers. */
  waits_for: string;
  /** What is counted, for machines that ask how: one sentence. */
  technique: string;
  /** The measures of the facts it is made from. */
  measures: string[];
  /** The datasets whose published rows it is made from. Such a dataset sees no facts. */
  reads: string[];
  /**
   * `year`: rows rest on nothing but facts, counts and rows of their own financial year, and facts of the same notices.
   * They are then made again only for years in which something changed. Left out, all are made again in each release.
   * Rows have to be in the order of area_code, period, period_start.
   */
  by?: 'year';
  /** Which columns tell its rows apart. */
  key: string[];
  /** Files of the folder that its SQL reads as tables, by the table's name: `{ "unit_costs": "unit-costs.csv" }`. */
  tables?: Record<string, string>;
  /** Columns that change by themselves with time, so that a change of theirs is no revision. */
  passing?: string[];
  protect?: Protection;
};

/** A dataset's folder as it was read. */
export type Dataset = {
  name: string;
  definition: Definition;
  /** Makes the published rows: from `protected` where the definition has `protect`. */
  sql: string;
  /** Makes the rows that are to be protected, with true counts. */
  countsSql: string | null;
  metadata: Metadata;
  /** A vega-lite specification. */
  chart: unknown;
  /** Markdown. */
  notes: string;
  /** Rows of the files in `tables`. */
  tables: Record<string, Record<string, string>[]>;
};

/** The part of CSV on the Web that the folders use. */
export type Metadata = {
  tableSchema: { columns: Column[]; primaryKey: string[]; foreignKeys?: ForeignKey[] } & Record<string, unknown>;
} & Record<string, unknown>;
export type ForeignKey = { columnReference: string; reference: { resource: string; columnReference: string } };
export type Datatype = string | { base: string; format?: string; minimum?: number; maximum?: number };
export type Column = {
  name: string;
  titles: string;
  datatype: Datatype;
  required?: boolean;
  null?: string;
  'dc:description': string;
} & Record<string, unknown>;

/** One changed figure of one published row. */
export type Revision = {
  revised_on: string;
  /** The row's key columns. */
  key: Row;
  column: string;
  was: string;
  is: string;
  reason: string;
};

export type PublishedDataset = {
  name: string;
  dataset: Dataset;
  columns: string[];
  /** The first period's start; empty without periods. */
  from: string;
  /** The codes that its rows have, by column: those of lists, and `area_code`. */
  codes: Record<string, string[]>;
  /** All there ever were, oldest first. */
  revisions: Revision[];
  /** The day of the release that last changed it. */
  modified: string;
  /** The day of the release that first had it. */
  issued: string;
  /** Days of the releases that changed it: each has a dated copy. */
  versions: string[];
  /** What it was computed from. `sha256` is of the list of facts, so that the same facts give the same anywhere. */
  inputs: { facts: number; from: string; to: string; sha256: string };
  /** Addresses under `open-data/`, with size and SHA-256. */
  downloads: { path: string; title: string; mediaType: string; bytes: number; sha256: string }[];
  problems: Flag[];
};

/** One as pages show it: of its days only those of the last two years that have rows. */
export type ShownDataset = PublishedDataset & { rows: Row[] };

/** What the next release must know of this one and is not on the site: it tells true counts. */
export type State = {
  /** By dataset and year: '' is of all years, for a dataset that is not made by year. */
  blocks: Record<string, Record<string, Block>>;
  /** SHA-256 of the files that the blocks' parts are in, by dataset. */
  sums: Record<string, { csv: string; json: string }>;
  /** By year, what settling its counts came to. */
  counted: Record<string, Counted>;
};

/** One dataset's rows of one financial year. */
export type Block = {
  /** Of all that its rows rest on but the former release: where it is as before, so are the rows. */
  digest: string;
  parts: Measured[];
  exposed: number;
  codes: Record<string, string[]>;
  /** The first period's start; empty without periods. */
  from: string;
  /** A `Memory` as JSON, which is not read as long as the block stands; null where nothing is protected. */
  memory: Uint8Array | null;
};

export type Counted = {
  /** Of the facts and counts of the year. */
  facts: string;
  notAll: NotAll;
  /** Of these and of what all years show together. */
  digest: string;
  flags: Flag[];
};

/** The former release: what stands on the site (at least `releases.json`, rows and revisions), and its state. */
export type Former = {
  files: ReadonlyMap<string, Uint8Array>;
  state: State;
  /** Called with the path of a file that is needed no longer. */
  letGo?: (path: string) => void;
};

export type Release = {
  asOf: string;
  /** SHA-256 over the data files: the same figures have the same digest. */
  digest: string;
  /** By path from the site's root, e.g. `open-data/data.json`. Dated copies are among them. */
  files: Map<string, Uint8Array>;
  datasets: PublishedDataset[];
  problems: Flag[];
  state: State;
  /** The blocks that were made again; all others stand as they were published. */
  computed: { dataset: string; year: string; rows: number }[];
};

/** What pages are made from. */
export type PagesInput = {
  asOf: string;
  publisher: Publisher;
  councils: { ons_code: string; name: string }[];
  datasets: ShownDataset[];
  problems: Flag[];
  releases: { asOf: string; digest: string; changed: string[] }[];
  /** What codes mean, by column: `titles.channel.self_serve`. */
  titles: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A part of a dataset's files of which it is known how long it is, and not what it says. */
export type Measured = { area: string; period: string; csv: number; json: number };
