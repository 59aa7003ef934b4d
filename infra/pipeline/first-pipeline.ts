import { ExecutionMode, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodeBuildStep, CodePipeline } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import packages from '../../package.json' with { type: 'json' };
import type { PipelineConfig } from '../config/pipeline.ts';
import { acknowledgeBuilding } from './acknowledge.ts';
import { BUILDING, sourceOf, TESTING } from './building.ts';
import { CHECK, HAND_OVER, SET_UP, SYNTH } from './commands.ts';
import type { CouncilPipeline } from './council-pipeline.ts';
import type { Told } from './told.ts';

type FirstProps = { pipeline: PipelineConfig; councils: readonly CouncilPipeline[]; bucket: Bucket; told: Told };

/** Tests each commit of the branch, puts all pipelines right, and hands the commit over to each council's. */
export class FirstPipeline extends Construct {
  constructor(scope: Construct, id: string, { pipeline, councils, bucket, told }: FirstProps) {
    super(scope, id);
    const first = new Pipeline(this, 'Pipeline', {
      pipelineName: 'crier-pipeline',
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.SUPERSEDED,
      restartExecutionOnUpdate: true, // what it has just been made runs the rest
      artifactBucket: bucket,
    });
    const input = sourceOf(pipeline, { triggerOnPush: true });
    const check = new CodeBuildStep('check', { input, ...TESTING, installCommands: SET_UP, commands: CHECK });
    const synth = new CodeBuildStep('synth', {
      input,
      installCommands: SET_UP,
      commands: SYNTH,
      primaryOutputDirectory: 'cdk.out',
    });
    synth.addStepDependency(check); // a commit that fails its tests does not change the pipelines
    const steps = new CodePipeline(this, 'steps', {
      codePipeline: first,
      synth,
      selfMutation: true,
      cliVersion: packages.dependencies['aws-cdk'],
      codeBuildDefaults: BUILDING,
    });
    steps.addWave('councils', {
      post: councils.map(
        (council) =>
          new CodeBuildStep(`hand-over-${council.node.id}`, {
            input,
            commands: HAND_OVER,
            env: { PIPELINE: council.pipeline.pipelineName, COMMIT: input.sourceAttribute('CommitId') },
            rolePolicyStatements: [
              new PolicyStatement({
                actions: ['codepipeline:StartPipelineExecution'],
                resources: [council.pipeline.pipelineArn],
              }),
            ],
          }),
      ),
    });
    steps.buildPipeline();
    told.ofFailuresOf(first);
    acknowledgeBuilding(this, bucket);
  }
}
