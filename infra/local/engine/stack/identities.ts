// What Ref and Fn::GetAtt answer for each resource. Names are derived from stack name and logical id, so that a new
// start on the same data folder finds the same queues, tables and buckets.

import { createHash } from 'node:crypto';
import { ACCOUNT, type Properties, REGION } from './template.ts';

export type Identity = { ref: string; name: string; attributes: Record<string, string> };

export type IdentityInput = {
  stackName: string;
  logicalId: string;
  type: string;
  /** Base URL of the front proxy, which queue URLs start with. */
  endpoint: string;
  /** Base URL of the HTTP API with this logical id. */
  apiUrl(logicalId: string): string;
  /** Base URL of the function URL with this logical id. */
  functionUrl?(logicalId: string): string;
  /** Host and port of the distribution with this logical id. */
  siteHost?(logicalId: string): string;
  /** A resolved property of the resource. */
  property(name: string): unknown;
};

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** The identity of one resource; for types that do nothing here, one that looks plausible. */
export function identify(input: IdentityInput): Identity {
  const make = identities[input.type];
  if (make) return make(input);
  const name = physicalName(input);
  return {
    ref: name,
    name,
    attributes: { Arn: arn('local', name), Id: name, KeyId: name, TopicArn: arn('sns', name) },
  };
}

function physicalName(input: IdentityInput, property?: string, longest = 64): string {
  const given = property ? input.property(property) : undefined;
  if (typeof given === 'string') return given;
  const digest = createHash('sha256').update(`${input.stackName}/${input.logicalId}`).digest('hex').slice(0, 10);
  return `${`${input.stackName}-${input.logicalId}`.slice(0, longest - 11)}-${digest}`;
}

/** CloudFront knows no region. */
const global = (rest: string) => `arn:aws:cloudfront::${ACCOUNT}:${rest}`;

const identities: Record<string, (input: IdentityInput) => Identity> = {
  'AWS::SQS::Queue': (input) => {
    const fifo = String(input.property('FifoQueue')) === 'true';
    const given = physicalName(input, 'QueueName', 75);
    const name = fifo && !given.endsWith('.fifo') ? `${given}.fifo` : given;
    const url = `${input.endpoint}/${ACCOUNT}/${name}`;
    return { ref: url, name, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::S3::Bucket': (input) => {
    // Room is left for the bucket beside it that keeps older versions.
    const name = physicalName(input, 'BucketName', 50).toLowerCase();
    const domain = `${name}.s3.${REGION}.amazonaws.com`;
    const attributes = { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: domain };
    return { ref: name, name, attributes };
  },
  'AWS::Lambda::Function': (input) => {
    const name = physicalName(input, 'FunctionName');
    return { ref: name, name, attributes: { Arn: arn('lambda', `function:${name}`) } };
  },
  'AWS::Lambda::Url': (input) => {
    const target = String(input.property('TargetFunctionArn'));
    const FunctionUrl = `${input.functionUrl?.(input.logicalId) ?? ''}/`;
    return { ref: target, name: input.logicalId, attributes: { FunctionArn: target, FunctionUrl } };
  },
  'AWS::Lambda::Version': (input) => qualified(input, '1'),
  'AWS::Lambda::Alias': (input) => qualified(input, String(input.property('Name'))),
  'AWS::Events::EventBus': (input) => {
    const name = physicalName(input, 'Name');
    return { ref: name, name, attributes: { Arn: arn('events', `event-bus/${name}`), Name: name } };
  },
  'AWS::Events::Archive': (input) => {
    const name = physicalName(input, 'ArchiveName', 48);
    return { ref: name, name, attributes: { ArchiveName: name, Arn: arn('events', `archive/${name}`) } };
  },
  'AWS::Events::Rule': (input) => {
    const name = physicalName(input, 'Name');
    return { ref: name, name, attributes: { Arn: arn('events', `rule/${name}`) } };
  },
  'AWS::Scheduler::Schedule': (input) => {
    const name = physicalName(input, 'Name');
    return { ref: name, name, attributes: { Arn: arn('scheduler', `schedule/default/${name}`) } };
  },
  'AWS::ApiGatewayV2::Api': (input) => {
    const name = physicalName(input).slice(-10);
    return { ref: name, name, attributes: { ApiId: name, ApiEndpoint: input.apiUrl(input.logicalId) } };
  },
  'AWS::ApiGatewayV2::Stage': (input) => {
    const name = String(input.property('StageName'));
    return { ref: name, name, attributes: {} };
  },
  'AWS::ApiGatewayV2::Integration': (input) => ({ ref: input.logicalId, name: input.logicalId, attributes: {} }),
  'AWS::SecretsManager::Secret': (input) => {
    const name = physicalName(input, 'Name');
    const id = arn('secretsmanager', `secret:${name}`);
    return { ref: id, name, attributes: { Id: id } };
  },
  'AWS::CloudFront::Distribution': (input) => {
    const name = physicalName(input);
    return { ref: name, name, attributes: { Id: name, DomainName: input.siteHost?.(input.logicalId) ?? '' } };
  },
  'AWS::CloudFront::Function': (input) => {
    const name = physicalName(input, 'Name');
    const arn = global(`function/${name}`);
    return { ref: arn, name, attributes: { FunctionARN: arn, 'FunctionMetadata.FunctionARN': arn, Stage: 'LIVE' } };
  },
  'AWS::CloudFront::KeyValueStore': (input) => {
    const name = physicalName(input, 'Name');
    const arn = global(`key-value-store/${name}`);
    return { ref: name, name, attributes: { Arn: arn, Id: name, Status: 'READY' } };
  },
  'AWS::SSM::Parameter': (input) => {
    const name = physicalName(input, 'Name');
    const attributes = { Type: String(input.property('Type')), Value: String(input.property('Value')) };
    return { ref: name, name, attributes };
  },
  'AWS::KMS::Key': (input) => {
    const name = physicalName(input);
    return { ref: name, name, attributes: { Arn: arn('kms', `key/${name}`), KeyId: name } };
  },
  'AWS::IAM::Role': (input) => {
    const name = physicalName(input, 'RoleName');
    return { ref: name, name, attributes: { Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, RoleId: name } };
  },
  'AWS::IAM::ManagedPolicy': (input) => {
    const name = physicalName(input, 'ManagedPolicyName');
    return { ref: `arn:aws:iam::${ACCOUNT}:policy/${name}`, name, attributes: {} };
  },
  'AWS::Logs::LogGroup': (input) => {
    const name = physicalName(input, 'LogGroupName');
    return { ref: name, name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
  },
};

function table(input: IdentityInput): Identity {
  const name = physicalName(input, 'TableName');
  return { ref: name, name, attributes: { Arn: arn('dynamodb', `table/${name}`) } };
}

function qualified(input: IdentityInput, qualifier: string): Identity {
  const target = String(input.property('FunctionName')).replace(/^arn:.*:function:/, '');
  const ref = arn('lambda', `function:${target}:${qualifier}`);
  return { ref, name: ref, attributes: { FunctionArn: ref, Version: qualifier, AliasArn: ref } };
}

/** Reads a property as text. */
export const text = (properties: Properties, name: string): string | undefined =>
  properties[name] === undefined ? undefined : String(properties[name]);
