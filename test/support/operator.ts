import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { controlPlace } from '../../functions/notices/store/table.ts';
import type { Engine } from '../../infra/local/engine/engine.ts';
import { OPERATOR, tellQueue } from '../../infra/local/start/operator.ts';

/** A stack's services, asked as an operator of the account. */
export function clientsOf({ endpoint }: Engine) {
  const aws = { ...OPERATOR, endpoint };
  return {
    s3: new S3Client({ ...aws, forcePathStyle: true }),
    tables: new DynamoDBClient(aws),
    sqs: new SQSClient(aws),
    bus: new EventBridgeClient(aws),
  };
}

/** What a test does to a stack past all functions, as an operator of the account could. */
export function operatorOf(engine: Engine) {
  const { endpoint, resources, outputs, queues } = engine;
  const { s3, ...clients } = clientsOf(engine);
  const tables = DynamoDBDocumentClient.from(clients.tables);
  const inbox = outputs['InboxBucketName'] ?? '';
  /** The one resource of a type with this place in the stack: its logical id is the place run together, and a digest. */
  const one = (type: string, place: string) => {
    const name = new RegExp(`^${place.replace(/\W/g, '')}[0-9A-F]{8}$`);
    const found = [...resources].filter(([id, each]) => each.type === type && name.test(id));
    if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} are ${place}`);
    const [logicalId, { physicalId }] = found[0]!;
    return { logicalId, physicalId };
  };
  /** @param worker its place in the stack, such as notices/send-notices */
  const queueOf = (worker: string) => one('AWS::SQS::Queue', `${worker}-queue`);
  return {
    inbox,
    drop: (name: string, text: string) => s3.send(new PutObjectCommand({ Bucket: inbox, Key: name, Body: text })),
    hasObject: (key: string) =>
      s3.send(new HeadObjectCommand({ Bucket: inbox, Key: key })).then(
        () => true,
        () => false,
      ),
    /** Takes the objects of a bucket away whose keys end so. */
    lose: async (bucket: string, end: string) => {
      const Bucket = one('AWS::S3::Bucket', bucket).physicalId;
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      const keys = Contents.flatMap(({ Key }) => (Key?.endsWith(end) ? [Key] : []));
      if (keys.length === 0) throw new Error(`nothing in ${bucket} ends in ${end}`);
      for (const Key of keys) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    putDocument: (Key: string, Body: Uint8Array) =>
      s3.send(
        new PutObjectCommand({ Bucket: one('AWS::S3::Bucket', 'register/documents/bucket').physicalId, Key, Body }),
      ),
    /** Puts a function out of order by its place in the stack, or in order again: what comes meanwhile comes again. */
    breaks: (fn: string, on: boolean) => engine.breaks(one('AWS::Lambda::Function', `${fn}/function`).logicalId, on),
    tellQueue: (worker: string, message: object) => tellQueue(endpoint, queueOf(worker).physicalId, message),
    /** Messages in a worker's queue, those included that wait for their time or are worked on. */
    messagesOf: (worker: string) => {
      const { logicalId } = queueOf(worker);
      const queue = queues().find((each) => each.logicalId === logicalId);
      return queue ? queue.visible + queue.delayed + queue.inFlight : 0;
    },
    /** Puts a single item that steers sending in its place. */
    control: (what: string, item: object) =>
      tables.send(
        new PutCommand({
          TableName: one('AWS::DynamoDB::Table', 'notices/table').physicalId,
          Item: { ...controlPlace(what), ...item },
        }),
      ),
  };
}
