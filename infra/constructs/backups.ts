import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault, type IBackupVault } from 'aws-cdk-lib/aws-backup';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** The vault in the other account: named like the stack, and made by hand before. */
const vaultNameOf = (stackName: string): string => `${stackName}-copies`;

/** As long as a raw file: what is deleted on its day must not live on in a copy of it. */
const KEPT = Duration.days(14);

/** Of one council, and the key of its contact data. */
type Kept = { tables: readonly Table[]; buckets: readonly Bucket[]; key: Key };

/**
 * A copy of every night in an account and a region that neither a mistake here nor an outage reaches. What happened within a day is had
 * back by point-in-time recovery and the versions of buckets: this is for what those are lost with.
 */
export class Backups extends Construct {
  /** @param props.copies the account and region of the vault that copies go to */
  constructor(scope: Construct, id: string, props: Kept & { copies: { account: string; region: string } }) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const { account, region } = props.copies;
    const key = new Key(this, 'key', {
      description: 'Backups of a council: each holds contact data',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const vault = new BackupVault(this, 'vault', {
      backupVaultName: stackName,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const away = BackupVault.fromBackupVaultArn(
      this,
      'away',
      `arn:aws:backup:${region}:${account}:backup-vault:${vaultNameOf(stackName)}`,
    );
    const plan = new BackupPlan(this, 'plan', { backupPlanName: stackName, backupVault: vault });
    plan.addRule(
      new BackupPlanRule({
        ruleName: 'every-night',
        scheduleExpression: Schedule.cron({ hour: '3', minute: '30' }), // between the last file of a night and the first text
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(4),
        deleteAfter: KEPT,
        copyActions: [{ destinationBackupVault: away, deleteAfter: KEPT }],
      }),
    );
    const role = new Role(this, 'role', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      description: 'AWS Backup takes copies of tables and buckets with it; putting one back is an administrator’s',
    });
    grant(role, props, { vault, away: away.backupVaultArn });
    plan.addSelection('all', {
      role,
      disableDefaultBackupPolicy: true,
      resources: [
        ...props.tables.map((table) => BackupResource.fromDynamoDbTable(table)),
        ...props.buckets.map((bucket) => BackupResource.fromArn(bucket.bucketArn)),
      ],
    });
  }
}

/**
 * What AWS's own policies for AWS Backup allow on everything, on what is copied alone. They are not attached: whoever deploys may attach none
 * (infra/bootstrap).
 */
function grant(
  role: Role,
  { tables, buckets, key: contactKey }: Kept,
  { vault, away }: { vault: IBackupVault; away: string },
) {
  const allow = (actions: string[], resources: string[], conditions: object = {}) =>
    role.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
  allow(
    ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'],
    tables.map(({ tableArn }) => tableArn),
  );
  allow(
    [
      ...['GetBucketTagging', 'GetInventoryConfiguration', 'ListBucketVersions', 'ListBucket', 'GetBucketVersioning'],
      ...[
        'GetBucketLocation',
        'GetBucketAcl',
        'PutInventoryConfiguration',
        'GetBucketNotification',
        'PutBucketNotification',
      ],
    ].map((each) => `s3:${each}`),
    buckets.map(({ bucketArn }) => bucketArn),
  );
  allow(
    [
      ...['GetObject', 'GetObjectAcl', 'GetObjectTagging'],
      ...['GetObjectVersion', 'GetObjectVersionAcl', 'GetObjectVersionTagging'],
    ].map((each) => `s3:${each}`),
    buckets.map((bucket) => bucket.arnForObjects('*')),
  );
  allow(['kms:Decrypt', 'kms:DescribeKey'], [contactKey.keyArn]);
  allow(['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], [vault.backupVaultArn, away]);
  // It watches the buckets by rules of its own.
  const rules = Stack.of(role).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: 'AwsBackupManagedRule*',
  });
  allow(
    [
      'DeleteRule',
      'PutTargets',
      'DescribeRule',
      'EnableRule',
      'PutRule',
      'RemoveTargets',
      'ListTargetsByRule',
      'DisableRule',
    ].map((each) => `events:${each}`),
    [rules],
  );
  allow(['cloudwatch:GetMetricData', 'events:ListRules'], ['*']);
  const starred = [
    ...buckets.map((bucket) => `Resource::<${idOf(bucket)}.Arn>/*`),
    `Resource::arn:<AWS::Partition>:events:${Stack.of(role).region}:${Stack.of(role).account}:rule/AwsBackupManagedRule*`,
    'Resource::*',
  ];
  for (const each of starred)
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[${each}]`,
      reason: 'A copy is of every object; rules and metrics of AWS Backup have names that it makes itself, or none.',
    });
}

const idOf = (bucket: Bucket): string => Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket);
