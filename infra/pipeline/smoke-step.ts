import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { DeployedStage, PipelineConfig } from '../config/pipeline.ts';
import type { Council } from '../config/types.ts';
import type { SmokeTester } from '../constructs/smoke-role.ts';
import type { CrierStack } from '../stack.ts';
import { SET_UP, SMOKE } from './commands.ts';

/** Who tests a council's stage: named, so that the stack there can let it in. */
export const smokeTesterOf = (pipeline: PipelineConfig, { id }: Council, stageName: DeployedStage): SmokeTester => ({
  account: pipeline.account,
  roleName: `crier-smoke-${id}-${stageName}`,
  tokensRoleName: `crier-tokens-${id}-${stageName}`,
});

type SmokeProps = { input: IFileSetProducer; crier: CrierStack; tester: SmokeTester };

/** The smoke test of a stack that was just deployed: the pipeline stops where it fails. */
export function smokeStep(scope: Construct, { input, crier, tester }: SmokeProps): CodeBuildStep {
  const role = new Role(scope, tester.roleName, {
    roleName: tester.roleName,
    assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
    description: `Runs the smoke test of ${crier.stackName}`,
  });
  if (!crier.smoke) throw new Error(`${crier.stackName} lets nobody test it: it has no smokeTester`);
  const theirs = `arn:aws:iam::${crier.account}:role/${tester.tokensRoleName}`;
  role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [theirs] }));
  return new CodeBuildStep(`smoke-${crier.stackName}`, {
    input,
    role,
    installCommands: SET_UP,
    commands: SMOKE,
    env: { CRIER_STACK: crier.stackName },
    envFromCfnOutputs: crier.smoke,
  });
}
