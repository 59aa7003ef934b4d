import { Annotations, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPipeline, unsetOfPipeline } from './config/check-pipeline.ts';
import type { DeployedStage, PipelineConfig } from './config/pipeline.ts';
import type { Council } from './config/types.ts';
import { Artifacts } from './pipeline/artifacts.ts';
import { CouncilPipeline } from './pipeline/council-pipeline.ts';
import { CouncilStage } from './pipeline/council-stage.ts';
import { FirstPipeline } from './pipeline/first-pipeline.ts';
import { Told } from './pipeline/told.ts';

/**
 * What brings main to every council. The first pipeline tests a commit, puts this stack right and hands the commit over to
 * a pipeline for each council, so that what fails for one council stops nobody else (ADR 050).
 */
export class PipelineStack extends Stack {
  /** @throws Error that says what is wrong in infra/config/pipeline.ts, and where. */
  constructor(scope: Construct, { config, councils }: { config: PipelineConfig; councils: readonly Council[] }) {
    const pipeline = checkPipeline(config);
    super(scope, 'crier-pipeline', {
      env: { account: pipeline.account, region: pipeline.region },
      description: "What tests Crier and deploys it to every council's accounts",
      terminationProtection: true,
    });
    Tags.of(this).add('service', 'crier');
    unsetOfPipeline(pipeline, councils).forEach((what, i) => {
      Annotations.of(this).addWarningV2(`crier:unset-pipeline-${i + 1}`, what);
    });
    const { bucket, key } = new Artifacts(this, 'artifacts');
    const told = new Told(this, 'told', { key, email: pipeline.told_email });
    const own = councils.map((council) => {
      const stageOf = (stageName: DeployedStage) => new CouncilStage(this, { council, stageName, pipeline });
      const stages = { test: stageOf('test'), production: stageOf('production') };
      return new CouncilPipeline(this, council.id, { pipeline, council, stages, bucket, told });
    });
    new FirstPipeline(this, 'first', { pipeline, councils: own, bucket, told });
  }
}
