import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerTable } from '../../functions/register/adapter.ts';
import { registerReader } from '../../functions/register/reader.ts';
import { accountOf, REGISTER } from '../../functions/register/table.ts';
import { aDebt } from '../support/builders.ts';
import { dynamoDb } from '../support/dynamodb.ts';
import { inMemoryRegister, testKey } from '../support/register.ts';
import { registerPortSuite } from '../support/register-port-suite.ts';

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

const clocked = () => {
  let clock = 0;
  return {
    now: () => clock,
    setClock: (at: number) => {
      clock = at;
    },
  };
};
const onDynamoDb = async () => {
  const { now, setClock } = clocked();
  const name = await db.table(REGISTER);
  return {
    name,
    read: registerReader(db.documents, name, testKey),
    write: registerTable(db.documents, name, now),
    setClock,
  };
};

registerPortSuite('in memory', async () => {
  const { now, setClock } = clocked();
  const register = inMemoryRegister(now);
  return { read: register, write: register, setClock };
});
registerPortSuite('on DynamoDB', onDynamoDb);

test('history keeps every word that was told, also those that came late', async () => {
  const { name, write } = await onDynamoDb();
  const account = testKey('account', 'A1');
  const value = {
    code: 'S6',
    bill_year: null,
    from: '2026-09-01',
    to: null,
    review_on: null,
    ended_at: null,
    source: 'x',
  } as const;
  for (const at of [30, 10, 30]) {
    await write.fact({ kind: 'hold', subject: { account }, hold: testKey('hold', 'h'), at, value });
  }
  const { Items } = await db.documents.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :fact)',
      ExpressionAttributeValues: { ':pk': accountOf(account), ':fact': 'FACT#' },
    }),
  );
  expect(Items?.map(({ at }) => at)).toEqual([10, 30]);
});

test('the same people the next night cost one write, and an older extract is still refused', async () => {
  const { write } = await onDynamoDb();
  let requests = 0;
  db.documents.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'initialize', name: 'count' },
  );
  const counted = async (extracted_at: number) => {
    requests = 0;
    const stored = await write.debt(aDebt(undefined, { extracted_at }));
    return [stored, requests];
  };
  expect(await counted(1)).toEqual(['stored', 3]); // a guess, the links, the debt
  expect(await counted(2)).toEqual(['stored', 2]); // the links again, and it learns that they were there
  expect(await counted(3)).toEqual(['stored', 1]);
  expect((await counted(2))[0]).toBe('stale');
  db.documents.middlewareStack.remove('count');
});
