// fauxqs inside this process, on stores that the engine holds.
//
// `startFauxqs` would listen on all interfaces, where anyone on the council's network could read residents' files, and
// it hides its stores. So the engine builds the app itself. The stores are not among fauxqs's exports: the version is
// pinned in package.json, and test/local/engine covers all that is used of them.

import { mkdirSync } from 'node:fs';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { REGION } from './stack/template.ts';

export type SqsMessage = {
  messageId: string;
  sentTimestamp: number;
  approximateReceiveCount: number;
  approximateFirstReceiveTimestamp?: number;
  delayUntil?: number;
  messageGroupId?: string;
  messageDeduplicationId?: string;
  sequenceNumber?: string;
  md5OfBody: string;
};

export type ReceivedMessage = {
  MessageId: string;
  ReceiptHandle: string;
  MD5OfBody: string;
  Body: string;
  MessageAttributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>;
};

export type SqsQueue = {
  name: string;
  url: string;
  arn: string;
  attributes: Record<string, string>;
  messages: SqsMessage[];
  delayedMessages: SqsMessage[];
  inflightMessages: Map<string, { message: SqsMessage; visibilityDeadline: number }>;
  fifoMessages: Map<string, SqsMessage[]>;
  fifoDelayed: Map<string, SqsMessage[]>;
  persistence?: Persistence;
  dequeue(
    max: number,
    visibility: number | undefined,
    deadLetterQueue: (arn: string) => SqsQueue | undefined,
  ): ReceivedMessage[];
  deleteMessage(receiptHandle: string): boolean;
  changeVisibility(receiptHandle: string, seconds: number): void;
  enqueue(message: SqsMessage): void;
  nextSequenceNumber(): string;
  checkDeduplication(id: string): { isDuplicate: boolean };
  recordDeduplication(id: string, messageId: string, sequenceNumber: string): void;
  setAttributes(attributes: Record<string, string>): void;
};

export type SqsStore = {
  queues: Map<string, SqsQueue>;
  host?: string;
  region: string;
  spy?: Spy;
  persistence?: Persistence;
  createQueue(name: string, url: string, arn: string, attributes: Record<string, string>): SqsQueue;
  getQueueByName(name: string): SqsQueue | undefined;
  getQueueByArn(arn: string): SqsQueue | undefined;
  allQueues(): Iterable<SqsQueue & { spy?: Spy }>;
};

export type S3Object = {
  key: string;
  body: Buffer;
  contentType: string;
  contentLength: number;
  etag: string;
  metadata: Record<string, string>;
};

export type S3Store = {
  spy?: Spy;
  persistence?: Persistence;
  createBucket(name: string): void;
  hasBucket(name: string): boolean;
  putObject(
    bucket: string,
    key: string,
    body: Buffer,
    type?: string,
    metadata?: Record<string, string>,
    system?: object,
    sum?: object,
  ): S3Object;
  getObject(bucket: string, key: string): S3Object;
  headObject(bucket: string, key: string): S3Object;
  deleteObject(bucket: string, key: string): void;
  completeMultipartUpload(uploadId: string, parts: object[]): S3Object;
  multipartUploads: Map<string, { bucket: string; key: string; metadata: Record<string, string> }>;
};

type Spy = {
  addMessage(message: {
    service: string;
    status: string;
    queueName?: string;
    messageId?: string;
    bucket?: string;
    key?: string;
  }): void;
};

type Persistence = {
  db: DatabaseSync;
  load(sqs: SqsStore, sns: object, s3: S3Store): void;
  transaction(work: () => void): void;
  updateMessageReady(messageId: string): void;
  close(): void;
};

type App = {
  ready(): Promise<void>;
  listen(options: { port: number; host: string }): Promise<string>;
  close(): Promise<void>;
  inject(request: { method: 'POST'; url: string; headers: IncomingHttpHeaders; payload: Buffer }): Promise<{
    statusCode: number;
    headers: OutgoingHttpHeaders;
    rawPayload: Buffer;
  }>;
};

export type Fauxqs = {
  sqs: SqsStore;
  s3: S3Store;
  app: App;
  /** Where S3 requests are passed on to: 127.0.0.1 only. */
  address: string;
  createMessage(body: string, delaySeconds?: number, groupId?: string, deduplicationId?: string): SqsMessage;
  /** What the data folder says of delays and visibility comes so much nearer. */
  letPass(ms: number): void;
  /** Runs `work` as one write to the data folder. Within another one it is part of that. */
  atOnce<T>(work: () => T): T;
  close(): Promise<void>;
};

/** @param dataDir folder for its SQLite file; without one, everything is in memory. */
export async function openFauxqs(dataDir?: string): Promise<Fauxqs> {
  const home = import.meta.resolve('fauxqs');
  const part = (file: string) => import(new URL(file, home).href);
  const [{ buildApp }, { SqsStore }, { SnsStore }, { S3Store }, { PersistenceManager }] = await Promise.all([
    part('./app.js'),
    part('./sqs/sqsStore.js'),
    part('./sns/snsStore.js'),
    part('./s3/s3Store.js'),
    part('./persistence.js'),
  ]);
  const sqs = new SqsStore() as SqsStore;
  const sns = new SnsStore();
  const s3 = new S3Store() as S3Store;
  sqs.region = REGION;
  let persistence: Persistence | undefined;
  if (dataDir) {
    mkdirSync(dataDir, { recursive: true });
    persistence = new PersistenceManager(dataDir) as Persistence;
    // WAL with NORMAL loses nothing when the process is killed, only (perhaps) when the power fails.
    persistence.db.exec('PRAGMA synchronous = NORMAL');
    makeInFlightVisible(persistence.db);
    persistence.load(sqs, sns, s3);
    mend(persistence);
    Object.assign(sqs, { persistence });
    Object.assign(sns, { persistence });
    Object.assign(s3, { persistence });
    for (const queue of sqs.allQueues()) queue.persistence = persistence;
  }
  const app = buildApp({
    logger: false,
    defaultRegion: REGION,
    stores: { sqsStore: sqs, snsStore: sns, s3Store: s3 },
  }) as App;
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  let isUnderWay = false;
  return {
    sqs,
    s3,
    app,
    address,
    createMessage: (body, delaySeconds, groupId, deduplicationId) =>
      SqsStore.createMessage(body, {}, delaySeconds, groupId, deduplicationId) as SqsMessage,
    letPass: (ms) => {
      persistence?.db
        .prepare('UPDATE sqs_messages SET delay_until = delay_until - ?, visibility_deadline = visibility_deadline - ?')
        .run(ms, ms);
    },
    atOnce: (work) => {
      // SQLite begins none within another: what is done within one write is of that one.
      if (!persistence || isUnderWay) return work();
      let result: ReturnType<typeof work> | undefined;
      isUnderWay = true;
      try {
        persistence.transaction(() => {
          result = work();
        });
      } finally {
        isUnderWay = false;
      }
      return result as ReturnType<typeof work>;
    },
    close: async () => {
      await app.close();
      persistence?.close();
    },
  };
}

/** The pollers that had these messages ended with the last engine; that is not the messages' fault, so it is not counted. */
function makeInFlightVisible(db: DatabaseSync): void {
  db.prepare(
    `UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL,
       approximate_receive_count = MAX(approximate_receive_count - 1, 0)
     WHERE visibility_deadline > ?`,
  ).run(Date.now());
}

/** fauxqs 2.4.1 writes NULL into a NOT NULL column when a message is made visible again. */
function mend(persistence: Persistence): void {
  const update = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => {
    update.run(messageId);
  };
}
