import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { LAYOUTS_FOLDER, layoutsIn, layoutsTogether, sourcesOf } from '../../contracts/files/layouts.ts';
import { ENV as IMPORT_FILE } from '../../functions/intake/import-file/env.ts';
import { ENV as RECEIVE_EVENTS } from '../../functions/intake/receive-events/env.ts';
import { ENV as RECEIVE_FILE } from '../../functions/intake/receive-file/env.ts';
import { ENV as RECEIVE_NOTIFY } from '../../functions/intake/receive-notify/env.ts';
import { ENV as RELEASE_FILE } from '../../functions/intake/release-file/env.ts';
import { ApiFunction } from '../constructs/api-function.ts';
import { ScheduledWake, Subscription } from '../constructs/fact-bus.ts';
import { Inbox } from '../constructs/inbox.ts';
import type { Cry, FunctionSpec } from '../constructs/node-function.ts';
import { QueueWorker, type WorkerSpec } from '../constructs/queue-worker.ts';
import type { Secret } from '../constructs/secret.ts';
import { Snapshots } from '../constructs/snapshots.ts';
import { type Access, Table } from '../constructs/table.ts';
import { UrlFunction } from '../constructs/url-function.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';
import type { NoticesCapability } from './notices.ts';
import { KEEP_EVENTS, KEEP_FACTS, type RegisterCapability } from './register.ts';

const importFile: WorkerSpec = {
  folder: 'functions/intake/import-file',
  files: [LAYOUTS_FOLDER],
  timeoutSeconds: 300, // it goes on by message; a longer time would keep the message of one that died hidden longer
  memoryMb: 1024, // for the CPU that comes with it
  heapMb: { young: 8, old: 128 }, // 100,000 rows take 175 MB in all with it, 276 MB without
  scratchMb: 4096, // the file's rows by account, in SQLite
  batchSize: 1,
  windowSeconds: 0,
  maxConcurrency: 2,
  inCircle: true, // it goes on with a long file; turns.ts sees to its end
  maxReceives: 3,
  oldestMinutes: 30,
  impact: "The night's file is not imported: nobody on it is told anything, and nobody is held back by it.",
  runbook: 'import-file',
  grade: 'wake',
};

const EACH_HOUR = Duration.hours(1);

/** What is said each hour of a layout that was imported before and stays away. */
const SILENT = {
  'silence-recovery-extract': {
    impact: "No extract was imported for days: nobody is told of a new reminder, and nobody's payment in it is known.",
    grade: 'today',
    restsAfter: Duration.hours(2),
  },
  'silence-of-a-layout': {
    impact: 'Files of a layout that came before were not imported for days: what they tell is not known here.',
    grade: 'today',
    restsAfter: Duration.hours(2),
  },
} satisfies Record<string, Cry>;

/** What is said of an import each time that it has to slow down, and once of a snapshot. */
const IMPORTING = {
  'import-slowed': {
    impact:
      "A table or a bucket has had an import slow down for half an hour: the night's file is not imported, and nobody on it is held back by it.",
    restsAfter: Duration.minutes(5),
  },
  'snapshot-held': {
    impact:
      'A snapshot lost too many of its records and waits for an officer: nothing of it was taken, and other systems hear nothing of it.',
    grade: 'today',
  },
} satisfies Record<string, Cry>;

const receiveEvents: FunctionSpec = {
  folder: 'functions/intake/receive-events',
  timeoutSeconds: 30, // the HTTP API gives up then
  memoryMb: 512,
  impact: 'Payments, holds, opt-outs and deaths are not taken: people may be chased who must be left alone.',
  runbook: 'receive-events',
  grade: 'wake',
};

const receiveFile: FunctionSpec = {
  folder: 'functions/intake/receive-file',
  timeoutSeconds: 30, // the HTTP API gives up then
  memoryMb: 512, // for the bytes of a file, as text and as they are
  impact: 'Files that come over HTTPS are not taken: back offices without AWS credentials cannot deliver theirs.',
  runbook: 'receive-file',
  grade: 'today',
};

const releaseFile: FunctionSpec = {
  folder: 'functions/intake/release-file',
  timeoutSeconds: 20,
  memoryMb: 256,
  impact: 'A snapshot that is held cannot be released: other systems hear nothing of what it says.',
  runbook: 'release-file',
  grade: 'note',
};

const receiveNotify: FunctionSpec = {
  folder: 'functions/intake/receive-notify',
  timeoutSeconds: 10,
  memoryMb: 256, // it compares a token and puts a message on a queue
  impact: 'STOP and WRONG in reply to a text are not obeyed, and receipts are late. Notify tries again for 25 minutes.',
  runbook: 'receive-notify',
  grade: 'wake',
};

const ROOT = join(import.meta.dirname, '..', '..');

/** What keeping the debts of a file takes, and what it tells by events: each with the links of its account and people. */
const KEEP_DEBTS: Access = { actions: ['GetItem', 'PutItem', 'UpdateItem', 'BatchWriteItem'] };

type IntakeProps = {
  shared: Shared;
  api: HttpApi;
  sources: Secret;
  officers: Secret;
  register: RegisterCapability;
  notices: NoticesCapability;
};

