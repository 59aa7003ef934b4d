import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { ArnPrincipal, CompositePrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { RETENTION } from '../../contracts/retention.ts';

// What the buckets have alike that hold contact data: under the contact key, with versions, each of which goes one day.

/** Each version is gone on the 14th day: the current version becomes an old one a day before. */
export const AS_A_RAW_FILE = {
  id: 'gone-on-the-14th-day',
  expiration: Duration.days(RETENTION['raw file'].days - 1),
  noncurrentVersionExpiration: Duration.days(1),
} as const satisfies LifecycleRule;

/** @param lifecycle when its objects and their old versions go */
export function contactBucket(scope: Construct, { key, lifecycle }: { key: Key; lifecycle: LifecycleRule }): Bucket {
  const bucket = new Bucket(scope, 'bucket', {
    versioned: true,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    lifecycleRules: [
      { ...lifecycle, abortIncompleteMultipartUploadAfter: Duration.days(1) },
      { id: 'no-empty-markers', expiredObjectDeleteMarker: true },
    ],
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      "Who read what is kept by the account's CloudTrail, which the runbook asks for; access logs would hold it again.",
  });
  return bucket;
}

type Granted = {
  actions: string[];
  /** Keys of objects, with a star. */
  keys: string;
  /** Why it is no narrower. */
  reason: string;
};

/** Lets a role do something with the objects under these keys. */
export function grantObjects(role: Role, bucket: Bucket, { actions, keys, reason }: Granted): void {
  role.addToPolicy(new PolicyStatement({ actions, resources: [bucket.arnForObjects(keys)] }));
  const id = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket);
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::<${id}.Arn>/${keys}]`, reason });
}

/** Lets a role see what is there. Without it S3 answers 403 for what is gone, as if it might not be read. */
export const grantList = (role: Role, bucket: Bucket): void =>
  void role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));

/** Lets others use the key for what they put into this bucket or get from it, and for nothing else. */
export function grantKeyThroughS3(
  role: Role,
  { key, bucket, actions }: { key: Key; bucket: Bucket; actions: string[] },
) {
  role.addToPolicy(
    new PolicyStatement({
      actions,
      resources: [key.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com`,
          'kms:EncryptionContext:aws:s3:arn': bucket.bucketArn,
        },
      },
    }),
  );
}

/** @param principals ARNs of roles or users who may take it */
export const roleFor = (scope: Construct, id: string, principals: readonly string[], description: string): Role =>
  new Role(scope, id, {
    assumedBy: new CompositePrincipal(...principals.map((arn) => new ArnPrincipal(arn))),
    description,
  });
