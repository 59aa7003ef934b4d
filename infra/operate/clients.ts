import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Where calls of AWS go, and as whom. */
export type Where = {
  region: string;
  /** Null for AWS itself. */
  endpoint: string | null;
  credentials: SQSClient['config']['credentials'];
};

export type Clients = {
  where: Where;
  sqs: SQSClient;
  secrets: SecretsManagerClient;
  bus: EventBridgeClient;
  tables: DynamoDBDocumentClient;
};

/** How an operator calls the engine of this machine: as no function. */
const OPERATOR = { accessKeyId: 'operator', secretAccessKey: 'operator' };

const REGION = 'eu-west-2';

/**
 * Clients of an operator: of AWS by the SDK's usual environment, or of the engine on this machine.
 * @param endpoint of the local engine; null for AWS
 */
export function clientsAt(endpoint: string | null, env: NodeJS.ProcessEnv = process.env): Clients {
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || REGION;
  const config = endpoint === null ? { region } : { region: REGION, endpoint, credentials: OPERATOR };
  const sqs = new SQSClient({ ...config, maxAttempts: 3 });
  return {
    where: {
      region: endpoint === null ? region : REGION,
      endpoint: endpoint ?? (env['AWS_ENDPOINT_URL'] || null),
      credentials: sqs.config.credentials,
    },
    sqs,
    secrets: new SecretsManagerClient({ ...config, maxAttempts: 3 }),
    bus: new EventBridgeClient({ ...config, maxAttempts: 3 }),
    tables: DynamoDBDocumentClient.from(new DynamoDBClient({ ...config, maxAttempts: 3 })),
  };
}
