// What each call needs to be allowed: actions on resources, as the Service Authorization Reference has them.
// https://docs.aws.amazon.com/service-authorization/latest/reference/
//
// An operation that is in no table has no needs known, and is refused to functions.

import type { IncomingHttpHeaders } from 'node:http';
import { placeOf } from '../s3/s3-request.ts';
import { ACCOUNT, REGION } from '../stack/template.ts';
import type { Context } from './conditions.ts';

export type Need = { action: string; resource: string; context?: Context };

/** A call as far as its needs hang on it. S3's bodies are not read for it. */
export type Asked = {
  service: string;
  operation: string;
  url: string;
  headers: IncomingHttpHeaders;
  body?: Buffer | undefined;
};

type Input = Record<string, unknown>;
type Needs = (input: Input) => Need[];

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const named = (value: unknown, make: (name: string) => string) =>
  String(value).startsWith('arn:') ? String(value) : make(String(value));
const keysOf = (value: unknown) => Object.keys((value ?? {}) as object);
const listOf = (value: unknown) => (Array.isArray(value) ? (value as Input[]) : []);

/** The services whose grants are enforced; grants of others (keys, logs, traces) do nothing here. */
export const ENFORCED = [
  'dynamodb',
  'sqs',
  's3',
  'events',
  'secretsmanager',
  'ssm',
  'cloudfront-keyvaluestore',
  'lambda',
];

/** @returns undefined if the engine does not know what the operation needs. @throws SyntaxError if the body is not JSON. */
export function needsOf({ service, operation, url, headers, body }: Asked): Need[] | undefined {
  if (service === 's3') return s3Needs(operation, url, headers);
  if (service === 'cloudfront-keyvaluestore') return keyValueNeeds(operation, url);
  return services[service]?.[operation]?.(JSON.parse(body?.toString() || '{}'));
}

const table = (name: unknown) => named(name, (each) => arn('dynamodb', `table/${each}`));
const onTable = (action: string) => (input: Input) => [
  {
    action: `dynamodb:${action}`,
    // A query of an index needs a grant on the index, and none on its table.
    resource: input['IndexName']
      ? `${table(input['TableName'])}/index/${input['IndexName']}`
      : table(input['TableName']),
  },
];
const onTables = (action: string) => (input: Input) =>
  keysOf(input['RequestItems']).map((name) => ({ action: `dynamodb:${action}`, resource: table(name) }));
/** A transaction needs what its parts would need by themselves. */
const parts: Record<string, string> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};
const onParts = (input: Input) =>
  listOf(input['TransactItems']).flatMap((item) =>
    keysOf(item).map((part) => ({
      action: `dynamodb:${parts[part] ?? part}`,
      resource: table((item[part] as Input | undefined)?.['TableName']),
    })),
  );

const queue = (action: string) => (input: Input) => [
  { action: `sqs:${action}`, resource: arn('sqs', String(input['QueueUrl']).split('/').at(-1) ?? '') },
];

const bus = (name: unknown) => named(name ?? 'default', (each) => arn('events', `event-bus/${each}`));
const onBuses = (input: Input) =>
  listOf(input['Entries']).map((entry) => ({
    action: 'events:PutEvents',
    resource: bus(entry['EventBusName']),
    context: { 'events:source': [String(entry['Source'])], 'events:detail-type': [String(entry['DetailType'])] },
  }));

const parameter = (name: unknown) => named(name, (each) => arn('ssm', `parameter/${each.replace(/^\//, '')}`));

