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
};

export const RELEASES = `${ROOT}releases.json`;

export function releasesIn(files: ReadonlyMap<string, Uint8Array>): ReleaseEntry[] {
  const bytes = files.get(RELEASES);
  if (!bytes) return [];
  return (JSON.parse(new TextDecoder().decode(bytes)) as { releases: ReleaseEntry[] }).releases;
}

export const releasesBytes = (releases: readonly ReleaseEntry[]): Uint8Array => jsonBytes({ releases });

/** The days of the releases that changed a dataset, oldest first. */
export const versionsOf = (releases: readonly ReleaseEntry[], name: string): string[] =>
  releases.filter(({ changed }) => Object.hasOwn(changed, name)).map(({ asOf }) => asOf);
