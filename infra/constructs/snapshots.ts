import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** The bucket of what snapshots are compared with: digests of the last one of each layout, and how its source names its records. */
export class Snapshots extends Construct {
  readonly #bucket: Bucket;
  readonly #key: Key;

  constructor(scope: Construct, id: string, { key }: { key: Key }) {
    super(scope, id);
    this.#key = key;
    this.#bucket = new Bucket(this, 'bucket', {
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [
        {
          id: 'former-ones-go',
          noncurrentVersionExpiration: Duration.days(1), // import-file removes each when the next was taken
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'no-empty-markers', expiredObjectDeleteMarker: true },
      ],
    });
    Validations.of(this.#bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        "Who read what is kept by the account's CloudTrail, which the runbook asks for; access logs would hold it again.",
    });
  }

  /** Lets a function read, write and remove them; returns the bucket's name. */
  bind(role: Role): string {
    const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.#bucket.arnForObjects('*')] }));
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    const bucket = Stack.of(this).getLogicalId(this.#bucket.node.defaultChild as CfnBucket);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/*]`,
      reason: 'A layout is data: its snapshots have their names from it.',
    });
    return this.#bucket.bucketName;
  }
}
