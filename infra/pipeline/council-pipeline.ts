import { ExecutionMode, Pipeline, PipelineType, Variable } from 'aws-cdk-lib/aws-codepipeline';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodeBuildStep, CodePipeline } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import type { DeployedStage, PipelineConfig } from '../config/pipeline.ts';
import type { Council } from '../config/types.ts';
import { acknowledgeBuilding } from './acknowledge.ts';
import { approval } from './approval.ts';
import { BUILDING, sourceOf } from './building.ts';
import { ONLY_TESTED, SET_UP, SYNTH } from './commands.ts';
import type { CouncilStage } from './council-stage.ts';
import { smokeStep, smokeTesterOf } from './smoke-step.ts';
import type { Told } from './told.ts';

type CouncilPipelineProps = {
  pipeline: PipelineConfig;
  council: Council;
  stages: Readonly<Record<DeployedStage, CouncilStage>>;
  bucket: Bucket;
  told: Told;
};

/** One council: its test stage, the smoke test, a person's word, production, and the smoke test again. */
export class CouncilPipeline extends Construct {
  readonly pipeline: Pipeline;

  constructor(scope: Construct, id: string, props: CouncilPipelineProps) {
    super(scope, id);
    const { pipeline, council, stages, bucket, told } = props;
    // Said by the first pipeline alone. Who releases a change here by hand hands over nothing.
    const tested = new Variable({ variableName: 'tested', defaultValue: 'nothing', description: 'The commit tested' });
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName: `crier-pipeline-${council.id}`,
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.SUPERSEDED, // a newer commit takes the place of one that waits for a word
      restartExecutionOnUpdate: false, // the first pipeline starts it
      variables: [tested],
      artifactBucket: bucket,
    });
    const input = sourceOf(pipeline, { triggerOnPush: false });
    const synth = new CodeBuildStep('synth', {
      input,
      installCommands: [...ONLY_TESTED, ...SET_UP],
      commands: SYNTH,
      env: { TESTED: tested.reference(), COMMIT: input.sourceAttribute('CommitId') },
      primaryOutputDirectory: 'cdk.out',
    });
    const steps = new CodePipeline(this, 'steps', {
      codePipeline: this.pipeline,
      synth,
      selfMutation: false,
      publishAssetsInParallel: false,
      codeBuildDefaults: BUILDING,
    });
    const smoke = (stageName: DeployedStage) => {
      const { crier } = stages[stageName];
      return smokeStep(this, { input, crier, tester: smokeTesterOf(pipeline, council, stageName) });
    };
    const { compare, approve } = approval({
      input,
      assembly: synth,
      crier: stages.production.crier,
      topic: told.topic,
    });
    steps.addStage(stages.test, { post: [smoke('test')] });
    steps.addStage(stages.production, { pre: [compare, approve], post: [smoke('production')] });
    steps.buildPipeline();
    told.ofFailuresOf(this.pipeline);
    acknowledgeBuilding(this, bucket);
  }
}
