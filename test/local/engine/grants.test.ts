import { afterEach, describe, expect, test } from 'vitest';
import { arnOf, cleanUp, lambda, mapping, queue, start } from './stack-under-test.ts';

afterEach(cleanUp);

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: object };

const allow = (Action: string | string[], Resource: unknown): Statement => ({ Effect: 'Allow', Action, Resource });
const deny = (Action: string, Resource: unknown): Statement => ({ Effect: 'Deny', Action, Resource });
const under = (id: string, rest: string) => ({ 'Fn::Join': ['', [arnOf(id), rest]] });

/** Calls what its event names, and answers with the name and message of the error. */
const caller = `
  import { DynamoDBClient, BatchGetItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
  import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
  import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
  import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
  import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
  const { TABLE: TableName, BUCKET: Bucket, QUEUE: QueueUrl, BUS: EventBusName, SECRET: SecretId } = process.env;
  const db = new DynamoDBClient({}), s3 = new S3Client({});
  const Key = { pk: { S: 'x' } };
  const KeyConditionExpression = 'pk = :x', ExpressionAttributeValues = { ':x': { S: 'x' } };
  const Entries = [{ EventBusName, Source: 's', DetailType: 'd', Detail: '{}' }];
  const calls = {
    get: () => db.send(new GetItemCommand({ TableName, Key })),
    put: () => db.send(new PutItemCommand({ TableName, Item: Key })),
    batch: () => db.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })),
    query: () => db.send(new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues })),
    index: () => db.send(new QueryCommand({ TableName, IndexName: 'by-pk', KeyConditionExpression, ExpressionAttributeValues })),
    write: () => s3.send(new PutObjectCommand({ Bucket, Key: 'in/a', Body: 'text' })),
    elsewhere: () => s3.send(new PutObjectCommand({ Bucket, Key: 'out/a', Body: 'text' })),
    read: () => s3.send(new GetObjectCommand({ Bucket, Key: 'in/none' })),
    list: () => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'in/' })),
    send: () => new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' })),
    event: () => new EventBridgeClient({}).send(new PutEventsCommand({ Entries })),
    secret: () => new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId })),
  };
  export const handler = async (names) => {
    const answers = {};
    for (const name of names) {
      answers[name] = await calls[name]().then(() => 'done', (error) => error.name + ': ' + error.message);
    }
    return answers;
  };`;

const things = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-pk',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    },
  },
  Bucket: { Type: 'AWS::S3::Bucket' },
  Queue: queue(),
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'facts' } },
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'word' } },
};

const functionWith = (statements: Statement[]) => ({
  ...things,
  Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'caller-role', AssumeRolePolicyDocument: {} } },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } },
  },
  Caller: lambda('caller', {
    FunctionName: 'caller',
    Role: arnOf('Role'),
    Environment: {
      Variables: {
        TABLE: { Ref: 'Table' },
        BUCKET: { Ref: 'Bucket' },
        QUEUE: { Ref: 'Queue' },
        BUS: { Ref: 'Bus' },
        SECRET: { Ref: 'Secret' },
      },
    },
  }),
});

const ALL = ['get', 'put', 'batch', 'query', 'index', 'write', 'list', 'send', 'event', 'secret', 'read', 'elsewhere'];

async function answersTo(statements: Statement[], names = ALL) {
  const engine = await start(functionWith(statements), { handlers: { caller } });
  const answers = (await engine.invoke('Caller', names)) as Record<string, string>;
  return { engine, answers };
}

const granted: Statement[] = [
  allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], arnOf('Table')),
  allow('dynamodb:Query', under('Table', '/index/by-pk')),
  allow(['s3:PutObject', 's3:GetObject'], under('Bucket', '/in/*')),
  allow('s3:ListBucket', arnOf('Bucket')),
  allow('sqs:SendMessage', arnOf('Queue')),
  allow('events:PutEvents', arnOf('Bus')),
  allow('secretsmanager:GetSecretValue', { Ref: 'Secret' }),
];

const without = (action: string) =>
  granted.map((each) => ({ ...each, Action: [each.Action].flat().filter((one) => one !== action) }));

