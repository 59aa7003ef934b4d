import { inFlight } from '../../shared/in-flight.ts';
import { type Files, keyOf, listOf, type Site } from '../site/site.ts';

const AT_ONCE = 20;
/** A release of open data that is published meanwhile moves a pointer of the same store. */
const TRIES = 5;

export type Deps = { files: () => Files; site: Site };

/** `unchanged`: readers see this very catalogue already. */
export type Published = { kind: 'published' | 'unchanged'; digest: string };

/**
 * Publishes the catalogue of the contracts that this code has: all files first, under the name of their digest, and then the pointer.
 * May be killed anywhere and run again.
 * @throws Error if others moved pointers each time, and whatever the site throws
 */
export async function publishCatalogue({ files: make, site }: Deps): Promise<Published> {
  const files = make();
  const { digest } = listOf(files);
  let written = false;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const seen = await site.pointer();
    if (seen.digest === digest) return { kind: written ? 'published' : 'unchanged', digest };
    if (!written)
      await inFlight([...files], AT_ONCE, ([path, bytes]) => site.write(keyOf(path, digest), bytes, { keep: false }));
    written = true;
    if (await site.point(digest, seen)) return { kind: 'published', digest };
  }
  throw new Error(`the pointer was moved by others ${TRIES} times: the former catalogue stands`);
}
