// Reads a template as a stack: parameters, conditions, the identity of each resource, and its resolved properties.

import { type Identity, identify } from './identities.ts';
import { conditionHolds, resolve, type Scope } from './intrinsics.ts';
import { ACCOUNT, REGION, type Resource, type Template, TemplateRefused } from './template.ts';

export type Stack = {
  name: string;
  /** The resources whose condition holds, intrinsics resolved. */
  resources: Resource[];
  ofType(...types: string[]): Resource[];
  identity(logicalId: string): Identity;
  outputs: Record<string, string>;
};

const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Conditions',
  'Mappings',
  'Rules',
];

/**
 * @param where base URLs that resources take their names from.
 * @throws TemplateRefused with every problem of the resources at once.
 */
export function readStack(
  template: Template,
  options: {
    stackName: string;
    parameters: Record<string, string>;
    endpoint: string;
    apiUrl(logicalId: string): string;
    functionUrl?(logicalId: string): string;
    siteHost?(logicalId: string): string;
  },
): Stack {
  const strange = Object.keys(template).filter((s) => ![...sections, 'Resources', 'Outputs'].includes(s));
  if (strange.length) throw new TemplateRefused(strange.map((s) => `the template section ${s} is not run`));
  if (typeof template.Resources !== 'object') throw new TemplateRefused(['the template has no Resources']);

  const identities = new Map<string, Identity>();
  const underWay = new Set<string>();
  const identity = (logicalId: string): Identity | undefined => {
    const resource = template.Resources[logicalId];
    const known = identities.get(logicalId);
    if (known || !resource) return known;
    if (underWay.has(logicalId)) throw new TemplateRefused([`${logicalId}: its name refers to itself`]);
    underWay.add(logicalId);
    const made = identify({
      ...options,
      logicalId,
      type: resource.Type,
      property: (name) => resolve(resource.Properties?.[name], scope, `${logicalId}.${name}`),
    });
    underWay.delete(logicalId);
    identities.set(logicalId, made);
    return made;
  };
  const scope: Scope = {
    parameters: { ...pseudoParameters(options.stackName), ...parametersOf(template, options.parameters) },
    mappings: template.Mappings ?? {},
    conditions: template.Conditions ?? {},
    ref: (id) => identity(id)?.ref,
    attribute: (id, name) => attributeOf(template, identity(id), { id, name }),
  };

  const problems: string[] = [];
  const resources: Resource[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    try {
      if (resource.Condition && !conditionHolds(resource.Condition, scope)) continue;
      const properties = resolve(resource.Properties ?? {}, scope, `${logicalId} (${resource.Type})`);
      resources.push({ logicalId, type: resource.Type, properties: properties as Record<string, unknown> });
    } catch (error) {
      if (!(error instanceof TemplateRefused)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length) throw new TemplateRefused([...new Set(problems)]);

  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if (output.Condition && !conditionHolds(output.Condition, scope)) continue;
    outputs[name] = String(resolve(output.Value, scope, `Outputs.${name}`));
  }
  return {
    name: options.stackName,
    resources,
    ofType: (...types) => resources.filter((r) => types.includes(r.type)),
    identity: (id) => {
      const found = identity(id);
      if (!found) throw new Error(`There is no resource ${id} in the stack`);
      return found;
    },
    outputs,
  };
}

function attributeOf(template: Template, identity: Identity | undefined, asked: { id: string; name: string }) {
  if (!identity) return undefined;
  const known = identity.attributes[asked.name];
  if (known !== undefined) return known;
  // A custom resource that only exists on AWS answers something of its own; nothing here reads it.
  return template.Resources[asked.id]?.Type.startsWith('Custom::') ? `${asked.id}.${asked.name}` : undefined;
}

export const stackIdOf = (stackName: string): string =>
  `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stackName}/local`;

function pseudoParameters(stackName: string): Record<string, unknown> {
  return {
    'AWS::AccountId': ACCOUNT,
    'AWS::Region': REGION,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': stackIdOf(stackName),
    'AWS::NotificationARNs': [],
  };
}

function parametersOf(template: Template, given: Record<string, string>): Record<string, unknown> {
  const declared = template.Parameters ?? {};
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length) throw new TemplateRefused(unknown.map((name) => `Parameters: the template has no ${name}`));
  const values: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const [name, { Type, Default }] of Object.entries(declared)) {
    const value = given[name] ?? Default;
    if (value === undefined) missing.push(`Parameters: ${name} has no default; pass parameters.${name}`);
    values[name] = /^(CommaDelimitedList|List<)/.test(Type ?? '') ? String(value).split(',') : String(value);
  }
  if (missing.length) throw new TemplateRefused(missing);
  return values;
}
