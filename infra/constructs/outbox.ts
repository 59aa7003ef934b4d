import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { ArnPrincipal, CompositePrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { RETENTION } from '../../contracts/retention.ts';

/** What a file will hold, until it is written: nobody fetches here. */
const SETTLED = '_settled';

/**
 * The bucket that files go out by, a folder for each subscriber. They hold contact data: each is gone on the 14th day, and what
 * was fetched and taken away is there as an old version for a day.
 */
export class Outbox extends Construct {
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
          id: 'gone-on-the-14th-day',
          expiration: Duration.days(RETENTION['raw file'].days - 1), // the current version becomes an old one
          noncurrentVersionExpiration: Duration.days(1),
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

  /** Lets a function write the files of these subscribers, and keep what it has settled; returns the bucket's name. */
  bind(role: Role, subscribers: readonly string[]): string {
    this.#grant(role, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], `${SETTLED}/*`);
    for (const subscriber of subscribers) this.#grant(role, ['s3:PutObject'], `${subscriber}/*`);
    // To see what is still there; and without it S3 answers 403 for what is gone.
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return this.bucket.bucketName;
  }

  /**
   * A role for those who fetch the files of one subscriber: they may list, read and take away what is under `<subscriber>/`, and nothing
   * else. Taking a file away says that it was fetched.
   * @param principals ARNs of roles or users
   */
  fetchRole(subscriber: string, principals: readonly string[]): Role {
    const role = new Role(this, `${subscriber}-fetch`, {
      assumedBy: new CompositePrincipal(...principals.map((arn) => new ArnPrincipal(arn))),
      description: `Fetches files of ${subscriber}, and nothing else`,
    });
    this.#grant(role, ['s3:GetObject', 's3:DeleteObject'], `${subscriber}/*`);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${subscriber}/*` } },
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [this.#key.keyArn],
        conditions: {
          StringEquals: {
            'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com`,
            'kms:EncryptionContext:aws:s3:arn': this.bucket.bucketArn,
          },
        },
      }),
    );
    return role;
  }

  #grant(role: Role, actions: string[], keys: string): void {
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.bucket.arnForObjects(keys)] }));
    const bucket = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${keys}]`,
      reason: 'Files are numbered: whose they are is all that is known of them beforehand.',
    });
  }
}
