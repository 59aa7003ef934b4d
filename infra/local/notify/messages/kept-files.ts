// The documents that came with messages: letters' pages, and the files that emails link to. They lie in a folder, by their sum,
// since ten thousand of them are more than a machine has memory for.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a message says of its document. */
export type KeptFile = {
  sha256: string;
  bytes: number;
  /** Of an email: where its reader finds it. A letter has none. */
  link: FileLink | null;
};

export type FileLink = {
  /** What stands in the link's path, and the key in its query, without which it opens nothing. */
  id: string;
  key: string;
  /** What it is called when it is saved. */
  filename: string | null;
  /** Whether its reader must first say which address it was sent to. */
  confirmEmail: boolean;
  /** The last London day on which it is there. */
  until: string;
};

export type KeptFiles = {
  keep(content: Buffer): Omit<KeptFile, 'link'>;
  /** Null where nothing is kept. */
  read(sha256: string): Buffer | null;
};

/** @param folder null keeps nothing: whoever runs a sandbox without looking at its messages needs no disk for them. */
export function keptFiles(folder: string | null): KeptFiles {
  const pathOf = (sha256: string) => join(folder ?? '', `${sha256}.pdf`);
  return {
    keep(content) {
      const sha256 = createHash('sha256').update(content).digest('hex');
      if (folder !== null && !existsSync(pathOf(sha256))) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(pathOf(sha256), content);
      }
      return { sha256, bytes: content.length };
    },
    read: (sha256) =>
      folder !== null && /^[0-9a-f]{64}$/.test(sha256) && existsSync(pathOf(sha256))
        ? readFileSync(pathOf(sha256))
        : null,
  };
}
