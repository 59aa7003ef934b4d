import { Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../infra/app.ts';
import { councils } from '../../infra/config/councils.ts';

const faultsOf = (app: ReturnType<typeof buildApp>) =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );

/** What each construct acknowledges, with its reason. */
function acknowledged(root: IConstruct): { path: string; id: string; reason: string }[] {
  return root.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({ path: node.path, id, reason })),
  );
}

describe('cdk-nag', () => {
  const everyStage = councils.flatMap((council) =>
    (['local', 'test', 'production'] as const).map((stageName) => ({ council, stageName })),
  );
  const app = buildApp(everyStage, { bundling: false, validation: false });

  it('finds nothing against the AWS Solutions rules on any stage', () => {
    expect(faultsOf(app)).toEqual([]);
  });

  it('is told of few exceptions, each beside its resource and with a reason', () => {
    const all = acknowledged(app.node.findChild('crier-stockton-production'));
    expect(
      all.map(({ path, id }) => `${path.replace('crier-stockton-production/', '')}: ${id.replace(/<\w+/, '<')}`),
    ).toMatchInlineSnapshot(`
      [
        "alarms/wake: Annotation::AwsSolutions-SNS2",
        "alarms/today: Annotation::AwsSolutions-SNS2",
        "alarms/note: Annotation::AwsSolutions-SNS2",
        "undelivered-events: Annotation::AwsSolutions-SQS3",
        "ReferenceKeySecret: Annotation::AwsSolutions-SMG4",
        "NotifySecret: Annotation::AwsSolutions-SMG4",
        "SourcesSecret: Annotation::AwsSolutions-SMG4",
        "OfficersSecret: Annotation::AwsSolutions-SMG4",
        "SubscribersSecret: Annotation::AwsSolutions-SMG4",
        "Open311Secret: Annotation::AwsSolutions-SMG4",
        "http-api: Annotation::AwsSolutions-APIG4",
        "register/documents/bucket: Annotation::AwsSolutions-S1",
        "notices/plan-notices/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*]",
        "notices/send-notices/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*]",
        "notices/track-notices/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*]",
        "intake/snapshots/bucket: Annotation::AwsSolutions-S1",
        "intake/inbox/bucket: Annotation::AwsSolutions-S1",
        "intake/import-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*]",
        "intake/import-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*.receipt.json]",
        "intake/import-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*.rejects.json]",
        "intake/import-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*]",
        "intake/receive-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/revenues-benefits/*]",
        "intake/receive-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/contact-centre/*]",
        "intake/receive-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/service-requests/*]",
        "intake/receive-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/smoke-test/*]",
        "intake/receive-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*.receipt.json]",
        "intake/receive-file/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/*.rejects.json]",
        "sync/outbox/bucket: Annotation::AwsSolutions-S1",
        "sync/export-files/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/_settled/*]",
        "sync/export-files/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/care-for-your-area/*]",
        "sync/export-files/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/electoral-roll/*]",
        "sync/repeat-deliveries/role: Annotation::AwsSolutions-IAM5[Resource::arn:<::Partition>:events:eu-west-2:<AWS::AccountId>:replay/*]",
        "performance/facts/bucket: Annotation::AwsSolutions-S1",
        "performance/site/bucket: Annotation::AwsSolutions-S1",
        "performance/site/distribution: Annotation::AwsSolutions-CFR1",
        "performance/site/distribution: Annotation::AwsSolutions-CFR2",
        "performance/site/distribution: Annotation::AwsSolutions-CFR3",
        "performance/site/distribution: Annotation::AwsSolutions-CFR4",
        "performance/record-facts/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/facts/*]",
        "performance/publish-datasets/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/releases/*]",
        "performance/publish-datasets/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/facts/*]",
        "performance/publish-datasets/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/releases/*]",
        "performance/publish-datasets/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/open-data/*]",
        "performance/answer-officers/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/facts/*]",
        "performance/publish-catalogue/role: Annotation::AwsSolutions-IAM5[Resource::<.Arn>/releases/*]",
      ]
    `);
    for (const { reason } of all) expect(reason.length).toBeGreaterThan(40);
  });

  it('would see a bucket that anybody may read in clear', () => {
    const worse = buildApp([{ council: councils[0]!, stageName: 'test' }], { bundling: false, validation: false });
    new Bucket(worse.node.findChild('crier-stockton-test'), 'open');
    expect(faultsOf(worse)).toContainEqual(expect.stringContaining('AwsSolutions-S10 at crier-stockton-test/open'));
  });
});
