import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { accountsOf } from '../config/check-pipeline.ts';
import type { DeployedStage, PipelineConfig } from '../config/pipeline.ts';
import type { Council } from '../config/types.ts';
import { certificateOf } from '../site-certificate.ts';
import { CrierStack } from '../stack.ts';
import { smokeTesterOf } from './smoke-step.ts';

/** One council's stack as the pipeline deploys it: in its account, under the name that it has when deployed by hand. */
export class CouncilStage extends Stage {
  readonly crier: CrierStack;

  constructor(scope: Construct, props: { council: Council; stageName: DeployedStage; pipeline: PipelineConfig }) {
    const { council, stageName, pipeline } = props;
    const account = accountsOf(pipeline, council)[stageName];
    const stage = { ...council.stages[stageName], account };
    super(scope, `${council.id}-${stageName}`, { env: { account, region: stage.region } });
    const here = { ...council, stages: { ...council.stages, [stageName]: stage } };
    certificateOf(this, here, stageName);
    this.crier = new CrierStack(this, {
      council: here,
      stageName,
      smokeTester: smokeTesterOf(pipeline, council, stageName),
    });
  }
}
