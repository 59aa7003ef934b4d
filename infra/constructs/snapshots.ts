import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { contactBucket, grantObjects } from './contact-bucket.ts';

/** The bucket of what snapshots are compared with: digests of the last one of each layout, and how its source names its records. */
export class Snapshots extends Construct {
  readonly #bucket: Bucket;
  readonly #key: Key;

  constructor(scope: Construct, id: string, { key }: { key: Key }) {
    super(scope, id);
    this.#key = key;
    this.#bucket = contactBucket(this, {
      key,
      lifecycle: {
        id: 'former-ones-go',
        noncurrentVersionExpiration: Duration.days(1), // import-file removes each when the next was taken
      },
    });
  }

  /** Lets a function read, write and remove them; returns the bucket's name. */
  bind(role: Role): string {
    const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
    const reason = 'A layout is data: its snapshots have their names from it.';
    grantObjects(role, this.#bucket, { actions, keys: '*', reason });
    this.#key.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return this.#bucket.bucketName;
  }
}
