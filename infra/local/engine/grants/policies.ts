// The roles of the stack and what their policies say: inline ones, those attached, and the few of AWS that are known here.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html

import type { Stack } from '../stack/stack.ts';
import { type Resource, TemplateRefused } from '../stack/template.ts';
import { readCondition, type Test } from './conditions.ts';
import { type Pattern, pattern } from './pattern.ts';

export type Statement = {
  effect: 'Allow' | 'Deny';
  actions: Pattern[];
  /** `NotAction`: every action but these. */
  notActions?: Pattern[];
  resources: Pattern[];
  notResources?: Pattern[];
  /** What must hold of the call besides. */
  conditions: Test[];
};

export type Role = { logicalId: string; name: string; arn: string; statements: Statement[] };

type Written = Record<string, unknown>;

const KNOWN = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** Policies of AWS that functions are commonly given, as far as the engine enforces them: logs and traces are not. */
const managedByAws: Record<string, Written[]> = {
  'service-role/AWSLambdaBasicExecutionRole': [],
  AWSXRayDaemonWriteAccess: [],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: '*' },
  ],
};

const list = (one: unknown): unknown[] => (one === undefined ? [] : Array.isArray(one) ? one : [one]);

/** Reads the role of this ARN. @throws TemplateRefused for one that is not in the stack, or for what is not run of it. */
export function readRole(stack: Stack, arn: string): Role {
  const role = stack.ofType('AWS::IAM::Role').find((each) => arnOf(stack, each) === arn);
  if (!role) throw new TemplateRefused([`the role ${arn} is not in the stack`]);
  const { name, ref } = stack.identity(role.logicalId);
  const problems: string[] = [];
  const statements: Statement[] = [];
  for (const { where, document } of documentsOf(stack, role, ref)) {
    for (const written of list((document as Written)['Statement']) as Written[]) {
      try {
        statements.push(readStatement(written));
      } catch (error) {
        problems.push(`${where}: ${(error as Error).message}`);
      }
    }
  }
  if (problems.length) throw new TemplateRefused(problems);
  return { logicalId: role.logicalId, name, arn, statements };
}

const arnOf = (stack: Stack, { logicalId }: Resource) => stack.identity(logicalId).attributes['Arn'];

function* documentsOf(stack: Stack, role: Resource, ref: string): Generator<{ where: string; document: unknown }> {
  const where = `${role.logicalId} (AWS::IAM::Role)`;
  for (const policy of list(role.properties['Policies']) as Written[])
    yield { where, document: policy['PolicyDocument'] };
  const managed = stack.ofType('AWS::IAM::ManagedPolicy');
  for (const arn of list(role.properties['ManagedPolicyArns']).map(String)) {
    const own = managed.find(({ logicalId }) => stack.identity(logicalId).ref === arn);
    const known = managedByAws[arn.replace('arn:aws:iam::aws:policy/', '')];
    if (own) yield { where: `${own.logicalId} (${own.type})`, document: own.properties['PolicyDocument'] };
    else if (known) yield { where, document: { Statement: known } };
    else throw new TemplateRefused([`${where}: the engine does not know what the policy ${arn} says`]);
  }
  for (const { logicalId, type, properties } of [...stack.ofType('AWS::IAM::Policy'), ...managed]) {
    if (list(properties['Roles']).includes(ref))
      yield { where: `${logicalId} (${type})`, document: properties['PolicyDocument'] };
  }
}

/** @throws Error that says what of the statement is not run. */
export function readStatement(written: Written): Statement {
  const strange = Object.keys(written).find((key) => !KNOWN.includes(key));
  if (strange) throw new Error(`PolicyDocument.Statement.${strange} is not run`);
  const { Effect } = written;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`PolicyDocument.Statement.Effect ${Effect} is not run`);
  // IAM takes actions in any case, and resources as they are written.
  const actions = (value: unknown) => list(value).map((text) => pattern(String(text), 'i'));
  const resources = (value: unknown) => list(value).map((text) => pattern(String(text), ''));
  return {
    effect: Effect,
    actions: actions(written['Action']),
    ...(written['NotAction'] === undefined ? {} : { notActions: actions(written['NotAction']) }),
    resources: resources(written['Resource']),
    ...(written['NotResource'] === undefined ? {} : { notResources: resources(written['NotResource']) }),
    conditions: readCondition(written['Condition']),
  };
}
