import { inFlight } from '../../shared/in-flight.ts';
import type { Problem } from '../facts/fact.ts';
import { sha256 } from '../publication/files/names.ts';
import { NOT_FOUND } from '../settings.ts';
import {
  type Files,
  isDated,
  keyOf,
  listOf,
  type Manifest,
  type Memory,
  manifestKey,
  type Site,
} from '../site/site.ts';

const AT_ONCE = 20;

/**
 * A release as the next one looks back on it. The function that makes it may let go of files that it needs no longer, being large.
 * `read` finds any file of the site by its path, dated copies too.
 */
export type Before = {
  files: Map<string, Uint8Array>;
  state: Uint8Array;
  read: (path: string) => Promise<Uint8Array | null>;
};
export type Made = { files: Files; state: Uint8Array; problems: readonly Omit<Problem, 'event'>[] };

export type Deps = {
  /** The release of the facts recorded up to a day. The same facts and the same former release give the same bytes. */
  release: (about: { asOf: string; before: Before | null }) => Promise<Made>;
  site: Site;
  memory: Memory;
  /** The page for addresses that do not exist. */
  notFound: Uint8Array;
  /** Says what was wrong with the facts. */
  tell: (problem: Omit<Problem, 'event'>) => void;
};

/**
 * - `published`: readers see this release from now on.
 * - `unchanged`: they see the very same already.
 * - `overtaken`: another run has published meanwhile; what was published is to be looked at again.
 * - `stands`: there is a release of that day, or a newer one. A day is released once, so its dated copies hold for good.
 */
export type Published = { kind: 'published' | 'unchanged' | 'overtaken' | 'stands'; digest: string };

/**
 * Publishes the release of one day: all its files first, under the name of its digest, then its manifest, and at last the
 * pointer. Readers see the former release, whole, until the pointer has moved. May be killed anywhere and run again.
 * @param asOf a London day
 * @throws Error if there is nothing to publish, if the former release is not whole, and whatever the ports throw
 */
export async function publishDatasets(
  { release, site, memory, notFound, tell }: Deps,
  { asOf }: { asOf: string },
): Promise<Published> {
  const seen = await site.pointer();
  const former = seen.digest === null ? null : await manifestOf(site, seen.digest);
  if (former && former.as_of >= asOf) return { kind: 'stands', digest: former.digest };
  const before = former && (await beforeOf({ site, memory }, former));
  const { files, problems, state } = await release({ asOf, before });
  for (const problem of problems) tell(problem);
  if (files.size === 0) throw new Error('the release has no files: nothing is published');
  const manifest: Manifest = { as_of: asOf, ...listOf(files) };
  const { digest } = manifest;
  if (digest === former?.digest) return { kind: 'unchanged', digest };

  // Copies of a day that was released stand for good; those of a run that died before its release do not.
  const stands = (path: string) => isDated(path) && !path.includes(`/v/${asOf}/`);
  await inFlight([...files], AT_ONCE, ([path, bytes]) =>
    site.write(keyOf(path, digest), bytes, { keep: stands(path) }),
  );
  await site.write(NOT_FOUND, notFound, { keep: false });
  await memory.remember(digest, state);
  await site.write(manifestKey(digest), Buffer.from(`${JSON.stringify(manifest)}\n`), { keep: false });
  return { kind: (await site.point(digest, seen)) ? 'published' : 'overtaken', digest };
}

async function manifestOf(site: Site, digest: string): Promise<Manifest> {
  const bytes = await site.read(manifestKey(digest));
  if (!bytes) throw new Error(`the site points to ${digest}, of which there is no manifest`);
  return JSON.parse(Buffer.from(bytes).toString()) as Manifest;
}

/** The former release, without dated copies, which are not compared with. */
async function beforeOf({ site, memory }: Pick<Deps, 'site' | 'memory'>, manifest: Manifest): Promise<Before> {
  const { digest, files } = manifest;
  const state = await memory.recall(digest);
  if (!state) throw new Error(`the release ${digest} has no state: what it hid would not stay hidden`);
  const found = new Map<string, Uint8Array>();
  await inFlight(
    files.filter(({ path }) => !isDated(path)),
    AT_ONCE,
    async ({ path, sha256: expected }) => {
      const bytes = await site.read(keyOf(path, digest));
      if (!bytes || sha256(bytes) !== expected) throw new Error(`the release ${digest} is not whole: ${path} differs`);
      found.set(path, bytes);
    },
  );
  return { files: found, state, read: (path) => site.read(keyOf(path, digest)) };
}
