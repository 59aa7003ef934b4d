import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  CodeBuildStep,
  type IFileSetProducer,
  ManualApprovalStep,
  type ManualApprovalStepProps,
} from 'aws-cdk-lib/pipelines';
import type { CrierStack } from '../stack.ts';
import { ASSEMBLY, COMPARE, SET_UP } from './commands.ts';

type ApprovalProps = { input: IFileSetProducer; assembly: IFileSetProducer; crier: CrierStack; topic: ITopic };

/** A person's word before a stack is deployed, with what would change before them: in words, and all of it behind the link. */
export function approval({ input, assembly, crier, topic }: ApprovalProps) {
  const { account, region, stackName } = crier;
  const compare = new CodeBuildStep(`compare-${stackName}`, {
    input,
    additionalInputs: { [ASSEMBLY]: assembly },
    installCommands: SET_UP,
    commands: COMPARE,
    env: { STACKS: crier.node.path },
    rolePolicyStatements: [
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: [`arn:aws:iam::${account}:role/cdk-hnb659fds-lookup-role-${account}-${region}`],
      }),
    ],
  });
  const approve = new ApprovalOf(`approve-${stackName}`, {
    comment: `${stackName}: ${compare.exportedVariable('CHANGES')}`,
    reviewUrl: compare.exportedVariable('READ_AT'),
    notificationTopic: topic,
  });
  return { compare, approve };
}

/** An approval that waits for the step whose outputs it shows. */
class ApprovalOf extends ManualApprovalStep {
  constructor(id: string, props: ManualApprovalStepProps) {
    super(id, props);
    this.discoverReferencedOutputs({ comment: props.comment, reviewUrl: props.reviewUrl });
  }
}
