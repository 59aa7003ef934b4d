import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../../../contracts/files/layout.ts';
import { readLayout } from '../../../contracts/files/layouts.ts';

/**
 * One file to be played: dropped into the inbox, posted at the door as events, texted back by residents, or
 * brought back by the post.
 */
export type InputFile = {
  kind: 'extract' | 'events' | 'ndjson' | 'replies' | 'returned';
  name: string;
  path: string;
};

export type InputFolder = {
  files: InputFile[];
  /** Its folder of documents. */
  documents: string | null;
  /** Layouts of its files that Crier does not bring. */
  layouts: Layout[];
  /** The names of what is left alone. */
  left: string[];
};

const KINDS: [suffix: string, kind: InputFile['kind']][] = [
  ['.csv', 'extract'],
  ['.event.json', 'events'],
  ['.ndjson', 'ndjson'],
  ['.replies.json', 'replies'],
  ['.returned.json', 'returned'],
];

/** Layouts of files that lie beside them: `layout.json`, or several that end so. */
const LAYOUT = /(^|\.)layout\.json$/i;

/** Beside the events that name them. */
const DOCUMENTS = 'documents';

// Receipts that an earlier run wrote beside the files are ours: they need no mention.
const OURS = /\.csv\.(receipt|rejects)\.json$/i;

/**
 * The files of an input folder, their endings in any case, in name order (by character code, the same on every machine), its
 * folder of documents, if it has one, layouts of files in it, and the names of those that are left alone.
 * @throws Error if there is no such folder, or a layout in it will not do.
 */
export function readInputFolder(folder: string): InputFolder {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`there is no folder ${folder}: --input takes a folder with *.csv, *.event.json or *.ndjson files`);
  }
  const names = readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));
  const files: InputFile[] = [];
  const left: string[] = [];
  const layouts: Layout[] = [];
  let documents: string | null = null;
  for (const name of names) {
    const path = join(folder, name);
    const kind = KINDS.find(([suffix]) => name.toLowerCase().endsWith(suffix))?.[1];
    if (kind && statSync(path, { throwIfNoEntry: false })?.isFile()) files.push({ kind, name, path });
    else if (name === DOCUMENTS && statSync(path, { throwIfNoEntry: false })?.isDirectory()) documents = path;
    else if (LAYOUT.test(name)) layouts.push(readLayout(jsonIn(path), path));
    else if (!OURS.test(name)) left.push(name);
  }
  return { files, documents, layouts, left };
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error(`${path} is not JSON: it must be a layout of files, see contracts/files/layouts`);
  }
}
