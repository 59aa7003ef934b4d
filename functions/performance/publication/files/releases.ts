import type { Publisher } from '../types.ts';
import { jsonBytes, ROOT } from './names.ts';

/** One line of the chain of releases: enough to compute each again, and to see that none was slipped in. */
export type ReleaseEntry = {
  /** Computed from the facts recorded up to this London day. */
  asOf: string;
  digest: string;
  /** The digest of the release before it; null for the first. */
  former: string | null;
  /** The datasets that it changed, with the SHA-256 of their CSV: each has a dated copy. */
  changed: Record<string, string>;
  /**
   * True where the facts or definitions changed afterwards, so that it cannot be computed again: facts recorded on or
   * before its day came after it. Its dated copies stand as they were published; what changed is in the revisions.
   */
  reopened?: true;
};

type Chain = { publisher: Publisher; releases: ReleaseEntry[] };

export const RELEASES = `${ROOT}releases.json`;

const chainIn = (bytes: Uint8Array): Chain => JSON.parse(new TextDecoder().decode(bytes)) as Chain;

/** The chain as a release has it; empty if there is none. */
export function releasesIn(files: ReadonlyMap<string, Uint8Array>): ReleaseEntry[] {
  const bytes = files.get(RELEASES);
  return bytes ? chainIn(bytes).releases : [];
}

const isPublisher = (told: Partial<Publisher> | null): boolean =>
  [told?.ons_code, told?.name, told?.url, told?.contact?.name, told?.contact?.email].every(
    (text) => typeof text === 'string',
  );

const isDay = (text: unknown): boolean =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** Each after the one before it, and with what is needed to compute it again. */
const areEntries = (told: (Partial<ReleaseEntry> | null)[]): boolean =>
  told.every(
    (entry, place) =>
      isDay(entry?.asOf) &&
      typeof entry?.digest === 'string' &&
      typeof (entry.changed ?? undefined) === 'object' &&
      (place === 0 || told[place - 1]!.asOf! < entry.asOf!),
  );

/** The publisher, and the chain. Null if this is no chain of releases. */
export function chainFrom(bytes: Uint8Array): Chain | null {
  try {
    const chain = chainIn(bytes);
    return isPublisher(chain.publisher) && areEntries(chain.releases) ? chain : null;
  } catch {
    return null;
  }
}

export const releasesBytes = (publisher: Publisher, releases: readonly ReleaseEntry[]): Uint8Array =>
  jsonBytes({ publisher, releases });

/** The days of the releases that changed a dataset, oldest first. */
export const versionsOf = (releases: readonly ReleaseEntry[], name: string): string[] =>
  releases.filter(({ changed }) => Object.hasOwn(changed, name)).map(({ asOf }) => asOf);
