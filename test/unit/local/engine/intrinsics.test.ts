// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of CloudFormation's Fn::Sub
import { describe, expect, test } from 'vitest';
import { checkResources } from '../../../../infra/local/engine/stack/check-template.ts';
import { readStack } from '../../../../infra/local/engine/stack/stack.ts';
import { TemplateRefused } from '../../../../infra/local/engine/stack/template.ts';

const read = (template: object, parameters: Record<string, string> = {}) =>
  readStack(
    { Resources: {}, ...template },
    { stackName: 'crier', parameters, endpoint: 'http://127.0.0.1:1', apiUrl: () => 'http://127.0.0.1:2' },
  );

const output = (Value: unknown, rest: object = {}) => read({ ...rest, Outputs: { It: { Value } } }).outputs['It'];

const Queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${AWS::StackName}-work' } } };

describe('intrinsic functions', () => {
  test.each([
    [{ Ref: 'Queue' }, 'http://127.0.0.1:1/000000000000/crier-work'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-west-2:000000000000:crier-work'],
    [{ 'Fn::GetAtt': 'Queue.QueueName' }, 'crier-work'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-eu-west-2'],
    [
      { 'Fn::Sub': '${Queue.Arn}/${!Literal}/${AWS::AccountId}' },
      'arn:aws:sqs:eu-west-2:000000000000:crier-work/${Literal}/000000000000',
    ],
    [{ 'Fn::Sub': ['${x}-${Size}', { x: { Ref: 'AWS::Partition' } }] }, 'aws-small'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [{ 'Fn::If': ['IsSmall', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['IsLarge', 'yes', 'no'] }, 'no'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Size' }, 'pence'] }, '100'],
  ])('%j', (value, expected) => {
    const rest = {
      Resources: { Queue },
      Parameters: { Size: { Type: 'String', Default: 'small' } },
      Conditions: {
        IsSmall: { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] },
        IsLarge: { 'Fn::Not': [{ Condition: 'IsSmall' }] },
      },
      Mappings: { Sizes: { small: { pence: 100 } } },
    };
    expect(output(value, rest)).toBe(expected);
  });

  test('a property that is AWS::NoValue is not there, and a resource whose condition fails neither', () => {
    const stack = read({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Kept: { ...Queue, Properties: { DelaySeconds: { 'Fn::If': ['Never', 5, { Ref: 'AWS::NoValue' }] } } },
        Left: { ...Queue, Condition: 'Never' },
      },
    });
    expect(stack.resources).toEqual([{ logicalId: 'Kept', type: 'AWS::SQS::Queue', properties: {} }]);
  });

  test('names are the same at each start and differ between stacks and resources', () => {
    const name = (stackName: string, id: string) => {
      const resources = { Resources: { [id]: { Type: 'AWS::SQS::Queue' } } };
      const options = { stackName, parameters: {}, endpoint: '', apiUrl: () => '' };
      return readStack(resources, options).identity(id).name;
    };
    expect(name('a', 'Queue')).toBe(name('a', 'Queue'));
    expect(new Set([name('a', 'Queue'), name('b', 'Queue'), name('a', 'Other')]).size).toBe(3);
    expect(name('s', 'Q'.repeat(200)).length).toBeLessThanOrEqual(80);
  });

  test.each([
    [{ Ref: 'Nowhere' }, /Nowhere/],
    [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, /Queue\.Colour/],
    [{ 'Fn::ImportValue': 'x' }, /Fn::ImportValue/],
    ['{{resolve:secretsmanager:x}}', /dynamic references/],
  ])('%j is refused', (value, message) => {
    expect(() => output(value, { Resources: { Queue } })).toThrow(message);
  });

  test('a parameter without a value, and a value without a parameter, are refused', () => {
    expect(() => read({ Parameters: { Size: { Type: 'String' } } })).toThrow(/Size has no default/);
    expect(() => read({}, { Size: 'x' })).toThrow(/the template has no Size/);
  });
});

describe('resource types', () => {
  test('what is unknown is refused with logical id, type and property, all at once', () => {
    const { problems, notRun } = checkResources([
      { logicalId: 'Machine', type: 'AWS::StepFunctions::StateMachine', properties: {} },
      { logicalId: 'Queue', type: 'AWS::SQS::Queue', properties: { Colour: 'red', KmsMasterKeyId: 'k' } },
      {
        logicalId: 'Table',
        type: 'AWS::DynamoDB::Table',
        properties: { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
      },
      { logicalId: 'Function', type: 'AWS::Lambda::Function', properties: { Runtime: 'python3.13', Layers: ['x'] } },
      { logicalId: 'Key', type: 'AWS::KMS::Key', properties: { Anything: true } },
    ]);
    expect(problems).toEqual([
      'Machine: resource type AWS::StepFunctions::StateMachine is not run',
      'Queue (AWS::SQS::Queue): property Colour is not run',
      'Table (AWS::DynamoDB::Table): property StreamSpecification.StreamViewType is not run',
      expect.stringContaining('Function (AWS::Lambda::Function): Runtime "python3.13" is not run'),
      'Function (AWS::Lambda::Function): property Layers is not run',
    ]);
    expect(notRun.map((item) => item.logicalId)).toEqual(['Queue', 'Key']);
    expect(notRun[0]?.why).toContain('KmsMasterKeyId');
  });

  test('the error lists every problem', () => {
    expect(new TemplateRefused(['one', 'two']).message).toMatch(/- one\n.*- two/);
  });
});
