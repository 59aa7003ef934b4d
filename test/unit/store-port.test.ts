import { afterAll, beforeAll } from 'vitest';
import { noticesTable } from '../../functions/notices/adapter.ts';
import { decisionsTable } from '../../functions/notices/decisions.ts';
import { DECISIONS, NOTICES } from '../../functions/notices/table.ts';
import { dynamoDb } from '../support/dynamodb.ts';
import { inMemoryNoticeStore } from '../support/notice-store.ts';
import { noticeStorePortSuite } from '../support/notice-store-port-suite.ts';

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

noticeStorePortSuite('in memory', async () => inMemoryNoticeStore(3));
noticeStorePortSuite('on DynamoDB', async () => ({
  ...noticesTable(db.documents, await db.table(NOTICES)),
  ...decisionsTable(db.documents, await db.table(DECISIONS)),
}));
