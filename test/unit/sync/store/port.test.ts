import { afterAll, beforeAll, describe, test } from 'vitest';
import { syncTable } from '../../../../functions/sync/store/sync-table.ts';
import { SYNC } from '../../../../functions/sync/store/table.ts';
import { dynamoDb } from '../../../support/dynamodb.ts';
import { inMemorySyncStore } from '../../../support/sync-store.ts';
import { syncStoreCases } from '../../../support/sync-store-port-suite.ts';

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

describe.each([
  ['in memory', async () => inMemorySyncStore()],
  ['on DynamoDB', async () => syncTable(db.documents, await db.table(SYNC), Date.now)],
])('the sync store %s', (_, make) => {
  syncStoreCases(make, test);
});
