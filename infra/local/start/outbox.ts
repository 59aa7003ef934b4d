import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileThere } from '../subscribers/file-receiver.ts';

/**
 * Files that go out, as whoever fetches them finds them on one machine: `outbox/<subscriber>/` of a folder.
 * @param keeps whether what is there goes on; else it is of a start before, and goes
 */
export function openOutbox(folder: string, { subscribers, keeps }: { subscribers: readonly string[]; keeps: boolean }) {
  const outbox = join(folder, 'outbox');
  for (const name of subscribers) {
    if (!keeps) rmSync(join(outbox, name), { recursive: true, force: true });
    mkdirSync(join(outbox, name), { recursive: true });
  }
  return {
    put({ subscriber, name, bytes }: FileThere): void {
      // Beside the folder that is looked into: a file is there whole or not at all.
      const part = join(outbox, `.${name}.part`);
      writeFileSync(part, bytes);
      renameSync(part, join(outbox, subscriber, name));
    },
    /** All that are there, in the order in which they were written. */
    files: (): FileThere[] =>
      subscribers.flatMap((subscriber) =>
        readdirSync(join(outbox, subscriber))
          .sort()
          .map((name) => ({ subscriber, name, bytes: readFileSync(join(outbox, subscriber, name)) })),
      ),
  };
}
