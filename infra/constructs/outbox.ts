import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AS_A_RAW_FILE, contactBucket, grantKeyThroughS3, grantList, grantObjects, roleFor } from './contact-bucket.ts';

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
    this.bucket = contactBucket(this, { key, lifecycle: AS_A_RAW_FILE });
  }

  /** Lets a function write the files of these subscribers, and keep what it has settled; returns the bucket's name. */
  bind(role: Role, subscribers: readonly string[]): string {
    this.#grant(role, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], `${SETTLED}/*`);
    for (const subscriber of subscribers) this.#grant(role, ['s3:PutObject'], `${subscriber}/*`);
    grantList(role, this.bucket);
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return this.bucket.bucketName;
  }

  /**
   * A role for those who fetch the files of one subscriber: they may list, read and take away what is under `<subscriber>/`, and nothing
   * else. Taking a file away says that it was fetched.
   * @param principals ARNs of roles or users
   */
  fetchRole(subscriber: string, principals: readonly string[]): Role {
    const role = roleFor(this, `${subscriber}-fetch`, principals, `Fetches files of ${subscriber}, and nothing else`);
    this.#grant(role, ['s3:GetObject', 's3:DeleteObject'], `${subscriber}/*`);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${subscriber}/*` } },
      }),
    );
    grantKeyThroughS3(role, { key: this.#key, bucket: this.bucket, actions: ['kms:Decrypt'] });
    return role;
  }

  #grant(role: Role, actions: string[], keys: string): void {
    const reason = 'Files are numbered: whose they are is all that is known of them beforehand.';
    grantObjects(role, this.bucket, { actions, keys, reason });
  }
}