/** How facts come in: nightly files, events from other systems, receipts and texts from Notify. */
export class IntakeCapability extends Construct {
  readonly inbox: Inbox;
  readonly snapshots: Snapshots;
  readonly table: Table;
  /** A server that delivers files takes the role of their source. */
  readonly deliveryRoles: { source: string; arn: string }[];
  readonly receiveNotify: UrlFunction<typeof RECEIVE_NOTIFY>;

  constructor(scope: Construct, id: string, { shared, api, sources, officers, register, notices }: IntakeProps) {
    super(scope, id);
    const { alarms, bus, undelivered, stage, council, referenceKey } = shared;
    this.table = new Table(this, 'intake', { platform: shared });
    this.snapshots = new Snapshots(this, 'snapshots', { key: register.contactKey });
    this.inbox = new Inbox(this, 'inbox', { key: register.contactKey });

    const { silent_after_days } = stage;
    const importSpec = {
      ...importFile,
      cries: { ...IMPORTING, ...(silent_after_days === null ? {} : SILENT) },
    };
    const files = new WorkQueue(this, 'import-file-queue', { ...importFile, alarms });
    new QueueWorker(this, 'import-file', {
      platform: shared,
      spec: importSpec,
      queue: files,
      env: IMPORT_FILE,
      environment: (role) => {
        this.inbox.grantImport(role);
        return {
          ...ownVariables(shared),
          EVENT_BUS: bus.bind(role),
          INTAKE_TABLE: this.table.bind(role, { actions: ['GetItem', 'PutItem', 'UpdateItem'] }),
          REGISTER_TABLE: register.table.bind(role, KEEP_DEBTS),
          REFERENCE_KEY_SECRET: referenceKey.bind(role),
          IMPORT_QUEUE_URL: files.bind(role), // to go on with a long file
          SNAPSHOTS_BUCKET: this.snapshots.bind(role),
          LAYOUTS: JSON.stringify(council.layouts),
        };
      },
    });
    new Subscription(this, 'import-file-arrivals', { queue: files, undelivered, pattern: this.inbox.arrivals });
    if (silent_after_days !== null) {
      const message = { look_for_silence: { after_days: silent_after_days } };
      new ScheduledWake(this, 'import-file-silence', { queue: files, undelivered, message, every: EACH_HOUR });
    }

    this.deliveryRoles = Object.entries(stage.deliverers).map(([source, principals]) => {
      const role = this.inbox.deliveryRole(source, principals);
      register.documents.grantDelivery(role, source);
      return { source, arn: role.roleArn };
    });

    new ApiFunction(this, 'receive-events', {
      platform: shared,
      spec: receiveEvents,
      api,
      routes: [{ method: HttpMethod.POST, path: '/events' }],
      env: RECEIVE_EVENTS,
      environment: (role) => ({
        ...ownVariables(shared),
        EVENT_BUS: bus.bind(role),
        INTAKE_TABLE: this.table.bind(role, { actions: ['GetItem', 'PutItem'] }),
        REGISTER_TABLE: register.table.bind(role, KEEP_EVENTS),
        REFERENCE_KEY_SECRET: referenceKey.bind(role),
        SOURCES: JSON.stringify(
          Object.fromEntries(Object.entries(council.sources).map(([name, { types }]) => [name, { types }])),
        ),
        SOURCES_SECRET: sources.bind(role),
      }),
    });

    const layouts = layoutsTogether([...layoutsIn(join(ROOT, LAYOUTS_FOLDER)), ...council.layouts]);
    const layoutSources = sourcesOf(layouts);
    const path = '/files/{layout}/{name}';
    new ApiFunction(this, 'receive-file', {
      platform: shared,
      spec: receiveFile,
      api,
      routes: [HttpMethod.PUT, HttpMethod.POST, HttpMethod.GET].map((method) => ({ method, path })),
      env: RECEIVE_FILE,
      environment: (role) => ({
        CLOCK_SHIFT_MS: String(stage.clock_shift_ms),
        INBOX_BUCKET: this.inbox.grantReceive(role, Object.values(layoutSources)),
        LAYOUT_SOURCES: JSON.stringify(layoutSources),
        SOURCES_SECRET: sources.bind(role),
      }),
    });

    new ApiFunction(this, 'release-file', {
      platform: shared,
      spec: releaseFile,
      api,
      routes: [{ method: HttpMethod.POST, path: '/officers/files/release' }],
      env: RELEASE_FILE,
      environment: (role) => ({
        ...ownVariables(shared),
        INTAKE_TABLE: this.table.bind(role, { actions: ['GetItem'] }),
        IMPORT_QUEUE_URL: files.bind(role),
        OFFICERS_SECRET: officers.bind(role),
      }),
    });

    this.receiveNotify = new UrlFunction(this, 'receive-notify', {
      platform: shared,
      spec: receiveNotify,
      // Receipts come as fast as Notify sends, 50 a second, and pile up behind an outage. It tries a 429 again.
      atOnce: 30,
      env: RECEIVE_NOTIFY,
      environment: (role) => ({
        ...ownVariables(shared),
        EVENT_BUS: bus.bind(role),
        REGISTER_TABLE: register.table.bind(role, KEEP_FACTS),
        REFERENCE_KEY_SECRET: referenceKey.bind(role),
        NOTIFY_SECRET: shared.notifySecret.bind(role),
        TRACK_QUEUE_URL: notices.queues.track.bind(role),
      }),
    });
  }
}
