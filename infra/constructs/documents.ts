import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { RETENTION } from '../../contracts/retention.ts';

/**
 * The bucket that back offices put documents into: bills, decisions, summonses as PDF. An event names one by its key and sum, and
 * it is read when it is looked at and when it is sent.
 */
export class Documents extends Construct {
  readonly bucket: Bucket;
  readonly #key: Key;

  constructor(scope: Construct, id: string, { key }: { key: Key }) {
    super(scope, id);
    this.#key = key;
    this.bucket = new Bucket(this, 'bucket', {
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [
        {
          id: 'gone-when-no-notice-needs-it',
          expiration: Duration.days(RETENTION.document.days),
          noncurrentVersionExpiration: Duration.days(RETENTION['old version of a document'].days),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'no-empty-markers', expiredObjectDeleteMarker: true },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        "Who read what is kept by the account's CloudTrail, which the runbook asks for; access logs would hold it again.",
    });
  }

  /** Lets a function read documents, by the names that events give them; returns the bucket's name. */
  bind(role: Role): string {
    this.#grant(role, 's3:GetObject', '*');
    // Without it S3 answers 403 for a document that is not there, as if we were not allowed to read it.
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    this.#key.grant(role, 'kms:Decrypt');
    return this.bucket.bucketName;
  }

  /** Lets those who deliver for a source add documents under `<source>/`, and neither read nor list nor delete any. */
  grantDelivery(role: Role, source: string): void {
    this.#grant(role, 's3:PutObject', `${source}/*`);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.#key.keyArn],
        conditions: {
          StringEquals: {
            'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com`,
            'kms:EncryptionContext:aws:s3:arn': this.bucket.bucketArn,
          },
        },
      }),
    );
  }

  #grant(role: Role, action: string, keys: string): void {
    role.addToPolicy(new PolicyStatement({ actions: [action], resources: [this.bucket.arnForObjects(keys)] }));
    const bucket = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${keys}]`,
      reason: 'Back offices name their documents as they like: an event says which one a notice brings.',
    });
  }
}
