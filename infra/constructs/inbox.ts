import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AS_A_RAW_FILE, contactBucket, grantKeyThroughS3, grantList, grantObjects, roleFor } from './contact-bucket.ts';

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
    this.bucket = contactBucket(this, { key, lifecycle: AS_A_RAW_FILE });
    // By the property: the CDK's own `eventBridgeEnabled` deploys a function that changes the bucket afterwards.
    const { node } = this.bucket;
    (node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
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
    grantList(role, this.bucket);
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  /**
   * A role for those who deliver the files of one source: they may add files under `<source>/`, and neither read nor list nor
   * delete anything. A large file comes in parts, and S3 asks for `kms:Decrypt` to put them together.
   * @param principals ARNs of roles or users
   */
  deliveryRole(source: string, principals: readonly string[]): Role {
    const role = roleFor(this, `${source}-delivery`, principals, `Delivers files of ${source}, and nothing else`);
    this.#grant(role, ['s3:PutObject'], `${source}/*`);
    grantKeyThroughS3(role, { key: this.#key, bucket: this.bucket, actions: ['kms:Decrypt', 'kms:GenerateDataKey'] });
    return role;
  }

  /**
   * Lets a role take files that come over HTTPS, and read what was written beside them: no file is read or changed by it. The role
   * also signs addresses at which a sender puts or gets one object itself.
   */
  grantReceive(role: Role, sources: Iterable<string>): string {
    for (const source of new Set(sources)) this.#grant(role, ['s3:PutObject'], `${source}/*`);
    for (const report of REPORTS) this.#grant(role, ['s3:GetObject'], `*${report}`);
    grantList(role, this.bucket);
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return this.bucket.bucketName;
  }

  #grant(role: Role, actions: string[], keys: string): void {
    const reason = 'Senders name their files as they like: what reports add to a name is all that is known beforehand.';
    grantObjects(role, this.bucket, { actions, keys, reason });
  }
}
