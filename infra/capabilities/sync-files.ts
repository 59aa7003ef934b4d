import { Duration, TimeZone } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import type { FileOut, Subscriber } from '../../contracts/subscriber.ts';
import { ENV as EXPORT } from '../../functions/sync/export-files/env.ts';
import { packFiles } from '../../functions/sync/settings.ts';
import { filesOf } from '../config/subscribers.ts';
import { ScheduledWake } from '../constructs/fact-bus.ts';
import type { Outbox } from '../constructs/outbox.ts';
import { QueueWorker, type WorkerSpec } from '../constructs/queue-worker.ts';
import type { Table } from '../constructs/table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';
import type { RegisterCapability } from './register.ts';
import { READ_FACTS } from './sync-access.ts';

const exportFiles: WorkerSpec = {
  folder: 'functions/sync/export-files',
  timeoutSeconds: 600, // 100,000 rows, each named by the register
  memoryMb: 2048,
  batchSize: 1,
  windowSeconds: 0,
  maxConcurrency: 5,
  maxReceives: 5,
  oldestMinutes: 30,
  impact: 'Systems that take files get none, or get them late.',
  runbook: 'export-files',
  grade: 'today',
  cries: {
    'file-not-written': {
      impact: 'A system that takes files has not got one at its time.',
      restsAfter: Duration.minutes(5),
    },
    'file-not-fetched': {
      impact:
        'Nobody has fetched the files of a system for a day: it does not know what it should. On the 14th day they are gone.',
      restsAfter: Duration.hours(2),
    },
    'delivery-dead': 'A fact had no name any more for a system that takes files: it is in none.',
  },
};

type FilesProps = {
  shared: Shared;
  outbox: Outbox;
  register: RegisterCapability;
  table: Table;
  subscribers: readonly Subscriber<FileOut>[];
};

/** Subscribers that take files: what they get, and who may fetch it. */
export function filesOut(scope: Construct, { shared, outbox, register, table, subscribers }: FilesProps) {
  const { alarms, undelivered, council, stage } = shared;
  const queue = new WorkQueue(scope, 'export-files-queue', { ...exportFiles, alarms });
  new QueueWorker(scope, 'export-files', {
    platform: shared,
    spec: exportFiles,
    queue,
    env: EXPORT,
    environment: (role) => ({
      ...ownVariables(shared),
      SYNC_TABLE: table.bind(role, { actions: ['GetItem', 'PutItem', 'DeleteItem', 'Query'] }),
      REGISTER_TABLE: register.table.bind(role, READ_FACTS),
      FILES: packFiles(filesOf(subscribers, council.layouts)),
      REFERENCE_KEY_SECRET: shared.referenceKey.bind(role),
      OUTBOX_BUCKET: outbox.bind(
        role,
        subscribers.map(({ name }) => name),
      ),
    }),
  });
  for (const { name: subscriber, transport } of subscribers) {
    const wake = (id: string, message: object, every?: Duration) =>
      new ScheduledWake(scope, `export-files-${subscriber}-${id}`, {
        queue,
        undelivered,
        message: { subscriber, ...message },
        ...(every && { every }),
      });
    wake('look', {});
    wake('unfetched', { unfetched: true }, Duration.hours(1));
    if (transport.schedule === undefined) continue;
    const [hour, minute] = transport.schedule.split(':').map(Number);
    new Schedule(scope, `export-files-${subscriber}-daily`, {
      schedule: ScheduleExpression.cron({
        hour: String(hour),
        minute: String(minute),
        timeZone: TimeZone.EUROPE_LONDON,
      }),
      description: `The file of ${subscriber} for the day`,
      target: new SqsSendMessage(queue.queue, {
        input: ScheduleTargetInput.fromObject({ subscriber }),
        deadLetterQueue: undelivered.queue,
      }),
    });
  }
  const fetchRoles = Object.entries(stage.fetchers).map(([subscriber, principals]) => ({
    subscriber,
    arn: outbox.fetchRole(subscriber, principals).roleArn,
  }));
  return { queue, fetchRoles };
}