describe('a function may do', () => {
  test('what its role grants', async () => {
    const { engine, answers } = await answersTo(granted);
    const { read, elsewhere, ...rest } = answers;
    expect(new Set(Object.values(rest))).toEqual(new Set(['done']));
    expect(read).toMatch(/^NoSuchKey/);
    expect(elsewhere).toMatch(/^AccessDenied: .*s3:PutObject on resource: arn:aws:s3:::local-bucket-\w+\/out\/a/);
    expect(engine.events.filter(({ kind }) => kind === 'access-denied')).toEqual([
      expect.objectContaining({ fn: 'Caller', role: 'Role', action: 's3:PutObject' }),
    ]);
    const unused = engine.grants().filter(({ of, used }) => of.includes('Caller') && !used);
    expect(unused).toEqual([]);
    expect(engine.grants()).toContainEqual({
      role: 'Role',
      of: ['Caller'],
      action: 'dynamodb:Query',
      resource: 'Table/index/by-pk',
      enforced: true,
      used: 1,
    });
  });

  test('what two grants allow, and neither counts as needed while there is the other', async () => {
    const twice = [
      allow(['dynamodb:GetItem', 'dynamodb:PutItem'], arnOf('Table')),
      allow('dynamodb:Get*', arnOf('Table')),
    ];
    const { engine, answers } = await answersTo(twice, ['get', 'put']);
    expect(answers).toEqual({ get: 'done', put: 'done' });
    const used = engine.grants().map(({ action, used }) => [action, used]);
    expect(used).toEqual([
      ['dynamodb:GetItem', 0],
      ['dynamodb:PutItem', 1],
      ['dynamodb:Get*', 0],
    ]);
  });

  test('nothing without a grant: each service answers as on AWS, and the log names the function', async () => {
    const { engine, answers } = await answersTo([]);
    const refused = (name: string, action: string) =>
      new RegExp(
        `^${name}: User: arn:aws:sts::000000000000:assumed-role/caller-role/caller is not authorized to perform: ${action} on resource: arn:aws:`,
      );
    for (const [call, name, action] of [
      ['get', 'AccessDeniedException', 'dynamodb:GetItem'],
      ['batch', 'AccessDeniedException', 'dynamodb:BatchGetItem'],
      ['index', 'AccessDeniedException', 'dynamodb:Query'],
      ['write', 'AccessDenied', 's3:PutObject'],
      ['list', 'AccessDenied', 's3:ListBucket'],
      ['send', 'AccessDenied(Exception)?', 'sqs:SendMessage'],
      ['event', 'AccessDeniedException', 'events:PutEvents'],
      ['secret', 'AccessDeniedException', 'secretsmanager:GetSecretValue'],
    ] as const) {
      expect(answers[call], call).toMatch(refused(name, action));
    }
    expect(engine.said.filter((line) => line.includes('access-denied'))).toHaveLength(ALL.length);
    expect(engine.queues()[0]?.visible).toBe(0);
  });

  test('with a table nothing through its indexes, and with an index nothing on its table', async () => {
    const { answers } = await answersTo(granted.slice(1, 2), ['query', 'index']);
    expect(answers['index']).toBe('done');
    expect(answers['query']).toMatch(/dynamodb:Query on resource: .*:table\/[^/]+ because/);
  });

  test('nothing about objects that are not there, unless it may list the bucket', async () => {
    const { answers } = await answersTo(without('s3:ListBucket'), ['read']);
    expect(answers['read']).toMatch(/^AccessDenied: .* s3:ListBucket on resource/);
  });

  test('nothing that is denied, whatever else allows it', async () => {
    const { answers } = await answersTo([allow('*', '*'), deny('dynamodb:Put*', '*')], ['get', 'put']);
    expect(answers['get']).toBe('done');
    expect(answers['put']).toMatch(/with an explicit deny in an identity-based policy$/);
  });
});

describe('what cannot work on AWS is refused at the start', () => {
  const worker = 'export const handler = async () => {};';
  const role = (Statement: Statement[]) => ({
    Type: 'AWS::IAM::Role',
    Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] },
  });

  test('a queue that the role of its function may not read', async () => {
    const stack = {
      Work: queue(),
      Role: role([allow(['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'], arnOf('Work'))]),
      Worker: lambda('worker', { Role: arnOf('Role') }),
      Mapping: mapping('Work', 'Worker'),
    };
    await expect(start(stack, { handlers: { worker } })).rejects.toThrow(
      /Mapping \(AWS::Lambda::EventSourceMapping\): the role Role does not let Lambda read .*sqs:DeleteMessage/,
    );
  });

  test('a schedule whose role may not send to its target', async () => {
    const Target = { Arn: arnOf('Work'), RoleArn: arnOf('Role') };
    const stack = {
      Work: queue(),
      Role: role([]),
      Daily: { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(1 day)', Target } },
    };
    await expect(start(stack)).rejects.toThrow(
      /Daily \(AWS::Scheduler::Schedule\): Target.RoleArn: the role Role does not let it deliver: .*sqs:SendMessage/,
    );
  });

  test('a role that is not in the stack, and a policy of AWS that the engine does not know', async () => {
    const elsewhere = lambda('worker', { Role: 'arn:aws:iam::1:role/elsewhere' });
    await expect(start({ Worker: elsewhere }, { handlers: { worker } })).rejects.toThrow(/is not in the stack/);
    const Wide = { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/Admin'] } };
    const Worker = lambda('worker', { Role: arnOf('Wide') });
    await expect(start({ Wide, Worker }, { handlers: { worker } })).rejects.toThrow(/does not know what .*Admin/);
  });
});
