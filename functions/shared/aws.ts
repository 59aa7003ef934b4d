import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

// The SDK's own small number of tries; the queue is the real retry.
const TRIES = { maxAttempts: 3 };

/** One client of each kind a function needs, made when it is first built. Endpoints come from the SDK's own variables. */
export const tables = () => documents(TRIES);

/**
 * For functions that write a whole night at once. A table that is paid by use takes 4,000 writes a second at first, and
 * throttles until it has grown: a writer that is throttled goes more slowly from then on. A door that is asked now and
 * then must not.
 */
export const tablesOfBulk = () => documents({ maxAttempts: 5, retryMode: 'adaptive' });

const documents = (tries: { maxAttempts: number; retryMode?: string }) =>
  DynamoDBDocumentClient.from(new DynamoDBClient(tries), { marshallOptions: { removeUndefinedValues: true } });
export const queues = () => new SQSClient(TRIES);
export const bus = () => new EventBridgeClient(TRIES);
export const objects = () => new S3Client(TRIES);
export const pointers = () => new CloudFrontKeyValueStoreClient(TRIES);
export const secrets = () => new SecretsManagerClient(TRIES);
