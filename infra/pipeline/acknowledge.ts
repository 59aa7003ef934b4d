import { Stack, Validations } from 'aws-cdk-lib';
import { type CfnProject, Project } from 'aws-cdk-lib/aws-codebuild';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

// What aws-cdk-lib/pipelines gives the roles that it makes. Whatever else has a star is found by cdk-nag as ever.

const ARTIFACTS = 'Steps hand artifacts to each other through one bucket under one key, which hold nothing else.';
const LOGS = "A project writes to its own logs and reports, whose names CodeBuild makes from the project's.";
const PUBLISHING = 'One role publishes the code of all functions; it may build nothing but what its own pipeline has.';
const MUTATING =
  'It deploys the pipeline itself, by the roles that cdk bootstrap made for that: the condition says so.';

const ON_ARTIFACTS = [
  ...['s3:Abort*', 's3:DeleteObject*', 's3:GetBucket*', 's3:GetObject*', 's3:List*'],
  ...['kms:GenerateDataKey*', 'kms:ReEncrypt*'],
].map((action) => `Action::${action}`);

/** Says to cdk-nag, beside each role of a pipeline, why CDK Pipelines could not name what it may do more exactly. */
export function acknowledgeBuilding(pipeline: IConstruct, bucket: Bucket): void {
  const stack = Stack.of(pipeline);
  const here = `${stack.region}:${stack.account}`;
  const idOf = (resource: IConstruct) => stack.getLogicalId(resource.node.defaultChild as CfnProject | CfnBucket);
  const acknowledge = (construct: IConstruct, resources: readonly string[], reason: string) => {
    for (const id of resources) Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[${id}]`, reason });
  };
  for (const each of pipeline.node.findAll()) {
    if (each instanceof Role) acknowledge(each, [...ON_ARTIFACTS, `Resource::<${idOf(bucket)}.Arn>/*`], ARTIFACTS);
    if (each instanceof Project) {
      const logs = `Resource::arn:<AWS::Partition>:logs:${here}:log-group:/aws/codebuild/<${idOf(each)}>:*`;
      const reports = `Resource::arn:<AWS::Partition>:codebuild:${here}:report-group/<${idOf(each)}>-*`;
      acknowledge(each.role as Role, [logs, reports], LOGS);
    }
    if (each.node.id === 'FileRole') {
      const logs = `Resource::arn:<AWS::Partition>:logs:${here}:log-group:/aws/codebuild/*`;
      const reports = `Resource::arn:<AWS::Partition>:codebuild:${here}:report-group/*`;
      acknowledge(each, [logs, reports, 'Resource::*'], PUBLISHING);
    }
    if (each.node.id === 'SelfMutation')
      acknowledge(each, [`Resource::arn:*:iam::${stack.account}:role/*`, 'Resource::*'], MUTATING);
  }
}
