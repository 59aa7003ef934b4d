import { dated, stable } from './files/names.ts';
import { RELEASES, type ReleaseEntry, releasesBytes, versionsOf } from './files/releases.ts';
import { type PublishInput, publish } from './publish.ts';
import type { Former, Release } from './types.ts';

/** A release as it was published and as it comes out now. */
export type Replayed = { entry: ReleaseEntry; release: Release };

/** Files as they stand on the site, by path from its root; null where there is none. */
export type ReadFile = (path: string) => Promise<Uint8Array | null>;

/**
 * Computes every release of a chain again, one after the other, from the facts recorded up to its day. One that was
 * reopened is computed too, since what it hid must stay hidden, but the next one looks back on what was published.
 */
export async function* replay(
  input: Omit<PublishInput, 'asOf' | 'before'>,
  chain: readonly ReleaseEntry[],
  read: ReadFile,
): AsyncGenerator<Replayed> {
  let before: Former | null = null;
  for (const [place, entry] of chain.entries()) {
    // Pages are of the newest release only, so those of the others are not looked at.
    const { pages, ...rest } = input;
    const newest = place === chain.length - 1 && pages;
    const release: Release = publish({ ...rest, ...(newest && { pages }), asOf: entry.asOf, before });
    yield { entry, release };
    const files = entry.reopened ? await publishedFiles(input, chain.slice(0, place + 1), read) : release.files;
    before = { files, state: release.state };
  }
}

/** What a former release had at its stable addresses, as far as the next one looks at it. */
export async function publishedFiles(
  { definitions, publisher }: Pick<PublishInput, 'definitions' | 'publisher'>,
  chain: readonly ReleaseEntry[],
  read: ReadFile,
): Promise<Map<string, Uint8Array>> {
  const files = new Map([[RELEASES, releasesBytes(publisher, chain)]]);
  for (const { name } of definitions.datasets) {
    const version = versionsOf(chain, name).at(-1);
    if (version === undefined) continue;
    for (const file of [`${name}.csv`, `${name}.json`, `${name}.sql`, 'revisions.csv']) {
      const bytes = await read(dated(name, version, file));
      if (bytes) files.set(stable(name, file), bytes);
    }
  }
  return files;
}
