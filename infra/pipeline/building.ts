import { Duration } from 'aws-cdk-lib';
import { BuildSpec, ComputeType, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { type CodeBuildOptions, CodePipelineSource } from 'aws-cdk-lib/pipelines';
import type { PipelineConfig } from '../config/pipeline.ts';

/** The shell and the Node that `bin/run.mjs` asks for; it brings Node 24 itself. */
const SHELL = { version: '0.2', env: { shell: 'bash' }, phases: { install: { 'runtime-versions': { nodejs: '22' } } } };

/** How steps are built that say nothing else. */
export const BUILDING: CodeBuildOptions = {
  buildEnvironment: { buildImage: LinuxBuildImage.STANDARD_7_0, computeType: ComputeType.MEDIUM },
  partialBuildSpec: BuildSpec.fromObject(SHELL),
  timeout: Duration.minutes(30),
};

/** `npm test` has browsers and whole stacks: on two cores it takes an hour. */
export const TESTING = { buildEnvironment: { computeType: ComputeType.LARGE }, timeout: Duration.hours(2) };

/** The name of the action that reads the repository, by which a council's pipeline is told of a commit. */
export const SOURCE_ACTION = 'source';

export const sourceOf = (pipeline: PipelineConfig, { triggerOnPush }: { triggerOnPush: boolean }) =>
  CodePipelineSource.connection(pipeline.repository, pipeline.branch, {
    connectionArn: pipeline.connection_arn,
    actionName: SOURCE_ACTION,
    triggerOnPush,
  });
