import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { RETENTION } from '../../contracts/retention.ts';
import { contactBucket, grantKeyThroughS3, grantList, grantObjects } from './contact-bucket.ts';

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
    this.bucket = contactBucket(this, {
      key,
      lifecycle: {
        id: 'gone-when-no-notice-needs-it',
        expiration: Duration.days(RETENTION.document.days),
        noncurrentVersionExpiration: Duration.days(RETENTION['old version of a document'].days),
      },
    });
  }

  /** Lets a function read documents, by the names that events give them; returns the bucket's name. */
  bind(role: Role): string {
    this.#grant(role, 's3:GetObject', '*');
    grantList(role, this.bucket);
    this.#key.grant(role, 'kms:Decrypt');
    return this.bucket.bucketName;
  }

  /** Lets those who deliver for a source add documents under `<source>/`, and neither read nor list nor delete any. */
  grantDelivery(role: Role, source: string): void {
    this.#grant(role, 's3:PutObject', `${source}/*`);
    grantKeyThroughS3(role, { key: this.#key, bucket: this.bucket, actions: ['kms:Decrypt', 'kms:GenerateDataKey'] });
  }

  #grant(role: Role, action: string, keys: string): void {
    const reason = 'Back offices name their documents as they like: an event says which one a notice brings.';
    grantObjects(role, this.bucket, { actions: [action], keys, reason });
  }
}
