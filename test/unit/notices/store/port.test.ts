import { afterAll, beforeAll, describe, test } from 'vitest';
import { decisionsTable } from '../../../../functions/notices/store/decisions-table.ts';
import { noticesTable } from '../../../../functions/notices/store/notices-table.ts';
import { DECISIONS, NOTICES } from '../../../../functions/notices/store/table.ts';
import { controlCases } from '../../../support/control-port-suite.ts';
import { dynamoDb } from '../../../support/dynamodb.ts';
import { inMemoryNoticeStore } from '../../../support/notice-store.ts';
import { noticeStoreCases } from '../../../support/notice-store-port-suite.ts';

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

const onDynamoDb = async () => ({
  ...noticesTable(db.documents, await db.table(NOTICES)),
  ...decisionsTable(db.documents, await db.table(DECISIONS)),
});
const inMemory = async () => inMemoryNoticeStore(3);

describe.each([
  ['in memory', inMemory],
  ['on DynamoDB', onDynamoDb],
])('the notice store %s', (_, make) => {
  noticeStoreCases(make, test);
  controlCases(make, test);
});
