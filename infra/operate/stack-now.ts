import type { Clients } from './clients.ts';
import { nameOfPath } from './names.ts';
import { callQuery } from './query-call.ts';

export type Resource = {
  logicalId: string;
  /** What Ref answers: a queue's URL, a bus's name. */
  physicalId: string;
  type: string;
  /** Its place in the construct tree, such as `notices/send-notices-queue/dead/queue`; empty where the CDK made it by itself. */
  path: string;
  properties: Record<string, unknown>;
};

/** A stack as it is deployed, here or on AWS. */
export type StackNow = {
  name: string;
  account: string;
  region: string;
  status: string;
  outputs: Record<string, string>;
  template: Template;
  resources: Resource[];
};

type InTemplate = { Type: string; Properties?: Record<string, unknown>; Metadata?: Record<string, unknown> };
export type Template = { Resources: Record<string, InTemplate> };

const CLOUDFORMATION = { service: 'cloudformation', version: '2010-05-15' };

/** @throws CallRefused where there is no such stack, or it may not be looked at. */
export async function stackNow({ where }: Pick<Clients, 'where'>, name: string): Promise<StackNow> {
  const ask = (action: string, form: Record<string, string> = {}) =>
    callQuery(where, { ...CLOUDFORMATION, action, form: { StackName: name, ...form } });
  const [described, got, physical] = await Promise.all([
    ask('DescribeStacks'),
    ask('GetTemplate', { TemplateStage: 'Original' }),
    physicalIds(ask),
  ]);
  const stack = described.list('Stacks')[0]!;
  const template = JSON.parse(got.text('TemplateBody')) as Template;
  const [, , , region = '', account = ''] = stack.text('StackId').split(':');
  return {
    ...{ name: stack.text('StackName'), account, region, status: stack.text('StackStatus'), template },
    outputs: Object.fromEntries(
      stack.list('Outputs').map((each) => [each.text('OutputKey'), each.text('OutputValue')]),
    ),
    resources: Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties = {}, Metadata }]) => {
      const physicalId = physical.get(logicalId);
      const path = String(Metadata?.['aws:cdk:path'] ?? '').replace(/^[^/]*\//, '');
      return physicalId === undefined ? [] : [{ logicalId, physicalId, type: Type, path, properties: Properties }];
    }),
  };
}

async function physicalIds(
  ask: (action: string, form?: Record<string, string>) => ReturnType<typeof callQuery>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  let next: string | null = '';
  while (next !== null) {
    const page: Awaited<ReturnType<typeof callQuery>> = await ask(
      'ListStackResources',
      next === '' ? {} : { NextToken: next },
    );
    for (const each of page.list('StackResourceSummaries'))
      ids.set(each.text('LogicalResourceId'), each.text('PhysicalResourceId'));
    next = page.text('NextToken') || null;
  }
  return ids;
}

/** The logical id that `Fn::GetAtt` or `Ref` of a template names. */
export function namedIn(value: unknown): string | null {
  const { 'Fn::GetAtt': attribute, Ref } = (value ?? {}) as { 'Fn::GetAtt'?: [string, string]; Ref?: string };
  return attribute?.[0] ?? Ref ?? null;
}

export const ofType = ({ resources }: StackNow, type: string): Resource[] =>
  resources.filter((each) => each.type === type);

/** By the construct's name, which folder, log, alarm and runbook share. */
export const nameOf = ({ path, logicalId }: Resource): string => (path === '' ? logicalId : nameOfPath(path));
