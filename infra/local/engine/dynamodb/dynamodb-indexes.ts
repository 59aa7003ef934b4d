// dynalite writes an item and its index entries one after another, so a kill can leave them apart. After a start that
// follows a kill, all indexes are built anew from the items.

import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const require = createRequire(import.meta.url);
/** The LevelDB that dynalite itself uses. */
const requireOfDynalite = createRequire(require.resolve('dynalite'));

type Item = Record<string, unknown>;
type Index = { IndexName: string };
type Table = { TableName: string; LocalSecondaryIndexes?: Index[]; GlobalSecondaryIndexes?: Index[] };
type Level = {
  open(): Promise<void>;
  close(): Promise<void>;
  clear(range: { gte: string; lt: string }): Promise<void>;
  batch(operations: { type: 'put'; key: string; value: Item }[]): Promise<void>;
  values(range: { gte: string; lt: string }): AsyncIterable<Item>;
};
type DynaliteDb = {
  getIndexActions(
    indexes: Index[],
    existing: undefined,
    item: Item,
    table: Table,
  ): { puts: { index: string; key: string; item: Item }[] };
};

const BATCH = 1000;
/** All keys that begin with this text: dynalite separates its parts by a tilde. */
const under = (prefix: string) => ({ gte: prefix, lt: `${prefix}\u00ff` });

/**
 * Makes sure that no other process has the store open, and rebuilds its indexes if asked to.
 * @param path dynalite's LevelDB folder, made if it is not there.
 * @throws Error if another engine has it open.
 */
export async function prepareStore(path: string, options: { rebuild: boolean }): Promise<void> {
  const { Level } = requireOfDynalite('level') as { Level: new (path: string, options: object) => Level };
  mkdirSync(path, { recursive: true });
  const level = new Level(path, { valueEncoding: 'json' });
  await level.open().catch((error: Error & { cause?: { code?: string } }) => {
    if (error.cause?.code !== 'LEVEL_LOCKED') throw error;
    throw new Error(`Another engine runs on ${dirname(path)}. Stop it, or start with another --data folder.`);
  });
  try {
    if (options.rebuild) await rebuildIndexes(level);
  } finally {
    await level.close();
  }
}

async function rebuildIndexes(level: Level): Promise<void> {
  const { getIndexActions } = require('dynalite/db') as DynaliteDb;
  await level.clear(under('index-'));
  for await (const table of level.values(under('table~')) as AsyncIterable<unknown> as AsyncIterable<Table>) {
    let batch: { type: 'put'; key: string; value: Item }[] = [];
    for await (const item of level.values(under(`item-${table.TableName}~`))) {
      for (const kind of ['local', 'global'] as const) {
        const indexes = table[kind === 'local' ? 'LocalSecondaryIndexes' : 'GlobalSecondaryIndexes'] ?? [];
        for (const put of getIndexActions(indexes, undefined, item, table).puts) {
          batch.push({
            type: 'put',
            key: `index-${kind}~${table.TableName}~${put.index}~${put.key}`,
            value: put.item,
          });
        }
      }
      if (batch.length < BATCH) continue;
      await level.batch(batch);
      batch = [];
    }
    await level.batch(batch);
  }
}
