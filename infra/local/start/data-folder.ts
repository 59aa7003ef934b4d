import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folders.ts';
import type { InputFile } from './input.ts';

/** What a folder given with --data remembers of the runs before. */
export type Remembered = {
  /** Milliseconds by which the clock was ahead. */
  clockShiftMs: number | null;
  /** Files that were handed in, by name and content: they are not handed in again. */
  files: { name: string; digest: string }[];
  /** The Notify sandbox's own state. */
  sandbox: unknown;
  /** Texts that residents sent back from the console. */
  replies: { number: string; content: string; at: number }[];
};

export type DataFolder = {
  /** The engine's part of the folder. */
  engine: string;
  remembered(): Remembered;
  remember(change: Partial<Remembered>): void;
  hasPlayed(name: string, digest: string): boolean;
};

/** Counted up when what the tables hold is arranged anew: an older folder would be misread. */
const LAYOUT = 4;

const NOTHING: Remembered = { clockShiftMs: null, files: [], sandbox: null, replies: [] };
const FILE = 'start.json';

/**
 * Opens a folder for state, and makes it if need be.
 * @throws Error if it cannot be made, or holds a start.json that is not ours or of another version.
 */
export function openDataFolder(folder: string): DataFolder {
  const engine = join(folder, 'engine');
  makeFolder('--data', engine);
  const path = join(folder, FILE);
  let remembered = existsSync(path) ? read(path) : NOTHING;
  return {
    engine,
    remembered: () => remembered,
    remember(change) {
      remembered = { ...remembered, ...change };
      // A new file in the old one's place: a kill leaves the one or the other.
      writeFileSync(`${path}.new`, JSON.stringify({ layout: LAYOUT, ...remembered }));
      renameSync(`${path}.new`, path);
    },
    hasPlayed: (name, digest) => remembered.files.some((each) => each.name === name && each.digest === digest),
  };
}

function read(path: string): Remembered {
  const { layout, ...remembered } = jsonIn(path);
  if (layout === LAYOUT) return { ...NOTHING, ...remembered };
  throw new Error(
    `${path} is of another version of Crier, which keeps its state otherwise. Take another folder for --data`,
  );
}

function jsonIn(path: string): Partial<Remembered> & { layout?: number } {
  try {
    return { ...JSON.parse(readFileSync(path, 'utf8')) };
  } catch {
    throw new Error(`${path} cannot be read: it is not what npm start writes there. Take another folder for --data`);
  }
}

/** SHA-256 of a file's content. */
export async function digestOf({ path }: InputFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
