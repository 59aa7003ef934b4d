import { expect, test } from 'vitest';
import type { AwsCall } from '../../../bench/bench-stack.ts';
import { dynamodbUnits } from '../../../bench/dynamodb-units.ts';

const call = (operation: string, input: Record<string, unknown>): AwsCall => ({
  ...{ at: 0, service: 'dynamodb', operation },
  input: { TableName: 'notices', ...input },
});
const page = (sk: string) => ({ pk: { S: 'AGENDA#make-sure' }, sk: { S: sk }, entries: { S: 'x'.repeat(900) } });
const query = (more: object = {}) =>
  call('Query', {
    KeyConditionExpression: 'pk = :list AND sk < :after',
    ExpressionAttributeValues: { ':list': { S: 'AGENDA#make-sure' }, ':after': { S: '5' } },
    ConsistentRead: true,
    Limit: 500,
    ...more,
  });
const before = ['1', '2', '3', '4', '5', '6'].map((sk) => call('PutItem', { Item: page(sk) }));

test.each([
  ['finds nothing, however much it may answer with', [query()], [], 1],
  ['goes through four pages of a kilobyte', [query()], before, 1],
  [
    'goes through five',
    [query({ ExpressionAttributeValues: { ':list': { S: 'AGENDA#make-sure' }, ':after': { S: '6' } } })],
    before,
    2,
  ],
  ['may stop earlier', [query({ Limit: 2, ConsistentRead: false })], before, 0.5],
  [
    'comes after pages that were struck',
    [...before.map(({ input }) => call('DeleteItem', { Key: (input as { Item: object }).Item })), query()],
    before,
    1,
  ],
])('a query is billed by what it goes through: one that %s', (_, calls, kept, units) => {
  expect(dynamodbUnits(calls, kept).read).toBe(units);
});

test('a query that is not known is refused, and not counted for less', () => {
  expect(() => dynamodbUnits([query({ KeyConditionExpression: 'pk = :list AND sk > :after' })])).toThrow('has to know');
});
