import { expect, test } from 'vitest';
import { councilOf } from '../../infra/config/councils.ts';
import { grantsOf } from './role-grants.ts';
import { stackOf, synthesise } from './stacks.ts';

const stockton = councilOf('stockton');
const council = {
  ...stockton,
  open311: {
    ...stockton.open311,
    back_offices: [
      {
        ...{ name: 'confirm', url: 'https://confirm.stockton.example/v2', statuses: { fixed: ['fixed'] } },
        takes: {
          ...{ owner: 'Streets', services: { pothole: 'POT' }, fields: [], found_by: 'description' as const },
          ...{ timeout_seconds: 10, per_second: 5, days: 3 },
        },
      },
    ],
  },
};

const MORE = ['dynamodb:PutItem on register/register/table', 'secretsmanager:GetSecretValue on Open311Secret'];

test('a back office that takes requests has a queue, and deliver-events its key and a right to keep what it calls them', () => {
  const stack = synthesise(council, 'test');
  const granted = (of: typeof stack) => grantsOf(of).get('deliver-events') ?? [];
  expect(granted(stack)).toEqual(expect.arrayContaining(MORE));
  expect(granted(stackOf('stockton', 'test')).filter((line) => MORE.includes(line))).toEqual([]);
  expect(granted(stack)).toContain('sqs:SendMessage on sync/deliver-events-confirm-queue/queue');
  const telling = ({ of }: typeof stack) =>
    of('AWS::Events::Rule').filter(([, { Properties }]) => {
      const types = (Properties['EventPattern']?.['detail-type'] ?? []) as string[];
      return ['council.requests.request-received.v1', 'council.residents.address-changed.v1'].every((each) =>
        types.includes(each),
      );
    });
  // As they happen, and as they are played again.
  expect(telling(stack).length - telling(stackOf('stockton', 'test')).length).toBe(2);
});
