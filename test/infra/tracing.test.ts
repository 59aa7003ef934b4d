import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { checkCouncil } from '../../infra/config/check.ts';
import { stockton } from '../../infra/config/stockton.ts';
import { stackOf, synthesise } from './stacks.ts';

const test = { ...stockton.stages.test, tracing: true };
const council = { ...stockton, stages: { ...stockton.stages, test } };
const traced = synthesise(council, 'test');

/** What each role may do for X-Ray. */
const rights = ({ of }: typeof traced) =>
  of('AWS::IAM::Policy').flatMap(([, { Properties }]) =>
    (Properties['PolicyDocument'].Statement as { Action: string | string[] }[]).flatMap(({ Action }) =>
      [Action].flat().filter((each) => each.startsWith('xray:')),
    ),
  );

describe('a stage with tracing', () => {
  const functions = traced.of('AWS::Lambda::Function').map(([, { Properties }]) => Properties);

  it('has each of its functions traced, by roles that may hand in traces and read none', () => {
    expect(functions.length).toBeGreaterThan(20);
    for (const { TracingConfig } of functions) expect(TracingConfig).toEqual({ Mode: 'Active' });
    expect(new Set(rights(traced))).toEqual(new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']));
    expect(rights(traced)).toHaveLength(2 * functions.length);
  });

  it('has nothing that cdk-nag finds', () => {
    const app = buildApp([{ council, stageName: 'test' }], { bundling: false, validation: false });
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });
});

describe('a stage without', () => {
  it.each(['local', 'test', 'production'] as const)('has nothing of it, as %s has it', (stageName) => {
    const { of } = stackOf('stockton', stageName);
    expect(rights(stackOf('stockton', stageName))).toEqual([]);
    expect(of('AWS::Lambda::Function').filter(([, { Properties }]) => 'TracingConfig' in Properties)).toEqual([]);
  });
});

it('one machine has no X-Ray, and says so', () => {
  const local = { ...stockton.stages.local, tracing: true };
  expect(() => checkCouncil({ ...stockton, stages: { ...stockton.stages, local } })).toThrow('stages.local.tracing');
});
