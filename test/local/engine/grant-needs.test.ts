import { describe, expect, test } from 'vitest';
import { needsOf } from '../../../infra/local/engine/grants/needs.ts';
import { s3Operation } from '../../../infra/local/engine/s3/s3-request.ts';

const table = (rest: string) => `arn:aws:dynamodb:eu-west-2:000000000000:table/${rest}`;
const queue = 'arn:aws:sqs:eu-west-2:000000000000:work';
const bus = (name: string) => `arn:aws:events:eu-west-2:000000000000:event-bus/${name}`;

const needs = (service: string, operation: string, input: object) =>
  needsOf({ service, operation, url: '/', headers: {}, body: Buffer.from(JSON.stringify(input)) })?.map(
    ({ action, resource }) => `${action} on ${resource}`,
  );

const T = { TableName: 't' };
const QueueUrl = 'http://127.0.0.1:1/000000000000/work';

const json: [string, string, object, string[]][] = [
  ['dynamodb', 'GetItem', T, [`dynamodb:GetItem on ${table('t')}`]],
  ['dynamodb', 'GetItem', { TableName: table('t') }, [`dynamodb:GetItem on ${table('t')}`]],
  ['dynamodb', 'PutItem', T, [`dynamodb:PutItem on ${table('t')}`]],
  ['dynamodb', 'UpdateItem', T, [`dynamodb:UpdateItem on ${table('t')}`]],
  ['dynamodb', 'DeleteItem', T, [`dynamodb:DeleteItem on ${table('t')}`]],
  ['dynamodb', 'Scan', T, [`dynamodb:Scan on ${table('t')}`]],
  ['dynamodb', 'Query', T, [`dynamodb:Query on ${table('t')}`]],
  ['dynamodb', 'Query', { ...T, IndexName: 'by-x' }, [`dynamodb:Query on ${table('t/index/by-x')}`]],
  [
    'dynamodb',
    'BatchGetItem',
    { RequestItems: { a: {}, b: {} } },
    [`dynamodb:BatchGetItem on ${table('a')}`, `dynamodb:BatchGetItem on ${table('b')}`],
  ],
  [
    'dynamodb',
    'BatchWriteItem',
    { RequestItems: { a: [], b: [] } },
    [`dynamodb:BatchWriteItem on ${table('a')}`, `dynamodb:BatchWriteItem on ${table('b')}`],
  ],
  [
    'dynamodb',
    'TransactWriteItems',
    { TransactItems: [{ Put: T }, { Update: T }, { Delete: { TableName: 'u' } }, { ConditionCheck: T }] },
    [
      `dynamodb:PutItem on ${table('t')}`,
      `dynamodb:UpdateItem on ${table('t')}`,
      `dynamodb:DeleteItem on ${table('u')}`,
      `dynamodb:ConditionCheckItem on ${table('t')}`,
    ],
  ],
  ['dynamodb', 'TransactGetItems', { TransactItems: [{ Get: T }] }, [`dynamodb:GetItem on ${table('t')}`]],
  ['sqs', 'SendMessage', { QueueUrl }, [`sqs:SendMessage on ${queue}`]],
  ['sqs', 'SendMessageBatch', { QueueUrl }, [`sqs:SendMessage on ${queue}`]],
  ['sqs', 'ReceiveMessage', { QueueUrl }, [`sqs:ReceiveMessage on ${queue}`]],
  ['sqs', 'DeleteMessageBatch', { QueueUrl }, [`sqs:DeleteMessage on ${queue}`]],
  ['sqs', 'ChangeMessageVisibilityBatch', { QueueUrl }, [`sqs:ChangeMessageVisibility on ${queue}`]],
  ['sqs', 'GetQueueUrl', { QueueName: 'work' }, [`sqs:GetQueueUrl on ${queue}`]],
  [
    'eventbridge',
    'StartReplay',
    {
      EventSourceArn: 'arn:aws:events:eu-west-2:000000000000:archive/kept',
      Destination: { Arn: bus('facts') },
      ReplayName: 'once',
    },
    ['archive/kept', 'event-bus/facts', 'replay/once'].map(
      (each) => `events:StartReplay on arn:aws:events:eu-west-2:000000000000:${each}`,
    ),
  ],
  [
    'eventbridge',
    'PutEvents',
    { Entries: [{}, { EventBusName: 'own' }, { EventBusName: bus('other') }] },
    [
      `events:PutEvents on ${bus('default')}`,
      `events:PutEvents on ${bus('own')}`,
      `events:PutEvents on ${bus('other')}`,
    ],
  ],
  [
    'secretsmanager',
    'GetSecretValue',
    { SecretId: 'key' },
    ['secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-2:000000000000:secret:key'],
  ],
  [
    'ssm',
    'GetParameters',
    { Names: ['/a/b'] },
    ['ssm:GetParameters on arn:aws:ssm:eu-west-2:000000000000:parameter/a/b'],
  ],
];

