import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../infra/app.ts';
import { councils } from '../../infra/config/councils.ts';
import { type PipelineConfig, pipelineConfig } from '../../infra/config/pipeline.ts';
import type { Council } from '../../infra/config/types.ts';
import type { Resource } from './stacks.ts';

/** The app with its pipeline, as main synthesises it, without bundles. */
export const appWith = (pipeline: PipelineConfig = pipelineConfig, of: readonly Council[] = councils) =>
  buildApp(
    of.map((council) => ({ council, stageName: 'test' as const })),
    { bundling: false, validation: false, pipeline },
  );

/** One action of a pipeline, as the template has it. */
export type Action = {
  stage: string;
  name: string;
  order: number;
  provider: string;
  configuration: Record<string, string>;
  variables: Record<string, string>;
  /** Under which name later actions know what it tells; empty if it tells nothing. */
  namespace: string;
  /** Names of the artifacts that it takes and makes. */
  inputs: string[];
  outputs: string[];
  role: unknown;
  project?: Resource | undefined;
};

export type BuildSpec = {
  env?: { shell?: string; 'exported-variables'?: string[] };
  phases: Record<string, { commands?: string[] }>;
  artifacts?: { 'base-directory': string; files: string[] };
};

export const buildSpecOf = (project: Resource): BuildSpec => JSON.parse(project.Properties['Source'].BuildSpec);

export const commandsIn = ({ phases }: BuildSpec): string[] =>
  Object.values(phases).flatMap(({ commands = [] }) => commands);

/** What a project runs, in order. */
export const commandsOf = (project: Resource): string[] => commandsIn(buildSpecOf(project));

let known: ReturnType<typeof synthesise> | undefined;

/** The stack of the pipelines, synthesised once in each process: no test may change it. */
export function pipelineStack() {
  known ??= synthesise();
  return known;
}

function synthesise() {
  const app = appWith();
  const stack = app.node.findChild('crier-pipeline') as Stack;
  const resources = Template.fromStack(stack).toJSON()['Resources'] as Record<string, Resource>;
  const of = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);
  return { app, stack, resources, of, actionsOf: (name: string) => actionsIn(resources, name) };
}

/** What a pipeline of this template does, in order. */
export function actionsIn(resources: Record<string, Resource>, name: string): Action[] {
  const found = Object.values(resources).find(
    ({ Type, Properties }) => Type === 'AWS::CodePipeline::Pipeline' && Properties['Name'] === name,
  );
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's own shapes
  const stages = (found?.Properties['Stages'] ?? []) as { Name: string; Actions: any[] }[];
  return stages.flatMap(({ Name, Actions }) =>
    Actions.map((action) => ({
      stage: Name,
      name: action.Name,
      order: action.RunOrder,
      provider: action.ActionTypeId.Provider,
      configuration: action.Configuration,
      variables: Object.fromEntries(
        // biome-ignore lint/suspicious/noExplicitAny: as above
        JSON.parse(action.Configuration.EnvironmentVariables ?? '[]').map((each: any) => [each.name, each.value]),
      ),
      namespace: action.Namespace ?? '',
      inputs: namesOf(action.InputArtifacts),
      outputs: namesOf(action.OutputArtifacts),
      role: action.RoleArn,
      project: resources[action.Configuration.ProjectName?.Ref],
    })).sort((a, b) => a.order - b.order || a.name.localeCompare(b.name)),
  );
}

const namesOf = (artifacts: { Name: string }[] = []): string[] => artifacts.map(({ Name }) => Name);
