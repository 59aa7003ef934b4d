import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionsTable } from '../../../../functions/notices/store/decisions-table.ts';
import { noticesTable } from '../../../../functions/notices/store/notices-table.ts';
import { controlPlace, DECISIONS, NOTICES } from '../../../../functions/notices/store/table.ts';
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

test('the switches of a table that was made from a copy are on, until it is said of when that is', async () => {
  const [one, other] = [await db.table(NOTICES), await db.table(NOTICES)];
  const switches = noticesTable(db.documents, one).control;
  expect((await switches.switches()).stops).toEqual([]);
  expect((await switches.switches()).stops).toEqual([]);
  const { Item } = await db.documents.send(new GetCommand({ TableName: one, Key: controlPlace('STOP') }));
  await db.documents.send(new PutCommand({ TableName: other, Item }));
  const { control } = noticesTable(db.documents, other);
  expect((await control.switches()).stops).toMatchObject([{ kind: 'copy', at: null }]);
  await control.restore({ since: 1, at: 2, by: 'pat', reason: 'the table was deleted' });
  expect(await control.switches()).toMatchObject({ stops: [], restored: { since: 1 } });
});
