import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../infra/app.ts';
import { councilOf } from '../../infra/config/councils.ts';
import type { Council, StageName } from '../../infra/config/types.ts';

/** A resource of a synthesised template. */
export type Resource = {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's own shapes, looked into by tests
  Properties: Record<string, any>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Metadata?: Record<string, string>;
};

export type Synthesised = {
  template: Template;
  resources: Record<string, Resource>;
  of(type: string): [string, Resource][];
};

const made = new Map<string, Synthesised>();

/** One council's stack on one stage, synthesised once in each process, without bundles: no test may change it. */
export function stackOf(councilId: string, stageName: StageName): Synthesised {
  const name = `crier-${councilId}-${stageName}`;
  const known = made.get(name);
  if (known) return known;
  const synthesised = synthesise(councilOf(councilId), stageName);
  made.set(name, synthesised);
  return synthesised;
}

/** The stack of a council as a test has it. */
export function synthesise(council: Council, stageName: StageName): Synthesised {
  const app = buildApp([{ council, stageName }], { bundling: false, validation: false });
  const template = Template.fromStack(app.node.findChild(`crier-${council.id}-${stageName}`) as Stack);
  const resources = template.toJSON()['Resources'] as Record<string, Resource>;
  const of = (type: string) => Object.entries(resources).filter(([, each]) => each.Type === type);
  return { template, resources, of };
}
