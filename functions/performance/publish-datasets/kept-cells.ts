import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measure, Problem } from '../facts/fact.ts';
import type { FactStore } from '../facts/store.ts';
import { COLUMNS } from '../publication/cells.ts';
import { type FactDatabase, openFactDatabase } from '../publication/fact-database.ts';
import type { Memory } from '../site/site.ts';
import { cellsByDay, placeOf } from './cells-by-day.ts';

/** To be raised when `cellsOf` makes other cells of the same facts: those that are kept are then made anew. */
const FORM = 1;
const NAME = `cells-${FORM}-${createHash('sha256').update(JSON.stringify(COLUMNS)).digest('hex').slice(0, 16)}`;

/**
 * The cells of all facts of a store. Those of days whose objects are as they were for the last release come from what it
 * kept, as a database; only other days are read. What is kept is a convenience: without it all are read.
 * @throws Error if fact files cannot be read; nothing is kept then
 */
export async function openCells(store: FactStore, kept: Memory): Promise<FactDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-cells-'));
  const path = join(folder, 'cells.sqlite');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const database = await opened(path, await kept.recall(NAME));
    const close = () => {
      database.close();
      remove();
    };
    try {
      if (await readChanged(database, store)) await kept.remember(NAME, await readFile(path));
      return { ...database, close };
    } catch (error) {
      close();
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}

async function opened(path: string, kept: Uint8Array | null): Promise<FactDatabase> {
  if (kept) {
    await writeFile(path, kept);
    try {
      return ready(openFactDatabase(path));
    } catch {
      rmSync(path); // it is no database, or cut short
    }
  }
  return ready(openFactDatabase(path));
}

function ready(database: FactDatabase): FactDatabase {
  database.db.exec('create table if not exists read (place text primary key, objects text) without rowid');
  const { quick_check } = database.db.prepare('pragma quick_check(1)').get() as { quick_check: string };
  if (quick_check === 'ok') return database;
  database.close();
  throw new Error(quick_check);
}

/** Reads the days whose objects are others than those read before. @returns whether there were any */
async function readChanged(database: FactDatabase, store: FactStore): Promise<boolean> {
  const { db, put } = database;
  const before = new Map(
    (db.prepare('select place, objects from read').all() as { place: string; objects: string }[]).map(
      ({ place, objects }) => [place, objects],
    ),
  );
  const now = await objectsByPlace(store);
  const read = db.prepare('insert or replace into read values (?, ?)');
  const forget = db.prepare('delete from read where place = ?');
  let changed = false;
  for (const place of before.keys()) {
    if (now.has(place)) continue;
    const [, measure, day] = place.split('/') as [string, Measure, string];
    put([{ measure, day, inputs: [], rows: [] }]);
    forget.run(place);
    changed = true;
  }
  const broken: Problem[] = [];
  for await (const { cells, problems } of cellsByDay(store, ({ key }) => isOther(before, now, placeOf(key)))) {
    broken.push(...problems);
    put([cells]);
    const place = `facts/${cells.measure}/${cells.day}`;
    // What came after the listing is read again next time.
    read.run(place, now.get(place) ?? '');
    changed = true;
  }
  const [first] = broken;
  if (first) throw new Error(`${broken.length} fact files cannot be read, the first: ${first.source} ${first.text}`);
  return changed;
}

const isOther = (before: Map<string, string>, now: Map<string, string>, place: string): boolean =>
  !before.has(place) || before.get(place) !== now.get(place);

/** A hash of the names and etags of each measure and day's objects. */
async function objectsByPlace(store: FactStore): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let place = '';
  let hash = createHash('sha256');
  const done = () => place !== '' && found.set(place, hash.digest('base64url'));
  for await (const { key, etag } of store.list()) {
    const here = placeOf(key);
    if (here !== place) {
      done();
      place = here;
      hash = createHash('sha256');
    }
    hash.update(`${key} ${etag}\n`);
  }
  done();
  return found;
}
