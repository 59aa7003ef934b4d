import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemReferences } from '../../../functions/register/system-references.ts';
import { REGISTER } from '../../../functions/register/table.ts';
import { dynamoDb } from '../../support/dynamodb.ts';

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

test('what a back office calls a request of ours is known by system and reference', async () => {
  const { keep, ours } = systemReferences(db.documents, await db.table(REGISTER), Date.now);
  expect(await ours('confirm', '7')).toBe(null);
  for (let n = 0; n < 2; n += 1) await keep({ system: 'confirm', system_ref: '7', request_ref: 'SR-1' });
  await keep({ system: 'symology', system_ref: '7', request_ref: 'SR-2' });
  expect([await ours('confirm', '7'), await ours('symology', '7'), await ours('confirm', '8')]).toEqual([
    'SR-1',
    'SR-2',
    null,
  ]);
});
