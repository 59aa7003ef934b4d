import type { Release } from '../../functions/performance/publication/types.ts';

/** Every file of a release, byte for byte, in the order in which they are made. */
export const bytesOf = ({ files }: Release): [string, string][] =>
  [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('latin1')]);

export const textOf = (release: Release, path: string): string => {
  const bytes = release.files.get(`open-data/${path}`);
  if (!bytes) throw new Error(`the release has no open-data/${path}`);
  return Buffer.from(bytes).toString();
};
