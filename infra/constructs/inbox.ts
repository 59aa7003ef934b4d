import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { ArnPrincipal, CompositePrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { RETENTION } from '../../contracts/retention.ts';

/** What import-file writes beside a file. */
const REPORTS = ['.receipt.json', '.rejects.json'];
const NO_FILES = [...REPORTS, '/'];

/**
 * The bucket that nightly files are dropped into, and that their receipts and reject reports are written to. Files hold
 * contact data: each version is gone on the 14th day.
 */
export class Inbox extends Construct {
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
    // By the property: the CDK's own `eventBridgeEnabled` deploys a function that changes the bucket afterwards.
    const { node } = this.bucket;
    (node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        "Who read what is kept by the account's CloudTrail, which the runbook asks for; access logs would hold it again.",
    });
  }

  /**
   * What S3 says on the default bus when a file has arrived, whatever its name: what no layout knows gets a receipt too.
   * What is written beside files wakes nobody, nor does the marker by which a console shows a folder.
   */
  get arrivals(): EventPattern {
    return {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: {
        bucket: { name: [this.bucket.bucketName] },
        object: { key: [{ 'anything-but': { suffix: NO_FILES } }] },
      },
    };
  }

  /** Lets a role read files and write the reports beside them. */
  grantImport(role: Role): void {
    this.#grant(role, ['s3:GetObjectVersion'], '*'); // the version that arrived, whatever has come since
    for (const report of REPORTS) this.#grant(role, ['s3:PutObject'], `*${report}`);
    // Without it S3 answers 403 for a file that is gone, as if we were not allowed to read it.
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  /**
   * A role for those who deliver the files of one source: they may add files under `<source>/`, and neither read nor list nor
   * delete anything. A large file comes in parts, and S3 asks for `kms:Decrypt` to put them together.
   * @param principals ARNs of roles or users
   */
  deliveryRole(source: string, principals: readonly string[]): Role {
    const role = new Role(this, `${source}-delivery`, {
      assumedBy: new CompositePrincipal(...principals.map((arn) => new ArnPrincipal(arn))),
      description: `Delivers files of ${source}, and nothing else`,
    });
    this.#grant(role, ['s3:PutObject'], `${source}/*`);
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
    return role;
  }

  /**
   * Lets a role take files that come over HTTPS, and read what was written beside them: no file is read or changed by it. The role
   * also signs addresses at which a sender puts or gets one object itself.
   */
  grantReceive(role: Role, sources: Iterable<string>): string {
    for (const source of new Set(sources)) this.#grant(role, ['s3:PutObject'], `${source}/*`);
    for (const report of REPORTS) this.#grant(role, ['s3:GetObject'], `*${report}`);
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return this.bucket.bucketName;
  }

  #grant(role: Role, actions: string[], keys: string): void {
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.bucket.arnForObjects(keys)] }));
    const bucket = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${keys}]`,
      reason: 'Senders name their files as they like: what reports add to a name is all that is known beforehand.',
    });
  }
}
