import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../../functions/performance/facts/fact.ts';
import { objectsOf } from '../../../../functions/performance/facts/objects.ts';
import { cellsOfAll } from '../../../../functions/performance/publication/cells.ts';
import { type FactDatabase, openFactDatabase } from '../../../../functions/performance/publication/fact-database.ts';
import { openCells } from '../../../../functions/performance/publish-datasets/kept-cells.ts';
import { inMemoryFacts } from '../../../support/fact-store.ts';
import { inMemorySite } from '../../../support/site.ts';

const contact = (id: string, day: string, recorded = day): Fact => ({
  ...{ id, measure: 'contact', day, recorded, area: 'E06000004', source: 'contact-centre' },
  ...{ service: 'council-tax', channel: 'telephone' },
});
const FACTS = ['2026-09-01', '2026-09-02', '2026-09-03'].flatMap((day) => [
  contact(`${day}-a`, day),
  contact(`${day}-b`, day),
]);

async function world(facts: readonly Fact[]) {
  const store = inMemoryFacts();
  const read: string[] = [];
  const watched = {
    ...store,
    read: (key: string) => {
      read.push(key);
      return store.read(key);
    },
  };
  const record = async (more: readonly Fact[]) => {
    for (const object of objectsOf(more)) await store.write(object);
  };
  await record(facts);
  const { memory, remembered } = inMemorySite();
  /** What a release would find, and which days' objects it read for that. */
  const open = async () => {
    read.length = 0;
    const database = await openCells(watched, memory);
    try {
      return { cells: cellsIn(database), days: read.map((key) => key.split('/')[2]) };
    } finally {
      database.close();
    }
  };
  return { store, record, remembered, open };
}

const cellsIn = ({ db }: FactDatabase) => [
  db.prepare('select * from all_contact order by day, recorded').all(),
  db.prepare('select * from inputs order by measure, day, recorded').all(),
];

function madeOf(facts: readonly Fact[]) {
  const database = openFactDatabase();
  database.put(cellsOfAll(facts));
  return cellsIn(database);
}

describe('cells that are kept from one release to the next', () => {
  test('are those of all facts, and nothing is read again where nothing changed', async () => {
    const { open } = await world(FACTS);
    const first = await open();
    expect(first.cells).toEqual(madeOf(FACTS));
    expect(first.days).toEqual(['2026-09-01', '2026-09-02', '2026-09-03']);
    expect(await open()).toEqual({ cells: first.cells, days: [] });
  });

  test('are made again for the day of a correction, and for no other', async () => {
    const { open, record } = await world(FACTS);
    await open();
    const late = contact('late', '2026-09-02', '2026-09-05');
    await record([late]);
    expect(await open()).toEqual({ cells: madeOf([...FACTS, late]), days: ['2026-09-02', '2026-09-02'] });
  });

  test('go with a day whose facts are gone', async () => {
    const { open, store } = await world(FACTS);
    await open();
    for (const key of store.objects.keys()) if (key.includes('2026-09-03')) store.objects.delete(key);
    expect(await open()).toEqual({ cells: madeOf(FACTS.slice(0, 4)), days: [] });
  });

  test.each([
    ['no database', () => Buffer.from('not a database')],
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => new Uint8Array()],
  ])('are made of all facts if what was kept is %s', async (_, spoilt) => {
    const { open, remembered } = await world(FACTS);
    const { cells } = await open();
    for (const [name, bytes] of remembered) remembered.set(name, spoilt(bytes));
    expect(await open()).toEqual({ cells, days: ['2026-09-01', '2026-09-02', '2026-09-03'] });
  });

  test('are not kept of fact files that cannot be read', async () => {
    const { open, store, remembered } = await world(FACTS);
    const [key = '', body = ''] = [...store.objects][0] ?? [];
    store.objects.set(key, body.slice(0, -5));
    await expect(open()).rejects.toThrow(/1 fact files cannot be read/);
    expect(remembered.size).toBe(0);
    store.objects.set(key, body);
    expect((await open()).cells).toEqual(madeOf(FACTS));
  });
});
