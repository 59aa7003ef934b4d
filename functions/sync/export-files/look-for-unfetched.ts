import type { ToFile } from '../settings.ts';
import type { Deps } from './ports.ts';

/** Whoever fetches once a day has done so by then. */
const LATE_MS = 26 * 3_600_000;

/** Whoever has fetched a file takes it away: what is still there after a day and two hours, nobody has fetched. */
export async function lookForUnfetched({ files, clock, alarm }: Deps, { name }: ToFile): Promise<void> {
  const late = (await files.unfetched(name)).filter(({ at }) => clock() - at > LATE_MS);
  if (late.length > 0) alarm('file-not-fetched', { subscriber: name, files: late.length });
}
