import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../../../contracts/envelope.ts';
import { type Layout, layoutSchema } from '../../../../contracts/files/layout.ts';
import { importFile } from '../../../../functions/intake/import-file/import-file.ts';
import { intakeWorld } from '../../../support/intake-world.ts';
import { Killed, killing } from '../../../support/kill.ts';

const LAYOUT = layoutSchema.parse({
  layout: 'tenants',
  kind: 'snapshot',
  source: 'housing',
  key: ['ref'],
  columns: [
    { name: 'ref', form: 'text', required: 'value' },
    { name: 'name', form: 'text', required: 'no', compared: true },
    { name: 'since', form: 'date', required: 'value', compared: true },
    { name: 'rent', form: 'pounds', required: 'no', compared: true },
    { name: 'keysafe', form: 'flag', required: 'header', compared: true },
    { name: 'note', form: 'text', required: 'no' },
  ],
  trailer: 'rows',
  facts: {
    added: 'council.records.record-added.v1',
    changed: 'council.records.record-changed.v1',
    gone: 'council.records.record-gone.v1',
  },
  lose_percent: 20,
  baseline_events: false,
}) as Layout;

const HEADER = 'ref,name,since,rent,keysafe,note';
const row = (n: number, rest = 'Zoë,2026-02-01,1234.50,Y,') => `R${n},${rest}`;
const file = (...rows: string[]) => [HEADER, ...rows, `TRAILER,${rows.length}`, ''].join('\n');
const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => row(from + i));

type World = Awaited<ReturnType<typeof intakeWorld>>;
const worldWith = (change: object = {}) => intakeWorld([{ ...LAYOUT, ...change } as Layout]);
const drop = async (world: World, name: string, text: string | Uint8Array) => {
  const outcome = await world.importFile(world.objects.put(name, text));
  return {
    outcome,
    receipt: world.objects.json(`${name}.receipt.json`),
    rejects: world.objects.json(`${name}.rejects.json`),
  };
};
/** What was told of records, by the names that their source has for them. */
function told({ bus, references }: World): string[] {
  return [...bus.events.values()]
    .filter(({ type }) => type.startsWith('council.records.'))
    .map(({ id, type, sequence, data }: CloudEvent) => {
      const { record_ref } = references.get(id) as { record_ref: string };
      const columns = (data as { columns?: string[] }).columns ?? [];
      return [sequence, type.split('.')[2]?.replace('record-', ''), record_ref, ...columns].join(' ');
    })
    .sort();
}

