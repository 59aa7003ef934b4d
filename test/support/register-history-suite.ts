import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { accountOf } from '../../functions/register/table.ts';
import type { AddCase } from './add-case.ts';
import { aDebt } from './builders.ts';
import { testKey, withDebts } from './register.ts';
import { account, hold, type Made } from './register-port-suite.ts';

const DAY_MS = 24 * 3_600_000;

/** What the table keeps beside what is in force: what was known, and since when, is found there later. */
export function historyCases(
  make: () => Promise<Made & { documents: DynamoDBDocumentClient; name: string }>,
  test: AddCase,
): void {
  test('history keeps every word that was told, also those that came late, and when each came first', async () => {
    const { documents, name, write, setClock } = await make();
    for (const [stored_at, at] of [30, 10, 30].entries()) {
      setClock(stored_at);
      await write.fact(hold(at));
    }
    const { Items } = await documents.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :fact)',
        ExpressionAttributeValues: { ':pk': accountOf(account), ':fact': 'FACT#' },
      }),
    );
    expect(Items?.map((each) => [each['at'], each['stored_at']])).toEqual([
      [10, 1],
      [30, 0],
    ]);
  });

  test('history apart, what is over long since is taken away, but not if a newer word has come meanwhile', async () => {
    const { documents, setClock, ...made } = await make();
    const { debt, fact } = withDebts({ ...made.read, ...made.write });
    const nothing = () => Promise.resolve(true);
    let payments = 0;
    /**
     * Whether the hold is in force after another fact has come long after its end, and `meanwhile` before it is taken
     * away.
     */
    const isHeldAfter = async (meanwhile: () => Promise<unknown>): Promise<boolean[]> => {
      setClock(0);
      await debt(aDebt());
      await fact(hold(10, 10));
      setClock(200 * DAY_MS);
      const once = { step: 'initialize', name: 'meanwhile' } as const;
      documents.middlewareStack.add(
        (next) => async (args) => {
          const { UpdateExpression = '' } = args.input as { UpdateExpression?: string };
          if (UpdateExpression.startsWith('REMOVE') && documents.middlewareStack.remove('meanwhile')) await meanwhile();
          return next(args);
        },
        once,
      );
      payments += 1;
      const payment = testKey('payment', String(payments));
      const value = { bill_year: '2026-27', amount_pence: 1, paid_on: '1970-07-19', reversal: false, source: 'cash' };
      await fact({ kind: 'payment', subject: { account }, payment, at: 20, value });
      documents.middlewareStack.remove('meanwhile');
      return (await debt(aDebt().debt))!.account.holds.map(({ ended_at }) => ended_at === null);
    };
    expect(await isHeldAfter(nothing)).toEqual([]);
    expect(await isHeldAfter(() => fact(hold(30)))).toEqual([true]);
  });
}
