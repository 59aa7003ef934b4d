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

/** Who published, and the chain. Null if this is no chain of releases. */
export function chainFrom(bytes: Uint8Array): Chain | null {
  try {
    const chain = chainIn(bytes);
    return Array.isArray(chain.releases) && chain.publisher ? chain : null;
  } catch {
    return null;
  }
}

export const releasesBytes = (publisher: Publisher, releases: readonly ReleaseEntry[]): Uint8Array =>
  jsonBytes({ publisher, releases });

/** The days of the releases that changed a dataset, oldest first. */
export const versionsOf = (releases: readonly ReleaseEntry[], name: string): string[] =>
  releases.filter(({ changed }) => Object.hasOwn(changed, name)).map(({ asOf }) => asOf);
