import { expect } from 'vitest';
import type { IntakeTable } from '../../functions/intake/ports.ts';
import type { AddCase } from './add-case.ts';

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
    const first = await table.claimExtract('CT-1', { file: 'a', at: 1 });
    const second = await table.claimExtract('CT-1', { file: 'b', at: 2 });
    expect([first.file, second.file]).toEqual(['a', 'a']);
    expect(second).toEqual({ file: 'a', state: 'importing', debts_done: 0 });
  });

  test('moves the checkpoint of an extract forward only, and says when it was imported', async () => {
    const table = await open();
    await table.claimExtract('CT-1', { file: 'a', at: 1 });
    await table.extractAt('CT-1', 500);
    await table.extractAt('CT-1', 250);
    expect(await table.claimExtract('CT-1', { file: 'a', at: 3 })).toEqual({
      file: 'a',
      state: 'importing',
      debts_done: 500,
    });
    await table.extractImported('CT-1');
    expect((await table.claimExtract('CT-1', { file: 'a', at: 3 })).state).toBe('imported');
  });

  test('knows of each layout when a file of it was last imported, and nothing before the first', async () => {
    const table = await open();
    expect(await table.lastImport('recovery-extract')).toBeNull();
    await table.imported('recovery-extract', 200);
    await table.imported('recovery-extract', 100);
    expect(await table.lastImport('recovery-extract')).toBe(200);
    expect(await table.lastImport('contacts-counted')).toBeNull();
  });

  test('knows an event by source and id, and whether its body is the same', async () => {
    const table = await open();
    const event = { source: 's', id: 'e1', digest: 'x', at: 1 };
    expect(await table.takeEvent(event)).toBe('new');
    expect(await table.takeEvent({ ...event, at: 2 })).toBe('same');
    expect(await table.takeEvent({ ...event, digest: 'y' })).toBe('different');
    expect(await table.takeEvent({ ...event, source: 't' })).toBe('new');
  });
}
