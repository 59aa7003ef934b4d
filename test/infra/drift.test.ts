import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { pipelineConfig } from '../../infra/config/pipeline.ts';
import { drift, driftOf } from '../../infra/operate/doctor/drift.ts';
import type { Template as AsDeployed } from '../../infra/operate/stack-now.ts';
import { pipelineStack } from './pipelines.ts';
import { stackOf } from './stacks.ts';

const region = 'eu-west-2';
const account = pipelineConfig.accounts.test;
const byHand = () => structuredClone(stackOf('stockton', 'test').template.toJSON()) as AsDeployed;

/** The stack as the pipeline deploys it. */
const byPipeline = (): AsDeployed => {
  const stack = pipelineStack()
    .stack.node.findAll()
    .find((each) => each.node.id === 'crier-stockton-test') as Stack;
  return structuredClone(Template.fromStack(stack).toJSON()) as AsDeployed;
};

describe('drift of a whole stack', () => {
  it('is none of what was deployed by hand, in whatever account', () =>
    expect(driftOf({ template: byHand(), account, region }, byHand())).toEqual([]));

  it('is none of what the pipeline deployed: it writes out account and paths, and lets its smoke test in', () => {
    const template = byPipeline();
    expect(JSON.stringify(template)).toContain(account);
    expect(driftOf({ template, account, region }, byHand())).toEqual([]);
  });

  it.each(['AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::IAM::Policy'])(
    'is seen in one property of one %s',
    (type) => {
      const template = byPipeline();
      const [id, changed] = Object.entries(template.Resources).find(([, { Type }]) => Type === type)!;
      changed.Properties = { ...changed.Properties, Description: 'by hand' };
      expect(driftOf({ template, account, region }, byHand())).toEqual([id]);
    },
  );

  it('is seen where another account is let in', () => {
    const template = JSON.parse(JSON.stringify(byPipeline()).replaceAll(account, '999999999999')) as AsDeployed;
    expect(driftOf({ template, account, region }, byHand()).length).toBeGreaterThan(0);
  });
});

describe('what doctor says of it', () => {
  it('is nothing where nothing differs', () => expect(drift([], 'crier-stockton-test').findings).toEqual([]));

  it('is a few by name, how many more, and what shows the rest', () => {
    const { findings } = drift(['A', 'B', 'C', 'D', 'E', 'F', 'G'], 'crier-stockton-test');
    expect(findings).toEqual([
      {
        grade: 'note',
        what: '7 resources differ from this checkout: A, B, C, D, E and 2 more',
        mend: 'npx cdk diff crier-stockton-test; deploy, or check out what is deployed',
      },
    ]);
  });
});