describe('a snapshot', () => {
  test('tells nothing the first time, and then of each record that came, changed or went', async () => {
    const world = await worldWith();
    expect((await drop(world, '1.csv', file(...rows(1, 10)))).receipt).toMatchObject({
      outcome: 'taken',
      taken: 10,
      held: false,
      changes: { added: 0, changed: 0, gone: 0, same: 0 },
    });
    expect(told(world)).toEqual([]);
    const second = file(...rows(2, 9), row(10, 'ZOË,2026-02-02,1234.50,Y,x'), row(11));
    expect((await drop(world, '2.csv', second)).receipt).toMatchObject({
      outcome: 'taken',
      changes: { added: 1, changed: 1, gone: 1, same: 8 },
    });
    expect(told(world)).toEqual(['2 added R11', '2 changed R10 name since', '2 gone R1']);
    expect(JSON.stringify([...world.bus.events.values()])).not.toMatch(/"R1|Zo/);
    expect(world.snapshots.names()).toEqual(['tenants/2.sqlite']);
  });

  test('with baseline_events tells of all records the first time', async () => {
    const world = await worldWith({ baseline_events: true });
    expect((await drop(world, '1.csv', file(...rows(1, 3)))).receipt.changes).toMatchObject({ added: 3 });
    expect(told(world)).toEqual(['1 added R1', '1 added R2', '1 added R3']);
  });

  test('is the same however values are written, and whatever the order of rows and columns', async () => {
    const world = await worldWith();
    await drop(world, '1.csv', file(row(1, '"Zoë\nAnn",2026-02-01,1234.50,,'), row(2)));
    const other = [
      'keysafe,rent,since,name,ref',
      'y,"£1,234.50",01/02/2026, Zoë ,R2',
      'N,1234.50,2026-02-01,"Zoë\r\nAnn",R1',
      'TRAILER,2',
      '',
    ].join('\r\n');
    const { receipt } = await drop(world, '2.csv', Buffer.from(other, 'latin1'));
    expect(receipt).toMatchObject({ outcome: 'taken', changes: { added: 0, changed: 0, gone: 0, same: 2 } });
  });

  test('says nothing of the record of a row that is refused: it stays as it was', async () => {
    const world = await worldWith();
    await drop(world, '1.csv', file(...rows(1, 5)));
    const { receipt, rejects } = await drop(world, '2.csv', file(...rows(1, 4), row(5, 'Ann,31/02/2026,,,')));
    expect(receipt).toMatchObject({ outcome: 'taken', rejected: 1, changes: { changed: 0, gone: 0, same: 4 } });
    expect(rejects).toMatchObject([{ line: 6, column: 'since', reason: 'bad-date' }]);
    await drop(world, '3.csv', file(...rows(1, 4), row(5, 'Ann,2026-02-01,1234.50,Y,')));
    expect(told(world)).toEqual(['3 changed R5 name']);
  });

  test.each([
    ['of which a key cannot be read', [',Zoë,2026-02-01,,,'], [{ line: 5, column: 'ref', reason: 'empty' }]],
    [
      'of which a row has a field too many',
      ['R9,Zoë,2026-02-01,,,,x'],
      [{ line: 5, column: null, reason: 'field-count' }],
    ],
    [
      'of which a key comes twice',
      [row(9), row(9, 'Ann,2026-02-01,,,')],
      [
        { line: 5, column: 'ref', reason: 'duplicate' },
        { line: 6, column: 'ref', reason: 'duplicate' },
      ],
    ],
  ])('%s loses nothing, and takes the other rows', async (_, odd, refused) => {
    const world = await worldWith();
    await drop(world, '1.csv', file(...rows(1, 10)));
    const { receipt, rejects } = await drop(world, '2.csv', file(row(1), row(2), row(11), ...odd));
    expect(rejects).toMatchObject(refused);
    expect(receipt).toMatchObject({ outcome: 'taken', changes: { added: 1, changed: 0, gone: 0, same: 2 } });
    expect((await drop(world, '3.csv', file(...rows(1, 11)))).receipt.changes).toMatchObject({ added: 0, same: 11 });
  });

  test('without its trailer is refused, and nothing of it counts', async () => {
    const world = await worldWith();
    await drop(world, '1.csv', file(...rows(1, 10)));
    const { receipt } = await drop(world, '2.csv', file(...rows(1, 10)).replace('TRAILER,10\n', ''));
    expect(receipt).toMatchObject({ outcome: 'refused', reasons: [{ code: 'trailer-missing' }] });
    expect((await drop(world, '3.csv', file(...rows(1, 11)))).receipt.changes).toMatchObject({ added: 1 });
  });

  test('with the bytes of one that was taken is known', async () => {
    const world = await worldWith();
    await drop(world, '1.csv', file(...rows(1, 10)));
    await drop(world, '2.csv', file(...rows(1, 11)));
    const again = await drop(world, 'again.csv', file(...rows(1, 10)));
    expect([again.outcome, again.receipt.outcome]).toEqual([{ kind: 'duplicate' }, 'already-imported']);
    expect(told(world)).toEqual(['2 added R11']);
  });
});

describe('a snapshot that loses much', () => {
  const release = (world: World, object: Parameters<World['importFile']>[0]) =>
    importFile(world.deps, { ...world.arrival(object), released: true });

  test('is held beyond its share, and not at exactly that share', async () => {
    const world = await worldWith();
    await drop(world, '1.csv', file(...rows(1, 10)));
    const { receipt } = await drop(world, '2.csv', file(...rows(1, 7)));
    expect(receipt).toMatchObject({ outcome: 'held', held: true, taken: 0, reasons: [{ code: 'loses-too-much' }] });
    expect(receipt.changes).toEqual({ added: 0, changed: 0, gone: 0, same: 0 });
    expect(world.alarms).toEqual([{ what: 'snapshot-held', layout: 'tenants', lost: 3, of: 10 }]);
    expect(told(world)).toEqual([]);
    expect((await drop(world, '3.csv', file(...rows(1, 8)))).receipt).toMatchObject({
      outcome: 'taken',
      changes: { gone: 2 },
    });
  });

  test('is taken when an officer releases it', async () => {
    const world = await worldWith();
    await drop(world, '1.csv', file(...rows(1, 10)));
    const object = world.objects.put('2.csv', file(...rows(1, 4)));
    await world.importFile(object);
    expect(await release(world, object)).toEqual({ kind: 'done' });
    expect(world.objects.json('2.csv.receipt.json')).toMatchObject({
      outcome: 'taken',
      held: false,
      changes: { added: 0, changed: 0, gone: 6, same: 4 },
    });
    expect(told(world)).toHaveLength(6);
  });

  test('can no longer be released once a later one was taken', async () => {
    const world = await worldWith();
    await drop(world, '1.csv', file(...rows(1, 10)));
    const object = world.objects.put('2.csv', file(...rows(1, 4)));
    await world.importFile(object);
    await drop(world, '3.csv', file(...rows(1, 9)));
    expect(await release(world, object)).toEqual({ kind: 'rejected', reason: 'no-longer-held' });
    expect(told(world)).toEqual(['2 gone R10']);
  });
});

test('a snapshot killed at any await and delivered again, ends the same', async () => {
  const first = file(...rows(1, 10));
  const second = file(...rows(2, 9), row(10, 'Ann,2026-02-02,,,'), row(11));
  const calm = await worldWith();
  await drop(calm, '1.csv', first);
  await drop(calm, '2.csv', second);
  let died = 0;
  for (let at = 0; at < 40; at += 1) {
    const world = await worldWith();
    await drop(world, '1.csv', first);
    const object = world.objects.put('2.csv', second);
    const { objects, table, publish, register, snapshots } = world.deps;
    const { read, ...written } = snapshots;
    const ports = { table, publish, register, written, objects: { writeJson: objects.writeJson } };
    const { calls: _, ...mortal } = killing(ports, at, at % 2 === 0 ? 'after' : 'before');
    const deps = {
      ...world.deps,
      ...mortal,
      snapshots: { read, ...mortal.written },
      objects: { ...objects, writeJson: mortal.objects.writeJson },
    };
    await importFile(deps, world.arrival(object)).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Killed);
      died += 1;
    });
    world.clock.now += 3_600_000;
    await world.importFile(object);
    expect(world.state()).toEqual(calm.state());
    expect(told(world)).toEqual(told(calm));
    expect(world.snapshots.names()).toEqual(['tenants/2.sqlite']);
  }
  expect(died).toBeGreaterThan(15);
});