const services: Record<string, Record<string, Needs>> = {
  dynamodb: {
    ...Object.fromEntries(
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable', 'DescribeTimeToLive'].map(
        (each) => [each, onTable(each)],
      ),
    ),
    BatchGetItem: onTables('BatchGetItem'),
    BatchWriteItem: onTables('BatchWriteItem'),
    TransactGetItems: onParts,
    TransactWriteItems: onParts,
    ListTables: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  },
  sqs: {
    SendMessage: queue('SendMessage'),
    SendMessageBatch: queue('SendMessage'),
    ReceiveMessage: queue('ReceiveMessage'),
    DeleteMessage: queue('DeleteMessage'),
    DeleteMessageBatch: queue('DeleteMessage'),
    ChangeMessageVisibility: queue('ChangeMessageVisibility'),
    ChangeMessageVisibilityBatch: queue('ChangeMessageVisibility'),
    GetQueueAttributes: queue('GetQueueAttributes'),
    SetQueueAttributes: queue('SetQueueAttributes'),
    PurgeQueue: queue('PurgeQueue'),
    GetQueueUrl: ({ QueueName }) => [{ action: 'sqs:GetQueueUrl', resource: arn('sqs', String(QueueName)) }],
    ListQueues: () => [{ action: 'sqs:ListQueues', resource: arn('sqs', '*') }],
  },
  eventbridge: {
    PutEvents: onBuses,
    StartReplay: ({ EventSourceArn, Destination, ReplayName }) =>
      [EventSourceArn, (Destination as Input | undefined)?.['Arn'], arn('events', `replay/${ReplayName}`)].map(
        (resource) => ({ action: 'events:StartReplay', resource: String(resource) }),
      ),
  },
  secretsmanager: {
    GetSecretValue: ({ SecretId }) => [
      {
        action: 'secretsmanager:GetSecretValue',
        resource: named(SecretId, (each) => arn('secretsmanager', `secret:${each}`)),
      },
    ],
  },
  ssm: {
    GetParameter: ({ Name }) => [{ action: 'ssm:GetParameter', resource: parameter(Name) }],
    GetParameters: ({ Names }) =>
      ((Names ?? []) as unknown[]).map((each) => ({ action: 'ssm:GetParameters', resource: parameter(each) })),
  },
};

/** Actions on an object; with `?versionId=` those that have one go to its versions. */
const objectActions: Record<string, { plain: string; version?: string }> = {
  GetObject: { plain: 'GetObject', version: 'GetObjectVersion' },
  HeadObject: { plain: 'GetObject', version: 'GetObjectVersion' },
  PutObject: { plain: 'PutObject' },
  CopyObject: { plain: 'PutObject' },
  DeleteObject: { plain: 'DeleteObject', version: 'DeleteObjectVersion' },
  CreateMultipartUpload: { plain: 'PutObject' },
  UploadPart: { plain: 'PutObject' },
  CompleteMultipartUpload: { plain: 'PutObject' },
  AbortMultipartUpload: { plain: 'AbortMultipartUpload' },
  ListParts: { plain: 'ListMultipartUploadParts' },
};
const bucketActions: Record<string, string> = {
  ListObjects: 'ListBucket',
  HeadBucket: 'ListBucket',
  CreateBucket: 'CreateBucket',
  DeleteBucket: 'DeleteBucket',
};

function s3Needs(operation: string, url: string, headers: IncomingHttpHeaders): Need[] | undefined {
  const { bucket, key, query } = placeOf(url);
  const onBucket = bucketActions[operation];
  if (onBucket) {
    const context = operation === 'ListObjects' ? { context: { 's3:prefix': [query.get('prefix') ?? ''] } } : {};
    return [{ action: `s3:${onBucket}`, resource: `arn:aws:s3:::${bucket}`, ...context }];
  }
  // Which keys it names is in its body: only a caller that may delete all of a bucket's objects may do it here.
  if (operation === 'DeleteObjects') return [{ action: 's3:DeleteObject', resource: `arn:aws:s3:::${bucket}/*` }];
  const known = objectActions[operation];
  if (!known) return undefined;
  const action = (query.has('versionId') && known.version) || known.plain;
  const needs = [{ action: `s3:${action}`, resource: `arn:aws:s3:::${bucket}/${key}` }];
  const source = headers['x-amz-copy-source'];
  if (source) needs.push(sourceNeed(String(source)));
  if (headers['x-amz-tagging']) needs.push({ action: 's3:PutObjectTagging', resource: needs[0]!.resource });
  if (headers['x-amz-acl']) needs.push({ action: 's3:PutObjectAcl', resource: needs[0]!.resource });
  return needs;
}

/** Copying needs a grant on both sides; the source is named in a header, as `bucket/key?versionId=…`. */
function sourceNeed(source: string): Need {
  const { bucket, key, query } = placeOf(`/${source.replace(/^\//, '')}`);
  const action = query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject';
  return { action, resource: `arn:aws:s3:::${bucket}/${key}` };
}

function keyValueNeeds(operation: string, url: string): Need[] | undefined {
  if (!/^(DescribeKeyValueStore|ListKeys|UpdateKeys|GetKey|PutKey|DeleteKey)$/.test(operation)) return undefined;
  const [, , store = ''] = url.split(/[/?]/);
  return [{ action: `cloudfront-keyvaluestore:${operation}`, resource: decodeURIComponent(store) }];
}
