import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matterOfDebt } from '../../../functions/register/debt.ts';
import { registerReader } from '../../../functions/register/reader.ts';
import { registerTable } from '../../../functions/register/register-table.ts';
import { REGISTER } from '../../../functions/register/table.ts';
import { aDebt } from '../../support/builders.ts';
import { dynamoDb } from '../../support/dynamodb.ts';
import { inMemoryRegister } from '../../support/register.ts';
import { boundsCases } from '../../support/register-bounds-suite.ts';
import { eventCases } from '../../support/register-events-suite.ts';
import { historyCases } from '../../support/register-history-suite.ts';
import { registerCases } from '../../support/register-port-suite.ts';
import { subscriberCases } from '../../support/register-subscribers-suite.ts';

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
    documents: db.documents,
    name,
    read: registerReader(db.documents, name),
    write: registerTable(db.documents, name, now),
    setClock,
  };
};

const inMemory = async () => {
  const { now, setClock } = clocked();
  const register = inMemoryRegister(now);
  return { read: register, write: register, setClock };
};

describe.each([
  ['in memory', inMemory],
  ['on DynamoDB', onDynamoDb],
])('the register %s', (_, make) => {
  registerCases(make, test);
  eventCases(make, test);
  subscriberCases(make, test);
});

describe('the register on DynamoDB', () => {
  historyCases(onDynamoDb, test);
  boundsCases(onDynamoDb, test);
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
    const stored = await write.keep(matterOfDebt(aDebt(undefined, { extracted_at })));
    return [stored, requests];
  };
  expect(await counted(1)).toEqual(['stored', 4]); // a guess, the links and how long own contacts are kept by them, the debt
  expect(await counted(2)).toEqual(['stored', 3]); // the same again, and it learns that they were there
  expect(await counted(3)).toEqual(['stored', 1]);
  expect((await counted(2))[0]).toBe('stale');
  db.documents.middlewareStack.remove('count');
});
