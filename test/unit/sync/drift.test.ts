import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copyIn } from '../../../bin/commands/drift/copy-in.ts';
import { driftOf } from '../../../bin/commands/drift/drift-of.ts';
import type { OfficersApi } from '../../../bin/commands/officers-api.ts';
import { WrongUsage } from '../../../bin/commands/trouble.ts';
import type { DriftAsked } from '../../../contracts/officers/drift.ts';
import type { Deps } from '../../../functions/sync/explain-deliveries/deps.ts';
import { compared, toldOf } from '../../../functions/sync/explain-deliveries/drift.ts';
import { ADDRESS, factOnBus, OPT_OUT } from '../../support/sync-facts.ts';
import { byFile, filesWorld } from './export-files/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-drift-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const move = (sequence: number, person: string) => factOnBus(ADDRESS, sequence, { person });

/** Three residents, told by two files: the second has where the first of them moved on to. */
async function told() {
  const world = filesWorld(byFile({ after_changes: 1 }), '2026-11-25T10:00:00Z');
  for (const fact of [move(10, 'A'), move(7, 'B'), move(9, 'C')]) await world.route(fact);
  await world.look();
  world.movesTo('TS0 2BQ');
  world.pass(1_000);
  for (const fact of [move(11, 'A'), factOnBus(OPT_OUT, 3, { person: 'A' })]) await world.route(fact);
  await world.look();
  const mayHave = new Map([['roll', ['first_name', 'postcode']]]);
  const deps = { ...world.deps, mayHave } as unknown as Deps;
  const api: OfficersApi = {
    get: async <T>(path: string) =>
      (await toldOf(deps, new URLSearchParams(path.split('?')[1]).get('subscriber') ?? '')) as T,
    post: async <T>(_: string, body: unknown) => (await compared(deps, body as DriftAsked)) as T,
  };
  return async (csv: string) => {
    const file = join(folder, 'copy.csv');
    writeFileSync(file, csv);
    return driftOf(api, 'roll', await copyIn(file));
  };
}

test('a copy of all that was told agrees, by sequence and by field', async () => {
  const drift = await told();
  const bySequence = await drift('ref,sequence\nREF-A,11\nREF-B,7\nREF-C,9\n');
  expect(bySequence).toMatchObject({ counts: { agrees: 3 }, refs: [] });
  const byField = await drift('ref,first_name,postcode\nREF-A,Zoë,TS0 2BQ\nREF-B,Zoë,ts0 1aa\nREF-C,Zoë,TS01AA\n');
  expect(byField).toMatchObject({ counts: { agrees: 3 }, refs: [] });
});

test('each that does not agree is named with how', async () => {
  const drift = await told();
  expect(await drift('ref,sequence\nREF-A,10\nREF-B,8\nREF-Z,1\n')).toEqual({
    subscriber: 'roll',
    counts: { agrees: 0, behind: 1, ahead: 1, differs: 0, missing: 1, unknown: 1 },
    refs: [
      { ref: 'REF-A', state: 'behind', columns: [] },
      { ref: 'REF-B', state: 'ahead', columns: [] },
      { ref: 'REF-C', state: 'missing', columns: [] },
      { ref: 'REF-Z', state: 'unknown', columns: [] },
    ],
  });
  const { refs } = await drift('ref,first_name,postcode\nREF-A,Zoë,TS0 1AA\nREF-B,,TS0 1AA\nREF-C,Zoë,TS0 1AA\n');
  expect(refs).toEqual([
    { ref: 'REF-A', state: 'differs', columns: ['postcode'] },
    { ref: 'REF-B', state: 'differs', columns: ['first_name'] },
  ]);
});

test('files that went out can be compared as they are, one after the other: the highest sequence of each counts', async () => {
  const drift = await told();
  const files = 'ref,sequence,move_date\nREF-B,7,x\nREF-A,11,x\nREF-A,10,x\nREF-C,9,x\nTRAILER,4,37\n';
  expect((await drift(files)).refs).toEqual([]);
});

test('a column that the system may not have is refused, and so is a file without anything to compare by', async () => {
  const drift = await told();
  await expect(drift('ref,email\nREF-A,a@example.org\n')).rejects.toThrow(WrongUsage);
  await expect(drift('ref,name\nREF-A,Zoë\n')).rejects.toThrow(WrongUsage);
  await expect(drift('ref,sequence\nREF-A,eleven\n')).rejects.toThrow(WrongUsage);
});
