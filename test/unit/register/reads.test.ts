import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordOnContact } from '../../../functions/register/contacts.ts';
import { matterOfDebt } from '../../../functions/register/debt.ts';
import { registerReader } from '../../../functions/register/reader.ts';
import type { RegisterFact } from '../../../functions/register/register.ts';
import { registerTable } from '../../../functions/register/register-table.ts';
import { REGISTER } from '../../../functions/register/table.ts';
import type { Key } from '../../../functions/shared/ids.ts';
import { aDebt, aRow } from '../../support/builders.ts';
import { dynamoDb } from '../../support/dynamodb.ts';
import { testDebt, testKey } from '../../support/register.ts';

// What the register costs on an ordinary night, in requests and keys: AWS bills each.

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

/** A register, and what it asked of its table. */
async function register() {
  const name = await db.table(REGISTER);
  const asked: { operation: string; keys: string[] }[] = [];
  const documents = Object.create(db.documents) as typeof db.documents;
  type Input = { Key?: { pk: string }; RequestItems?: Record<string, { Keys?: { pk: string }[] }> };
  Object.assign(documents, {
    send: (command: Parameters<typeof documents.send>[0]) => {
      const { Key, RequestItems = {} } = command.input as Input;
      const keys = [...(Key ? [Key] : []), ...Object.values(RequestItems).flatMap(({ Keys = [] }) => Keys)];
      asked.push({ operation: command.constructor.name, keys: keys.map(({ pk }) => pk.split('#')[0] as string) });
      return db.documents.send(command);
    },
  });
  return { read: registerReader(documents, name), write: registerTable(documents, name, () => 0), asked };
}

const debt = aDebt();
const about = { kind: 'debt', id: debt.debt };
const anotherNight = (run: string, at: number, account_ref = 'A1') => {
  const later = aDebt([aRow({ account_ref })], { run, extracted_at: at });
  return matterOfDebt({ ...later, debt: testDebt(account_ref), account: testKey('account', account_ref) });
};
const ownNumber: RegisterFact & { subject: { person: Key } } = {
  kind: 'contact',
  subject: { person: testKey('person', 'P1') },
  channel: 'sms',
  source: 'portal',
  at: 1,
  instant: 1,
  value: wordOnContact({ channel: 'sms', written: '07700 900009', status: 'verified', changed_at: 1 }, testKey),
};

test('a look reads contacts of their own of those people who ever told any', async () => {
  const { read, write, asked } = await register();
  await write.keep(matterOfDebt(debt));
  asked.length = 0;
  await read.matter(about);
  const looked = asked.flatMap(({ keys }) => keys);
  expect(looked.filter((key) => key === 'PERSON')).toHaveLength(1);
  expect(looked).not.toContain('CONTACTS');

  await write.fact(ownNumber);
  asked.length = 0;
  const view = await read.matter(about);
  expect(view?.people.get(ownNumber.subject.person)?.contacts.sms?.to).toBe('+447700900009');
  expect(asked.flatMap(({ keys }) => keys).filter((key) => key === 'CONTACTS')).toHaveLength(1);
});

test('a debt that the last night had too is one write, whatever the file before was about', async () => {
  const { write, asked } = await register();
  await write.keep(anotherNight('NIGHT-1', 1));
  await write.keep(anotherNight('OF-OTHERS', 2, 'A2')); // all of them new: their links are written first
  asked.length = 0;
  await write.keep(anotherNight('NIGHT-2', 3));
  expect(asked.map(({ operation }) => operation)).toEqual(['UpdateCommand']);
});
