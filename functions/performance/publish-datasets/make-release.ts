import { createHash } from 'node:crypto';
import type { FactStore } from '../facts/store.ts';
import type { FactDatabase } from '../publication/fact-database.ts';
import { type ReleaseEntry, releasesIn } from '../publication/files/releases.ts';
import { type PublishInput, publish } from '../publication/publish.ts';
import { publishedFiles, replay } from '../publication/replay.ts';
import { stateBytes, stateIn } from '../publication/state.ts';
import type { Former } from '../publication/types.ts';
import type { Memory } from '../site/site.ts';
import { openCells } from './kept-cells.ts';
import type { Before, Deps, Made } from './publish-datasets.ts';

type Settings = Pick<PublishInput, 'definitions' | 'publisher' | 'councils' | 'pages' | 'code'>;

/**
 * Makes releases from the facts of one council's store. Holds the facts of one measure and day at a time, and reads those
 * days again that changed since the last release, and makes the rows of those years again that rest on them.
 * @returns also how many rows were made; all others stand
 */
export function releaseFrom(
  store: FactStore,
  kept: Memory,
  settings: Settings,
): (about: Parameters<Deps['release']>[0]) => Promise<Made & { rows: number }> {
  return async ({ asOf, before }) => {
    const database = await openCells(store, kept);
    try {
      const former = before && (await formerOf({ ...settings, database }, before));
      const { files, problems, state, computed } = publish({ ...settings, database, asOf, before: former });
      const rows = computed.reduce((sum, each) => sum + each.rows, 0);
      // What a release leaves for the next: its own state, and which facts it was made from.
      return { files, problems, state: stateBytes(inputsUpTo(database, asOf), state), rows };
    } finally {
      database.close();
    }
  };
}

/**
 * The former release as the next one looks back on it. Where it was made before its day was over, and facts of that day
 * came after it, it cannot be computed again from the facts: it is marked so, and its copies stand as they were published.
 */
async function formerOf(input: Omit<PublishInput, 'asOf' | 'before'>, before: Before): Promise<Former> {
  const { files, read } = before;
  const left = stateIn(before.state);
  const chain = releasesIn(files);
  const last = chain.at(-1);
  if (!last || inputsUpTo(input.database, last.asOf) === left.inputs)
    return { files, state: left.state, letGo: (path) => files.delete(path) };
  const marked: ReleaseEntry[] = [];
  let state = left.state;
  for await (const { entry, release } of replay(input, chain, read)) {
    marked.push(release.digest === entry.digest ? entry : { ...entry, reopened: true });
    state = release.state;
  }
  return { files: await publishedFiles(input, marked, read), state };
}

/** A hash of all facts that were recorded up to a day. */
function inputsUpTo({ db }: FactDatabase, day: string): string {
  const hash = createHash('sha256');
  const inputs = db.prepare(
    'select measure, day, recorded, facts, sha256 from inputs where recorded <= ? order by measure, day, recorded',
  );
  for (const each of inputs.iterate(day)) hash.update(JSON.stringify(Object.values(each)));
  return hash.digest('hex');
}
