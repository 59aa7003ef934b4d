import { expect } from 'vitest';
import type { IntakeTable } from '../../functions/intake/ports.ts';
import type { AddCase } from './add-case.ts';
import { testKey } from './register.ts';

/** What every intake table does, in memory or on DynamoDB. */
export function intakeTableCases(open: () => Promise<IntakeTable>, test: AddCase): void {
  test('tells the first instant at which a file was taken up, however often it is', async () => {
    const table = await open();
    expect(await table.fileSeen('inbox\na.csv\n1', 100)).toBe(100);
    expect(await table.fileSeen('inbox\na.csv\n1', 200)).toBe(100);
    expect(await table.fileSeen('inbox\na.csv\n2', 300)).toBe(300);
  });

  test('gives an extract to the first file that claims it', async () => {
    const table = await open();
    const first = await table.claimImport('CT-1', { file: 'a', at: 1 });
    const second = await table.claimImport('CT-1', { file: 'b', at: 2 });
    expect([first.file, second.file]).toEqual(['a', 'a']);
    expect(second).toEqual({ file: 'a', state: 'importing', done: 0 });
  });

  test('moves the checkpoint of an extract forward only, and says when it was imported', async () => {
    const table = await open();
    await table.claimImport('CT-1', { file: 'a', at: 1 });
    await table.importAt('CT-1', 500);
    await table.importAt('CT-1', 250);
    expect(await table.claimImport('CT-1', { file: 'a', at: 3 })).toEqual({
      file: 'a',
      state: 'importing',
      done: 500,
    });
    await table.importEnded('CT-1');
    expect((await table.claimImport('CT-1', { file: 'a', at: 3 })).state).toBe('imported');
  });

  test('knows of each layout when a file of it was last imported, and nothing before the first', async () => {
    const table = await open();
    expect(await table.lastImport('recovery-extract')).toBeNull();
    await table.imported('recovery-extract', 200);
    await table.imported('recovery-extract', 100);
    expect(await table.lastImport('recovery-extract')).toBe(200);
    expect(await table.lastImport('contacts-counted')).toBeNull();
  });

  test('knows an event by source and id, whether its body is the same, and the order it came with first', async () => {
    const table = await open();
    const order = { time: '2026-09-29T08:00:00Z', sequence: '7' };
    const event = { source: 's', id: 'e1', digest: 'x', order, at: 1 };
    expect(await table.takeEvent(event)).toEqual({ known: 'new', order });
    const later = { time: '2026-09-29T08:00:40Z' };
    expect(await table.takeEvent({ ...event, order: later, at: 2 })).toEqual({ known: 'same', order });
    expect(await table.takeEvent({ ...event, digest: 'y' })).toEqual({ known: 'different', order });
    expect(await table.takeEvent({ ...event, source: 't', order: later })).toEqual({ known: 'new', order: later });
  });

  test('tells when a report was made first, and takes one that comes after long enough for another', async () => {
    const table = await open();
    const report = testKey('event', 'a report');
    const reported = (at: number) => table.firstReported({ report, at, again_ms: 100 });
    expect([await reported(1_000), await reported(1_050), await reported(1_100)]).toEqual([1_000, 1_000, 1_000]);
    expect([await reported(1_101), await reported(1_150)]).toEqual([1_101, 1_101]);
    const other = testKey('event', 'another');
    expect(await table.firstReported({ report: other, at: 1_060, again_ms: 100 })).toBe(1_060);
  });

  test('gives a snapshot its number while no other file has it, and counts the next from the one that was taken last', async () => {
    const table = await open();
    const taken = (file: string, number: number) => ({
      ...{ file, number, records: 3, columns: ['name'], sha256: `sum of ${file}`, at: 1 },
    });
    expect(await table.lastSnapshot('roll')).toBeNull();
    expect(await table.beginSnapshot('roll', { file: 'a', number: 1 })).toBe(true);
    expect(await table.beginSnapshot('roll', { file: 'b', number: 1 })).toBe(false);
    expect(await table.beginSnapshot('roll', { file: 'a', number: 1 })).toBe(true);
    expect(await table.beginSnapshot('other', { file: 'b', number: 1 })).toBe(true);
    await table.snapshotTaken('roll', taken('a', 1));
    const { sha256: _, at: __, ...last } = taken('a', 1);
    expect(await table.lastSnapshot('roll')).toEqual(last);
    expect(await table.snapshotOfBytes('roll', 'sum of a')).toBe('a');
    expect(await table.snapshotOfBytes('roll', 'sum of b')).toBeNull();
    expect(await table.beginSnapshot('roll', { file: 'b', number: 1 })).toBe(false);
    expect(await table.beginSnapshot('roll', { file: 'b', number: 2 })).toBe(true);
    await table.snapshotTaken('roll', taken('a', 1)); // its worker comes late
    expect(await table.beginSnapshot('roll', { file: 'c', number: 2 })).toBe(false);
    await table.snapshotTaken('roll', taken('b', 2));
    await table.snapshotTaken('roll', taken('a', 1));
    expect((await table.lastSnapshot('roll'))?.file).toBe('b');
  });

  test('keeps one that is held by the name of its file', async () => {
    const table = await open();
    const object = { bucket: 'inbox', key: 'source/roll.csv', version_id: null, etag: 'e' };
    const held = { layout: 'roll', object, file: 'f', lost: 6, of: 10, against: 1, at: Date.UTC(2026, 8, 28) };
    expect(await table.heldSnapshot('source/roll.csv')).toBeNull();
    await table.holdSnapshot(held);
    expect(await table.heldSnapshot('source/roll.csv')).toEqual(held);
  });
}
