import { afterEach, expect, it } from 'vitest';
import { stackNow } from '../../../infra/operate/stack-now.ts';
import { stackOf } from '../../infra/stacks.ts';
import { awsOnTheWire, refusalOf, resultOf, type Tree } from '../../support/aws-on-the-wire.ts';

const NAME = 'crier-stockton-production';
const TEMPLATE = stackOf('stockton', 'production').template.toJSON();
const ID = `arn:aws:cloudformation:eu-west-2:444455556666:stack/${NAME}/1`;

let close = async (): Promise<unknown> => null;
afterEach(() => close());

it('a whole stack is read as CloudFormation tells it, in XML with every quote escaped, to the last page', async () => {
  const ids = Object.keys(TEMPLATE['Resources']);
  const summaries = ids.map((id) => ({ LogicalResourceId: id, PhysicalResourceId: `p-${id}` }));
  const wire = await awsOnTheWire(({ action, form }) => {
    if (action === 'GetTemplate') return resultOf(action, { TemplateBody: JSON.stringify(TEMPLATE) });
    if (action === 'DescribeStacks') {
      const Outputs = [{ OutputKey: 'ApiUrl', OutputValue: 'https://a.example/?a&b' }];
      return resultOf(action, { Stacks: [{ StackName: NAME, StackId: ID, StackStatus: 'UPDATE_COMPLETE', Outputs }] });
    }
    const begin = Number(form.get('NextToken') ?? 0);
    const more: Tree = begin + 100 < ids.length ? { NextToken: String(begin + 100) } : {};
    return resultOf(action, { StackResourceSummaries: summaries.slice(begin, begin + 100), ...more });
  });
  close = wire.close;
  const stack = await stackNow(wire, NAME);
  expect(stack.template).toEqual(TEMPLATE);
  expect(stack.resources.map(({ physicalId }) => physicalId)).toEqual(ids.map((id) => `p-${id}`));
  expect(stack).toMatchObject({ account: '444455556666', region: 'eu-west-2', status: 'UPDATE_COMPLETE' });
  expect(stack.outputs).toEqual({ ApiUrl: 'https://a.example/?a&b' });
  expect(new Set(wire.calls.map(({ service }) => service))).toEqual(new Set(['cloudformation']));
});

it('what may not be looked at is said by AWS’s own code', async () => {
  const wire = await awsOnTheWire(() =>
    refusalOf('AccessDenied', 'not authorized to perform: cloudformation:DescribeStacks'),
  );
  close = wire.close;
  await expect(stackNow(wire, NAME)).rejects.toMatchObject({ code: 'AccessDenied' });
});
