import type { Contract } from '../../../contracts/envelope.ts';
import type { Layout } from '../../../contracts/files/layout.ts';
import type { Version } from '../../../contracts/versions.ts';
import type { Publisher, System } from '../settings.ts';

/** A sample of an event, as JSON. `written` as a source sends it, `bus` as it stands on the bus. */
export type EventSample = { file: string; as: 'written' | 'bus'; json: string };

/** What a council's catalogue is made from. */
export type CatalogueInput = {
  publisher: Publisher;
  /** Where systems send events and files, without a slash at the end. */
  api: string;
  contracts: readonly Contract[];
  /** Layouts that are data. */
  layouts: readonly Layout[];
  /** Every system of this council that tells or is told. */
  systems: ReadonlyMap<string, System>;
  /** The subscribers of each type that this council tells. */
  told: ReadonlyMap<string, readonly string[]>;
  samples: ReadonlyMap<string, readonly EventSample[]>;
  /** A sample file of each layout, by the layout's name. */
  files: ReadonlyMap<string, string>;
  /** Markdown, by the name of the page. */
  guides: ReadonlyMap<string, string>;
  /** Versions of the contracts, the newest first. */
  versions: readonly Version[];
};

/** The newest version of the contracts. */
export const versionOf = ({ versions }: Pick<CatalogueInput, 'versions'>): string =>
  versions.find(({ version }) => version !== null)?.version ?? '0.0.0';