const object = 'arn:aws:s3:::b/in/a%20file.csv'.replace('%20', ' ');
const s3: [string, string, Record<string, string>, string[]][] = [
  ['GET', '/b/in/a%20file.csv', {}, [`s3:GetObject on ${object}`]],
  ['HEAD', '/b/in/a%20file.csv', {}, [`s3:GetObject on ${object}`]],
  ['GET', '/b/in/a%20file.csv?versionId=1', {}, [`s3:GetObjectVersion on ${object}`]],
  ['PUT', '/b/in/a%20file.csv?x-id=PutObject', {}, [`s3:PutObject on ${object}`]],
  [
    'PUT',
    '/b/k',
    { 'x-amz-tagging': 'a=b' },
    ['s3:PutObject on arn:aws:s3:::b/k', 's3:PutObjectTagging on arn:aws:s3:::b/k'],
  ],
  ['DELETE', '/b/k', {}, ['s3:DeleteObject on arn:aws:s3:::b/k']],
  ['DELETE', '/b/k?versionId=1', {}, ['s3:DeleteObjectVersion on arn:aws:s3:::b/k']],
  ['POST', '/b?delete', {}, ['s3:DeleteObject on arn:aws:s3:::b/*']],
  ['GET', '/b?list-type=2&prefix=in', {}, ['s3:ListBucket on arn:aws:s3:::b']],
  ['HEAD', '/b', {}, ['s3:ListBucket on arn:aws:s3:::b']],
  [
    'PUT',
    '/b/k',
    { 'x-amz-copy-source': '/from/it%20all?versionId=3' },
    ['s3:PutObject on arn:aws:s3:::b/k', 's3:GetObjectVersion on arn:aws:s3:::from/it all'],
  ],
  [
    'PUT',
    '/b/k',
    { 'x-amz-copy-source': 'from/it' },
    ['s3:PutObject on arn:aws:s3:::b/k', 's3:GetObject on arn:aws:s3:::from/it'],
  ],
  ['POST', '/b/k?uploads', {}, ['s3:PutObject on arn:aws:s3:::b/k']],
  ['PUT', '/b/k?partNumber=1&uploadId=u', {}, ['s3:PutObject on arn:aws:s3:::b/k']],
  ['POST', '/b/k?uploadId=u', {}, ['s3:PutObject on arn:aws:s3:::b/k']],
  ['DELETE', '/b/k?uploadId=u', {}, ['s3:AbortMultipartUpload on arn:aws:s3:::b/k']],
  ['GET', '/b/k?uploadId=u', {}, ['s3:ListMultipartUploadParts on arn:aws:s3:::b/k']],
];

describe('a call needs', () => {
  test.each(json)('%s %s %j', (service, operation, input, expected) => {
    expect(needs(service, operation, input)).toEqual(expected);
  });

  test.each(s3)('s3 %s %s %j', (method, url, headers, expected) => {
    const operation = s3Operation(method, url, headers);
    const found = needsOf({ service: 's3', operation, url, headers });
    expect(found?.map(({ action, resource }) => `${action} on ${resource}`)).toEqual(expected);
  });

  test('what its path says, for the key value stores of CloudFront', () => {
    const store = 'arn:aws:cloudfront::000000000000:key-value-store/pointer';
    const url = `/key-value-stores/${encodeURIComponent(store)}/keys/release`;
    expect(needsOf({ service: 'cloudfront-keyvaluestore', operation: 'PutKey', url, headers: {} })).toEqual([
      { action: 'cloudfront-keyvaluestore:PutKey', resource: store },
    ]);
  });

  test('nothing that is known, where the engine does not run it: functions are refused then', () => {
    expect(needs('dynamodb', 'ExecuteStatement', {})).toBeUndefined();
    expect(needs('sts', 'AssumeRole', {})).toBeUndefined();
    expect(needsOf({ service: 's3', operation: 'GET ?acl', url: '/b/k?acl', headers: {} })).toBeUndefined();
  });

  test('the source and type of each entry, and the prefix of a listing, for conditions', () => {
    const body = Buffer.from('{"Entries":[{"Source":"s","DetailType":"d"}]}');
    const found = needsOf({ service: 'eventbridge', operation: 'PutEvents', url: '/', headers: {}, body });
    expect(found?.[0]?.context).toEqual({ 'events:source': ['s'], 'events:detail-type': ['d'] });
    const list = needsOf({ service: 's3', operation: 'ListObjects', url: '/b?prefix=in/', headers: {} });
    expect(list?.[0]?.context).toEqual({ 's3:prefix': ['in/'] });
  });
});
