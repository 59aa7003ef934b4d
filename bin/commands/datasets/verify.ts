import { type Difference, figuresApart } from '../../../functions/performance/publication/compare.ts';
import { dated, sha256 } from '../../../functions/performance/publication/files/names.ts';
import { chainFrom, RELEASES } from '../../../functions/performance/publication/files/releases.ts';
import type { Definitions } from '../../../functions/performance/publication/publish.ts';
import { replay } from '../../../functions/performance/publication/replay.ts';
import { Failed, WrongUsage } from '../trouble.ts';
import { factDatabaseOf, tell } from './fact-database.ts';
import { settingsFor } from './settings.ts';
import { siteAt } from './site.ts';

export type Verdict = {
  path: string;
  state: 'agrees' | 'differs' | 'missing' | 'extra' | 'stands';
  differences: Difference[];
};

export type VerifyArgs = { place?: string; events?: string; facts?: string };

/**
 * Computes every release of a published site again from the facts, and compares byte by byte. `stands` is a dated copy
 * that later facts made impossible to compute again: it is as it was published, by its checksum in the chain.
 */
export async function verifyAt({ place, ...from }: VerifyArgs): Promise<Verdict[]> {
  if (place === undefined) throw new WrongUsage('What is to be verified? Give a folder or an address.');
  const site = siteAt(place);
  const listed = await site.list();
  const bytes = await site.read(RELEASES);
  const chain = bytes && chainFrom(bytes);
  if (!chain)
    throw new Failed(
      `${place} has no open-data/releases.json of ours: it cannot be computed again. Is the place right, and the file whole?`,
    );
  const database = await factDatabaseOf(from);
  try {
    const settings = { ...(await settingsFor(chain.publisher)), database };
    const expected = new Map<string, Uint8Array>();
    const verdicts: Verdict[] = [];
    let stable = new Map<string, Uint8Array>();
    for await (const { entry, release } of replay(settings, chain.releases, site.read)) {
      tell(`Computed the release of ${entry.asOf} again.`);
      stable = release.files;
      // One that comes out as it was published is not taken at its word that it cannot.
      const stands = entry.reopened && release.digest !== entry.digest;
      for (const [path, content] of release.files) if (isDated(path) && !stands) expected.set(path, content);
      if (stands) {
        for (const [name, sum] of Object.entries(entry.changed)) {
          const path = dated(name, entry.asOf, `${name}.csv`);
          const content = await site.read(path);
          const state = !content ? 'missing' : sha256(content) === sum ? 'stands' : 'differs';
          verdicts.push({ path, state, differences: [] });
        }
      }
    }
    if (chain.releases.length === 0) throw new Failed(`${place} has no release.`);
    for (const [path, content] of stable) if (!isDated(path)) expected.set(path, content);
    for (const [path, content] of expected) {
      verdicts.push(verdictOf(path, { published: await site.read(path), content, definitions: settings.definitions }));
    }
    const known = new Set([...expected.keys(), ...verdicts.map(({ path }) => path)]);
    const folders = verdicts.filter(({ state }) => state === 'stands').map(({ path }) => path.replace(/[^/]+$/, ''));
    for (const path of listed ?? [])
      if (!known.has(path) && !folders.some((folder) => path.startsWith(folder)))
        verdicts.push({ path, state: 'extra', differences: [] });
    return verdicts.sort((a, b) => (a.path < b.path ? -1 : 1));
  } finally {
    database.close();
  }
}

const isDated = (path: string): boolean => /^open-data\/[^/]+\/v\//.test(path);

function verdictOf(
  path: string,
  { published, content, definitions }: { published: Uint8Array | null; content: Uint8Array; definitions: Definitions },
): Verdict {
  if (!published) return { path, state: 'missing', differences: [] };
  if (Buffer.compare(published, content) === 0) return { path, state: 'agrees', differences: [] };
  const name = path.split('/')[1];
  const dataset = definitions.datasets.find((each) => each.name === name);
  const isData = dataset && path.endsWith(`/${name}.csv`);
  return {
    path,
    state: 'differs',
    differences: isData ? figuresApart(published, content, dataset.definition.key) : [],
  };
}
