import { describe, expect, test } from 'vitest';
import { readStatement } from '../../../infra/local/engine/grants/policies.ts';

describe('a statement', () => {
  const holds = (Condition: object, context: Record<string, string[]>) =>
    readStatement({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition }).conditions.every((test) =>
      test(context),
    );

  test.each([
    [{ StringEquals: { 's3:prefix': ['in/', 'out/'] } }, { 's3:prefix': ['out/'] }, true],
    [{ StringEquals: { 's3:prefix': 'in/' } }, { 's3:prefix': ['other'] }, false],
    [{ StringEquals: { 's3:prefix': 'in/' } }, {}, false],
    [{ StringEqualsIfExists: { 's3:prefix': 'in/' } }, {}, true],
    [{ StringLike: { 's3:prefix': 'in/*' } }, { 's3:prefix': ['in/2026'] }, true],
    [{ StringNotLike: { 's3:prefix': 'in/*' } }, { 's3:prefix': ['in/2026'] }, false],
    [{ Bool: { 'aws:SecureTransport': true } }, {}, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, {}, false],
    [{ 'ForAllValues:StringEquals': { 'events:source': ['a'] } }, { 'events:source': ['a', 'b'] }, false],
    [{ 'ForAnyValue:StringEquals': { 'events:source': ['a'] } }, { 'events:source': ['a', 'b'] }, true],
  ])('with the condition %j, for a call with %j: %s', (condition, context, expected) => {
    expect(holds(condition, context as Record<string, string[]>)).toBe(expected);
  });

  test('takes actions in any case, `*` and `?`, and resources as they are written', () => {
    const { actions, resources } = readStatement({
      Effect: 'Allow',
      Action: 'S3:get*',
      Resource: 'arn:aws:s3:::b/?.csv',
    });
    expect(actions[0]?.matches('s3:GetObject')).toBe(true);
    expect(actions[0]?.matches('s3:PutObject')).toBe(false);
    expect(resources[0]?.matches('arn:aws:s3:::b/a.csv')).toBe(true);
    expect(resources[0]?.matches('arn:aws:s3:::b/ab.csv')).toBe(false);
    expect(resources[0]?.matches('arn:aws:s3:::B/a.csv')).toBe(false);
  });

  test.each([
    [{ Effect: 'Maybe' }, /Effect Maybe/],
    [{ Effect: 'Allow', Principal: '*' }, /Statement.Principal/],
    [{ Effect: 'Allow', Condition: { NumericEquals: { 'aws:x': 1 } } }, /Condition.NumericEquals/],
    [{ Effect: 'Allow', Condition: { StringEquals: { 'aws:username': 'x' } } }, /aws:username/],
    [{ Effect: 'Allow', Action: 'a:b', Resource: 'arn:$' + '{aws:username}' }, /policy variables/],
  ])('that the engine cannot judge is refused: %j', (statement, words) => {
    expect(() => readStatement(statement)).toThrow(words);
  });
});
