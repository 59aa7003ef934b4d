import { afterAll, beforeAll, describe, test } from 'vitest';
import { requestsTable } from '../../../functions/open311/store/requests-table.ts';
import { REQUESTS } from '../../../functions/open311/store/table.ts';
import { dynamoDb } from '../../support/dynamodb.ts';
import { inMemoryRequestsStore } from '../../support/requests-store.ts';
import { requestsStoreCases } from '../../support/requests-store-port-suite.ts';

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

describe.each([
  ['in memory', async () => inMemoryRequestsStore()],
  ['on DynamoDB', async () => requestsTable(db.documents, await db.table(REQUESTS))],
])('what everybody may see of requests, %s', (_, open) => requestsStoreCases(open, test));
