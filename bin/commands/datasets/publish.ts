import { mkdir } from 'node:fs/promises';
import { newestRecorded } from '../../../functions/performance/publication/fact-database.ts';
import { sha256 } from '../../../functions/performance/publication/files/names.ts';
import { chainFrom, RELEASES, type ReleaseEntry } from '../../../functions/performance/publication/files/releases.ts';
import { dateOf, dayNumber } from '../../../functions/performance/publication/periods.ts';
import { type PublishInput, publish } from '../../../functions/performance/publication/publish.ts';
import { publishedFiles, replay } from '../../../functions/performance/publication/replay.ts';
import type { Former, Release } from '../../../functions/performance/publication/types.ts';
import { Failed, WrongUsage } from '../trouble.ts';
import { factDatabaseOf, tell } from './fact-database.ts';
import { publisherFor, settingsFor } from './settings.ts';
import { type Site, siteAt, writeSite } from './site.ts';

export type PublishArgs = {
  out?: string;
  events?: string;
  facts?: string;
  'as-of'?: string;
  council?: string;
  url?: string;
};

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Publishes into a folder. A folder that has releases gets a further one, with its revisions. */
export async function publishInto({ out, 'as-of': wanted, council, url, ...from }: PublishArgs): Promise<Release> {
  if (out === undefined) throw new WrongUsage('Into which folder? Give --out DIR.');
  if (wanted !== undefined && (!DAY.test(wanted) || Number.isNaN(Date.parse(wanted))))
    throw new WrongUsage(`--as-of ${wanted} is no day: write it as 2026-10-31.`);
  const database = await factDatabaseOf(from);
  try {
    const newest = newestRecorded(database);
    if (newest === null && wanted === undefined) throw new Failed('There are no facts: nothing is published.');
    await mkdir(out, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      throw new Failed(`${out} cannot be made (${error.code}): give --out a folder that can be written.`);
    });
    const settings = { ...(await settingsFor(publisherFor(council, url))), database };
    const site = siteAt(out);
    const asOf = wanted ?? newest!;
    const release = await next(settings, { site, asOf, out });
    const written = await writeSite(out, release.files);
    for (const { source, code, text } of release.problems) tell(`${source ? `${source}: ` : ''}${code}: ${text}`);
    tell(`As of ${release.asOf}: ${release.files.size} files, ${written} of them new or changed.`);
    return release;
  } finally {
    database.close();
  }
}

type Settings = Omit<PublishInput, 'asOf' | 'before'>;

async function next(settings: Settings, to: { site: Site; asOf: string; out: string }): Promise<Release> {
  const { site, asOf, out } = to;
  const bytes = await site.read(RELEASES);
  if (!bytes) return publish({ ...settings, asOf, before: null });
  const chain = chainFrom(bytes)?.releases;
  const last = chain?.at(-1);
  if (!chain || !last)
    throw new Failed(`${out} has a releases.json that is none of ours: publish into another folder.`);
  if (last.asOf > asOf) throw new Failed(`${out} stands as of ${last.asOf}: there are no facts after that to publish.`);
  tell(
    `Computing ${chain.length} former release${chain.length === 1 ? '' : 's'} again, since what was hidden must stay so.`,
  );
  let standing: Release | null = null;
  const marked: ReleaseEntry[] = [];
  for await (const { entry, release } of replay(settings, chain, site.read)) {
    const differs = release.digest !== entry.digest;
    marked.push(differs ? { ...entry, reopened: true } : entry);
    standing = release;
  }
  const { state, files } = standing!;
  if (!marked.at(-1)!.reopened) {
    if (last.asOf === asOf) return standing!;
    return publish({ ...settings, asOf, before: { files, state } });
  }
  await mustBeWhole(site, out);
  const before: Former = { files: await publishedFiles(settings, marked, site.read), state };
  const day = last.asOf === asOf ? dateOf(dayNumber(asOf) + 1) : asOf;
  tell(
    `Facts or definitions of the release of ${last.asOf} have changed since. Its copies stand; this release is as of ${day}, and its revisions say what changed.`,
  );
  return publish({ ...settings, asOf: day, before });
}

/** What the next release looks back on must be unchanged. */
async function mustBeWhole(site: Site, out: string): Promise<void> {
  const sums = await site.read('open-data/SHA256SUMS');
  for (const line of new TextDecoder().decode(sums ?? new Uint8Array()).split('\n')) {
    const [sum, path] = line.split('  ');
    if (!path) continue;
    const bytes = await site.read(`open-data/${path}`);
    if (!bytes || sha256(bytes) !== sum)
      throw new Failed(
        `${out}/open-data/${path} is not as it was published: put it back, or publish into another folder.`,
      );
  }
}
