import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Makes a folder that an option names, if need be.
 * @throws Error in words if it cannot be made, or not be written to.
 */
export function makeFolder(option: string, folder: string): void {
  try {
    makeEach(resolve(folder));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${option}: the folder ${folder} cannot be made or written to (${code}). Take another`);
  }
}

// One by one: where a parent takes no folders, such as /proc, mkdir's own recursion tries without end.
function makeEach(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeEach(dirname(folder));
  mkdirSync(folder);
}

/**
 * Keeps a folder from any other process until it is let go. The lock is the system's: a kill ends it too.
 * @throws Error if another process has it.
 */
export function holdFolder(folder: string): { letGo(): void } {
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(`--data: another npm start runs on ${folder}. Stop that one first, or take another folder`);
  }
  return { letGo: () => lock.close() };
}