test('while another is being taken, a snapshot waits', async () => {
  const world = await worldWith();
  await drop(world, '1.csv', file(...rows(1, 10)));
  await world.deps.table.beginSnapshot('tenants', { file: 'another', number: 2 });
  await drop(world, '2.csv', file(...rows(1, 11)));
  expect(world.continued).toMatchObject([{ delaySeconds: 30 }]);
  expect(told(world)).toEqual([]);
});

test('goes on from its checkpoint when time runs low', async () => {
  const world = await worldWith();
  await drop(world, '1.csv', file(row(1)));
  const object = world.objects.put('2.csv', file(...rows(1, 1_201)));
  for (let turn = 0; turn < 3; turn += 1) await world.importFile(object, 1_000);
  expect(world.continued).toHaveLength(2);
  expect(told(world)).toHaveLength(1_200);
  expect(world.objects.json('2.csv.receipt.json')).toMatchObject({
    outcome: 'taken',
    changes: { added: 1_200, same: 1 },
  });
});

const KIT = resolve('../shared/sync/make-snapshots.mjs');

describe.runIf(existsSync(KIT))('compared with an independent list of changes (../shared/sync)', () => {
  test.each(Array.from({ length: 20 }, (_, i) => i + 1))('seed %i', async (seed) => {
    const out = mkdtempSync(join(tmpdir(), 'crier-snapshots-'));
    const { makeSnapshots } = await import(pathToFileURL(KIT).href);
    makeSnapshots({ seed, rows: 400, out });
    const read = (name: string) => readFileSync(join(out, name));
    const expected = JSON.parse(read('expected-changes.json').toString());
    const world = await intakeWorld([layoutSchema.parse(JSON.parse(read('layout.json').toString()))]);
    world.clock.now = Date.parse('2026-11-28T10:00:00Z');
    const counted = ({ added, changed, gone, same }: Record<string, number>) => ({ added, changed, gone, same });
    for (const each of expected.files) {
      const object = world.objects.put(each.file, read(each.file));
      await world.importFile(object);
      const receipt = world.objects.json(`${each.file}.receipt.json`);
      const outcome = each.outcome === 'held' ? 'held' : 'taken';
      expect([receipt.outcome, receipt.rows, receipt.rejected]).toEqual([outcome, each.rows, each.refused]);
      expect(receipt.changes).toEqual(counted(each));
      if (each.file === 'snapshot-2.csv')
        expect(told(world)).toEqual(
          [
            ...expected.changes.added.map((key: string) => `2 added ${key}`),
            ...expected.changes.changed.map(({ key, columns }: { key: string; columns: string[] }) =>
              ['2 changed', key, ...columns].join(' '),
            ),
            ...expected.changes.gone.map((key: string) => `2 gone ${key}`),
          ].sort(),
        );
      if (outcome !== 'held') continue;
      await importFile(world.deps, { ...world.arrival(object), released: true });
      expect(world.objects.json(`${each.file}.receipt.json`)).toMatchObject({ changes: counted(each.when_released) });
    }
  });
});
